"""Two traces side by side, in the order in which things happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator as Iter
from dataclasses import dataclass
from itertools import chain
from typing import Any

from ...course.trace import Trace
from . import divergence as of
from .divergence import ASPECTS, Aspect, Compared, Divergence
from .events import Events, network_name

# A key says which event of one trace has the place of which in the other; its last part counts.
_Key = tuple[Any, ...]
_COUNTED = {
    "network": (of.CONFIGURATION, ("network", "networks")),
    "iterator": (of.ITERATORS, ("iterator", "iterators")),
    "batch": (of.ITERATORS, ("first batch", "first batches")),
    "fit": (of.TRAINING, ("call of fit", "calls of fit")),
    "iteration": (of.TRAINING, ("iteration", "iterations")),
    "evaluation": (of.EVALUATIONS, ("evaluation", "evaluations")),
    "saved": (of.SAVED, ("saved network", "saved networks")),
}


@dataclass(frozen=True)
class Comparison:
    """What two traces have in common, and what not.

    Attributes:
        first: one program's trace.
        second: the other's.
        tolerance: largest absolute difference of numbers that counts as none.
        aspects: what was compared, in the order of `ASPECTS`.
        divergences: in the order in which they happened.
    """

    first: Trace
    second: Trace
    tolerance: float
    aspects: tuple[Aspect, ...]
    divergences: tuple[Divergence, ...]

    @property
    def parting(self) -> Divergence | None:
        """The first divergence that counts; None if the traces are equal."""
        return next((one for one in self.divergences if one.judged), None)

    @property
    def empty(self) -> bool:
        """Whether neither program made a network."""
        return not self.first.networks and not self.second.networks


def compare(
    first: Trace, second: Trace, tolerance: float = 0.0, more: Iterable[Compared] = ()
) -> Comparison:
    """Compare two traces.

    Args:
        first: one program's.
        second: the other's.
        tolerance: largest absolute difference of numbers that counts as none; with 0 every bit
            counts.
        more: pairs that were looked at elsewhere, at the end.

    Raises:
        DataError: a file of a trace is missing or damaged.
    """
    aspects = {name: Aspect(name) for name in ASPECTS}
    divergences = []
    for compared in chain(_walk(first, second, Events(first, tolerance)), more):
        aspects[compared.aspect].add(compared)
        if compared.divergence is not None:
            divergences.append(compared.divergence)
    return Comparison(first, second, tolerance, tuple(aspects.values()), tuple(divergences))


def _walk(first: Trace, second: Trace, events: Events) -> Iter[Compared]:
    """All pairs in the first trace's order; then what only the second has, and the ends."""
    mine, others = _keyed(first), _keyed(second)
    counts = Counter(key[:-1] for key in mine), Counter(key[:-1] for key in others)
    told = set()
    for key, event in mine.items():
        if key in others:
            yield from getattr(events, key[0])(event, others[key])
        elif key[:-1] not in told:
            told.add(key[:-1])
            yield _miscounted(key, counts)
    for key in others:
        if key not in mine and key[:-1] not in told:
            told.add(key[:-1])
            yield _miscounted(key, counts)
    for one, other in zip(first.networks, second.networks, strict=False):
        yield from events.final(one, other)


def _keyed(trace: Trace) -> dict[_Key, Any]:
    """Events by their key, in the order in which they happened."""
    batches = [batch for iterator in trace.iterators for batch in iterator.batches]
    kinds: list[tuple[_Key, Any]] = [
        *((("network", one.network), one) for one in trace.networks),
        *((("iterator", one.iterator), one) for one in trace.iterators),
        *((("batch", one.iterator, one.index), one) for one in batches),
        *((("fit", one.call), one) for one in trace.fits),
        *_counted("iteration", trace.iterations),
        *_counted("evaluation", trace.evaluations),
        *((("saved", number), one) for number, one in enumerate(trace.saved)),
    ]
    return dict(sorted(kinds, key=lambda pair: pair[1].line_number))


def _counted(kind: str, events: tuple[Any, ...]) -> Iter[tuple[_Key, Any]]:
    """Each with its number among those of its network."""
    seen: Counter[int | None] = Counter()
    for one in events:
        yield (kind, one.network, seen[one.network]), one
        seen[one.network] += 1


def _miscounted(key: _Key, counts: tuple[Counter[_Key], Counter[_Key]]) -> Compared:
    """One has more of something than the other; said where the shorter list ends."""
    kind, group = key[0], key[:-1]
    aspect, nouns = _COUNTED[kind]
    where = "the program"
    if kind == "batch":
        where = f"iterator {key[1]}"
    elif len(key) == 3 and key[1] is not None:
        where = network_name(key[1])
    values = [f"{count[group]} {nouns[count[group] != 1]}" for count in counts]
    judged = kind not in ("fit", "iterator")
    return Compared(
        aspect, divergence=Divergence(aspect, where, (values[0], values[1]), judged=judged)
    )
