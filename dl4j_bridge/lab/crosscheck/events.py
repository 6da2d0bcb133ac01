"""What differs between two events of the same kind."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator as Iter
from typing import Any

import numpy as np
import numpy.typing as npt

from ...course.arrays import Parameter
from ...course.events import Batch, Evaluation, Fit, Iteration, Iterator, Network, Saved
from ...course.trace import Trace
from . import divergence as of
from .configuration import differences, in_words, parameter_label
from .divergence import Compared, Divergence

_Values = npt.NDArray[Any]
_Parameters = tuple[Parameter, ...]


class Events:
    """Compares events of two traces, each with the one that has its place in the other.

    Args:
        first: one program's trace.
        tolerance: largest absolute difference of numbers that counts as none. With 0, all bits
            must agree; above, what is known by its hash alone is not judged.
    """

    def __init__(self, first: Trace, tolerance: float) -> None:
        self._tolerance = tolerance
        self._configurations = {one.network: one.configuration for one in first.networks}

    def network(self, first: Network, second: Network) -> Iter[Compared]:
        """A network as it was when it got its parameters: configuration, then these."""
        name = network_name(first.network)
        if first.type != second.type:
            yield self._differ(of.CONFIGURATION, f"{name}: class", first.type, second.type)
            return
        found = differences(first.configuration, second.configuration)
        for setting in found:
            place = name if setting.where == "network" else f"{name}, {setting.where}"
            words = [in_words(value) for value in setting.values]
            yield self._differ(of.CONFIGURATION, f"{place}: {setting.name}", *words)
        if not found:
            yield Compared(of.CONFIGURATION)
        yield from self._arrays(
            of.INITIAL,
            first,
            (first.parameters, second.parameters),
            lambda: (first.initial_values(), second.initial_values()),
        )

    def final(self, first: Network, second: Network) -> Iter[Compared]:
        """A network's parameters at the end; nothing where a trace ends before."""
        if first.final is not None and second.final is not None:
            yield from self._arrays(
                of.FINAL,
                first,
                (first.final, second.final),
                lambda: (_there(first.final_values()), _there(second.final_values())),
            )

    def iterator(self, first: Iterator, second: Iterator) -> Iter[Compared]:
        """What an iterator was made with; it is judged by its batches."""
        made = [f"{one.type}{_listed(one.arguments)}" for one in (first, second)]
        if first.arguments != second.arguments:
            where = f"iterator {first.iterator}"
            yield self._differ(of.ITERATORS, where, *made, judged=False)

    def batch(self, first: Batch, second: Batch) -> Iter[Compared]:
        """One of the first batches of an iterator."""
        where = f"iterator {first.iterator}, batch {first.index}"
        yield self._rows(of.ITERATORS, where, first, second)

    def fit(self, first: Fit, second: Fit) -> Iter[Compared]:
        """A call of `fit`; it is judged by its iterations."""
        where = f"{network_name(first.network)}, call {first.call} of fit"
        words = [_fit(one) for one in (first, second)]
        if words[0] == words[1]:
            yield Compared(of.TRAINING)
        else:
            yield self._differ(of.TRAINING, where, *words, judged=False)

    def iteration(self, first: Iteration, second: Iteration) -> Iter[Compared]:
        """An update: its batch, the score before it, the parameters after it."""
        where = f"{network_name(first.network)}, iteration {first.iteration}"
        yield self._rows(of.BATCHES, where, first, second)
        yield self._number(of.SCORES, f"{where}: score", first.score, second.score)
        for name, one in first.parameters.items():
            label = self._label(first.network, name)
            yield self._hash(
                of.PARAMETERS, f"{where}, {label}", one, second.parameters.get(name, "nothing")
            )

    def evaluation(self, first: Evaluation, second: Evaluation) -> Iter[Compared]:
        """An evaluation: its metrics, then its confusion matrix."""
        name = "" if first.network is None else f"{network_name(first.network)}, "
        where = f"{name}{first.type}"
        for metric in dict.fromkeys([*first.values, *second.values]):
            values = [one.values.get(metric, float("nan")) for one in (first, second)]
            yield self._number(of.EVALUATIONS, f"{where}: {metric.lower()}", *values)
        if first.confusion != second.confusion:
            counts = [_right(one.confusion) for one in (first, second)]
            yield self._differ(
                of.EVALUATIONS, f"{where}: confusion", *counts, judged=self._tolerance == 0
            )

    def saved(self, first: Saved, second: Saved) -> Iter[Compared]:
        """A network that was written to a file, whose name may be a random one."""
        where = f"{network_name(first.network)} saved"
        if first.network == second.network:
            yield Compared(of.SAVED)
        else:
            names = [network_name(one.network) for one in (first, second)]
            yield self._differ(of.SAVED, where, *names)

    def _rows(
        self,
        aspect: str,
        where: str,
        first: Batch | Iteration,
        second: Batch | Iteration,
    ) -> Compared:
        if first.rows != second.rows:
            return self._differ(aspect, where, f"{first.rows} rows", f"{second.rows} rows")
        for name, *hashes in zip(("features", "labels"), first.hashes, second.hashes, strict=True):
            if hashes[0] != hashes[1]:
                return self._hash(aspect, f"{where}: {name}", hashes[0], hashes[1])
        return Compared(aspect)

    def _arrays(
        self,
        aspect: str,
        network: Network,
        sides: tuple[_Parameters, _Parameters],
        read: Callable[[], tuple[_Values, _Values]],
    ) -> Iter[Compared]:
        """Parameters by name; their values are read only where a hash differs."""
        others = {one.name: one for one in sides[1]}
        values: tuple[_Values, _Values] | None = None
        for one in sides[0]:
            other = others.pop(one.name, None)
            label = self._label(network.network, one.name)
            where = f"{network_name(network.network)}, {label}"
            if other is None or other.shape != one.shape:
                shape = "nothing" if other is None else f"shape {_listed(other.shape)}"
                yield self._differ(aspect, where, f"shape {_listed(one.shape)}", shape)
            elif other.sha256 == one.sha256:
                yield Compared(aspect, size=0.0)
            else:
                values = values or read()
                yield self._values(aspect, where, one.of(values[0]), other.of(values[1]))
        for name, other in others.items():
            where = f"{network_name(network.network)}, {self._label(network.network, name)}"
            yield self._differ(aspect, where, "nothing", f"shape {_listed(other.shape)}")

    def _values(self, aspect: str, where: str, first: _Values, second: _Values) -> Compared:
        """Two arrays that are not the same in every bit."""
        if first.dtype != second.dtype and self._tolerance == 0:
            return self._differ(aspect, where, str(first.dtype), str(second.dtype))
        with np.errstate(invalid="ignore"):  # infinity less itself
            gaps = np.abs(first.astype(np.float64) - second.astype(np.float64))
        gaps[(first == second) | (np.isnan(first) & np.isnan(second))] = 0.0
        gaps = np.nan_to_num(gaps, nan=np.inf, posinf=np.inf)
        place = np.unravel_index(int(gaps.argmax()), gaps.shape)
        size = float(gaps[place])
        if 0 < self._tolerance >= size:
            return Compared(aspect, size)
        spot = f"{where}{list(map(int, place))}"
        numbers = [repr(float(one[place])) for one in (first, second)]
        return self._differ(aspect, spot, *numbers, size=size)

    def _number(self, aspect: str, where: str, first: float, second: float) -> Compared:
        if first == second or (first != first and second != second):
            return Compared(aspect, 0.0)
        size = abs(first - second)
        if size <= self._tolerance:
            return Compared(aspect, size)
        return self._differ(aspect, where, repr(first), repr(second), size=size)

    def _hash(self, aspect: str, where: str, first: str, second: str) -> Compared:
        if first == second:
            return Compared(aspect)
        return self._differ(aspect, where, first, second, judged=self._tolerance == 0)

    def _label(self, network: int, parameter: str) -> str:
        return parameter_label(self._configurations[network], parameter)

    @staticmethod
    def _differ(
        aspect: str,
        where: str,
        first: str,
        second: str,
        *,
        size: float | None = None,
        judged: bool = True,
    ) -> Compared:
        return Compared(aspect, size, Divergence(aspect, where, (first, second), size, judged))


def network_name(number: int) -> str:
    """What a report calls a network."""
    return f"network {number}"


def _there(values: _Values | None) -> _Values:
    assert values is not None
    return values


def _listed(values: tuple[Any, ...]) -> str:
    return "(" + ", ".join(in_words(value) for value in values) + ")"


def _fit(one: Fit) -> str:
    epochs = "" if one.epochs is None else f", {one.epochs} epochs"
    return f"fit({one.kind}{epochs})"


def _right(confusion: tuple[tuple[int, ...], ...] | None) -> str:
    if confusion is None:
        return "none"
    counts = np.array(confusion)
    return f"{counts.trace()} right of {counts.sum()}"
