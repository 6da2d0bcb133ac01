"""Which seeds from the clock can change what a program does."""

from __future__ import annotations

from ...course.events import Seed
from ...course.trace import Trace

# A library whose random numbers no network sees.
_IDLE = "random org.apache.commons."


def telling_seeds(trace: Trace) -> list[Seed]:
    """Seeds that the clock gave to weights, shuffling, or the program itself.

    A builder has one until the program sets its own, ND4J's generator until a network does.
    """
    all_given = all(network.seed_given for network in trace.networks)
    return [
        seed
        for seed in trace.seeds
        if not seed.kind.startswith(("nd4j", _IDLE)) and not (seed.kind == "builder" and all_given)
    ]


def generator_seeds(trace: Trace) -> list[Seed]:
    """Seeds that the clock gave to ND4J's generator; idle if it is asked for nothing before."""
    return [seed for seed in trace.seeds if seed.kind.startswith("nd4j")]
