"""Causes in what networks are shown."""

from __future__ import annotations

from collections import Counter

from ....course.events import Iteration
from .. import divergence as of
from ..divergence import Divergence
from .evidence import Evidence

_DATA = (of.ITERATORS, of.BATCHES)


def no_fit(evidence: Evidence) -> str | None:
    """One of them never trains."""
    for mine, name, other in zip(
        evidence.traces, evidence.sides, reversed(evidence.traces), strict=True
    ):
        if other.iterations and not mine.iterations:
            return f"{name} never trains: a call of `fit` is missing."
    return None


def swapped(evidence: Evidence) -> str | None:
    """One trains with the data that the other tests with."""
    first, second = evidence.traces
    if evidence.parting.aspect not in (*_DATA, of.EVALUATIONS):
        return None
    begins = [
        {one.iterator: one.batches[0].hashes for one in trace.iterators if one.batches}
        for trace in (first, second)
    ]
    for number, hashed in begins[0].items():
        twin = next((n for n, other in begins[1].items() if other == hashed), None)
        if twin is not None and twin != number and begins[1].get(number) != hashed:
            return (
                f"Iterators are swapped: {evidence.sides[0]}'s iterator {number} gives the "
                f"batches of {evidence.sides[1]}'s iterator {twin}. Are training and test data "
                "in the right places?"
            )
    return None


def batch_size(evidence: Evidence) -> str | None:
    """Batches have different numbers of rows."""
    pair = evidence.parted()
    if evidence.parting.aspect not in (*_DATA, of.TRAINING) or pair is None:
        return None
    if pair[0].rows == pair[1].rows:
        return None
    first, second = evidence.sides
    return f"The batch sizes differ: {pair[0].rows} in {first}, {pair[1].rows} in {second}."


def binarized(evidence: Evidence) -> str | None:
    """One of them sees only zeros and ones."""
    pair = evidence.parted()
    if evidence.parting.aspect not in _DATA or pair is None or pair[0].binary == pair[1].binary:
        return None
    first, second = evidence.sides if pair[0].binary else evidence.sides[::-1]
    return (
        f"{first} binarizes its data (all features are 0 or 1), {second} does not: the third "
        "argument of MnistDataSetIterator(batch, examples, binarize)."
    )


def iterator_arguments(evidence: Evidence) -> str | None:
    """Iterators were made with other arguments, such as another seed for shuffling."""
    if evidence.parting.aspect not in (*_DATA, of.EVALUATIONS, of.TRAINING):
        return None
    made = [
        one for one in evidence.comparison.divergences if one.aspect == of.ITERATORS and _made(one)
    ]
    return f"An iterator is made differently: {made[0].told(evidence.sides)}." if made else None


def batch_order(evidence: Evidence) -> str | None:
    """The same batches in another order."""
    if evidence.parting.aspect not in _DATA or evidence.parted() is None:
        return None
    hashes = [Counter(one.hashes for one in trace.iterations) for trace in evidence.traces]
    if hashes[0] != hashes[1]:
        return None
    return "The same batches come in a different order. Is one of them shuffled, with another seed?"


def other_features(evidence: Evidence) -> str | None:
    """The same labels in the same order, but features of other values."""
    pair = _same_rows(evidence)
    if pair is None or pair[0].labels != pair[1].labels or pair[0].binary != pair[1].binary:
        return None
    return (
        "The labels are the same and the features are not: they are normalized otherwise "
        "(setPreProcessor), or other columns are read."
    )


def other_labels(evidence: Evidence) -> str | None:
    """The same features in the same order, but other labels."""
    pair = _same_rows(evidence)
    if pair is None or pair[0].features != pair[1].features:
        return None
    return (
        "The features are the same and the labels are not: another column is the label, or "
        "classes are numbered otherwise."
    )


def other_rows(evidence: Evidence) -> str | None:
    """Batches of the same size share nothing."""
    if _same_rows(evidence) is None:
        return None
    sets = [
        [{one.features for one in trace.iterations} for trace in evidence.traces],
        [{one.labels for one in trace.iterations} for trace in evidence.traces],
    ]
    if any(first & second for first, second in sets):
        return None
    return (
        "Neither features nor labels of any batch are in both: the rows are shuffled otherwise, "
        "or come from another file."
    )


def _same_rows(evidence: Evidence) -> tuple[Iteration, Iteration] | None:
    """The first iterations whose batches differ, where these have equally many rows."""
    pair = evidence.parted()
    if evidence.parting.aspect not in _DATA or pair is None or pair[0].rows != pair[1].rows:
        return None
    return pair


def epochs(evidence: Evidence) -> str | None:
    """The same data, but passed over a different number of times."""
    trained = all(trace.iterations for trace in evidence.traces)
    if evidence.parting.aspect != of.TRAINING or not trained:
        return None
    counts = [max((1 + one.epoch for one in t.iterations), default=0) for t in evidence.traces]
    if counts[0] != counts[1]:
        first, second = evidence.sides
        return f"The numbers of epochs differ: {counts[0]} in {first}, {counts[1]} in {second}."
    counts = [len(trace.iterations) for trace in evidence.traces]
    if counts[0] == counts[1]:
        return None
    return (
        f"The numbers of iterations differ: {counts[0]} in {evidence.sides[0]}, {counts[1]} in "
        f"{evidence.sides[1]}. Does one have more rows, or larger batches?"
    )


def other_test_data(evidence: Evidence) -> str | None:
    """The same network, evaluated with other data."""
    if evidence.parting.aspect != of.EVALUATIONS:
        return None
    if evidence.differs(of.INITIAL, of.PARAMETERS, of.FINAL):
        return None
    return (
        "The networks are the same, so they are evaluated on different data, or not with all of "
        "it: is an iterator `reset()` before, and is it the test data?"
    )


def _made(divergence: Divergence) -> bool:
    return divergence.where.startswith("iterator") and divergence.values[0].endswith(")")
