"""Causes outside the two texts: clocks, random numbers, machines."""

from __future__ import annotations

from .. import divergence as of
from ..clock import has_seed_zero, telling_seeds
from .evidence import Evidence

_NUMBERS = (of.INITIAL, of.SCORES, of.PARAMETERS, of.EVALUATIONS, of.FINAL)
# Of the environment; these change from run to run, and no number with them.
_IDLE = frozenset({"time", "seconds", "pid", "event", "command", "program", "main"})


def crashed(evidence: Evidence) -> str | None:
    """One of them ended otherwise than the other."""
    for one in evidence.comparison.divergences:
        if one.aspect == of.EXIT:
            first, second = one.values
            return f"{evidence.sides[0]} ended with {first}; {evidence.sides[1]} with {second}."
    return None


def no_seed(evidence: Evidence) -> str | None:
    """A seed was taken from the clock, and not replayed."""
    replayed = {(one.kind, one.index) for one in evidence.traces[1].seeds if one.replayed}
    drawn = [
        [seed for seed in telling_seeds(trace) if (seed.kind, seed.index) not in replayed]
        for trace in evidence.traces
    ]
    who = [name for name, seeds in zip(evidence.sides, drawn, strict=True) if seeds]
    if not who or evidence.parting.aspect in (of.TRAINING, of.SAVED):
        return None
    seed = (drawn[0] or drawn[1])[0]
    place = f", line {seed.line}" if seed.line else ""
    verb = "take" if len(who) > 1 else "takes"
    zero = " (seed 0 means the clock)" if any(map(has_seed_zero, evidence.traces)) else ""
    return (
        f"{' and '.join(who)} {verb} a seed from the clock ({seed.kind}{place}), so every run "
        f"differs{zero}. Give the same seed in both."
    )


def random_numbers(evidence: Evidence) -> str | None:
    """Dropout or noise drew other numbers, with the same weights and the same batch."""
    if evidence.parting.aspect not in (of.SCORES, of.PARAMETERS):
        return None
    if evidence.differs(of.CONFIGURATION, of.INITIAL):
        return None
    noisy = any(_noisy(one.configuration) for one, _ in evidence.networks())
    if not noisy:
        return None
    return (
        "Weights and batches are the same, and the network has dropout or noise: its random "
        "numbers differ. Does one program draw from ND4J's generator between init and fit, or "
        "train in another thread?"
    )


def environment(evidence: Evidence) -> str | None:
    """Another backend, library or number of threads, which may round otherwise."""
    if evidence.parting.aspect not in _NUMBERS:
        return None
    first, second = (trace.environment for trace in evidence.traces)
    names = [name for name in dict.fromkeys([*first, *second]) if name not in _IDLE]
    told = [
        f"{name} is {first.get(name)} in {evidence.sides[0]}, {second.get(name)} in "
        f"{evidence.sides[1]}"
        for name in names
        if first.get(name) != second.get(name)
    ]
    return f"They ran in different environments: {'; '.join(told)}." if told else None


def _noisy(value: object) -> bool:
    """Whether a configuration has dropout or weight noise anywhere."""
    if isinstance(value, dict):
        return any(
            (key in ("idropout", "weightNoise") and one is not None) or _noisy(one)
            for key, one in value.items()
        )
    return isinstance(value, list) and any(map(_noisy, value))
