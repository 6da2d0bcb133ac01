"""Which seeds from the clock can change what a program does."""

from __future__ import annotations

from ...course.events import Seed
from ...course.trace import Trace

# A library whose random numbers no network sees.
_IDLE = "random org.apache.commons."


def telling_seeds(trace: Trace) -> list[Seed]:
    """Seeds that the clock gave to weights, shuffling, or the program itself.

    A builder has one until the program sets its own; ND4J's generator has one until a network sets
    another, and it tells if a number is drawn before.
    """
    all_given = all(network.seed_given for network in trace.networks)
    return [
        seed
        for seed in trace.seeds
        if seed.used
        and not seed.kind.startswith(_IDLE)
        and not (seed.kind == "builder" and all_given)
    ]


def has_seed_zero(trace: Trace) -> bool:
    """Whether a network's seed is 0, for which ND4J takes the clock."""
    return any(network.seed == 0 and network.origin == "init" for network in trace.networks)
