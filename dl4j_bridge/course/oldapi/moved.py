"""Imports of classes that are in another package now, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from ..imports import Import, imports
from ..source import TYPES, Source, walk
from .repair import Edit, Repair, finding, removed

_OURS = re.compile(r"org\.(deeplearning4j|nd4j|datavec|canova)\b")
# Their places in M2.1, where the simple name is not enough to tell.
_KNOWN_MOVES = {
    "org.deeplearning4j.eval": (
        "org.nd4j.evaluation.classification",
        "org.nd4j.evaluation.regression",
    ),
    "org.deeplearning4j.eval.meta": ("org.nd4j.evaluation.meta",),
    "org.deeplearning4j.eval.curves": ("org.nd4j.evaluation.curves",),
}
_GONE = {
    "RBM": "Restricted Boltzmann machines were taken out in 1.0.0-alpha; AutoEncoder and "
    "VariationalAutoencoder can be pretrained.",
    "LearningRatePolicy": "Schedules of org.nd4j.linalg.schedule, for updaters, took its place.",
    "ConvolutionLayerSetup": "`.setInputType(InputType.convolutionalFlat(height, width, depth))` "
    "of the list builder took its place.",
    "HistogramIterationListener": "StatsListener with the UIServer took its place.",
}
# The repairs of calls leave nothing that needs these.
_UNUSED_AFTERWARDS = {"LearningRatePolicy", "ConvolutionLayerSetup"}


class Classes:
    """The classes of M2.1.

    Args:
        known: their full names, nested ones with `$`.
        preferred: by simple name, the one that is meant where several have it.
    """

    def __init__(self, known: Collection[str], preferred: Mapping[str, str]) -> None:
        self._known = known
        self._preferred = preferred

    def __contains__(self, name: str) -> bool:
        parts = name.split(".")
        ends = range(len(parts), 0, -1)
        return any(
            ".".join(parts[:end]) + "".join(f"${p}" for p in parts[end:]) in self._known
            for end in ends
        )

    @cached_property
    def packages(self) -> set[str]:
        """The packages that have classes."""
        return {name.rpartition(".")[0] for name in self._known}

    @cached_property
    def _by_simple_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in sorted(self._known):
            if "$" not in name and _OURS.match(name):
                found.setdefault(name.rpartition(".")[2], []).append(name)
        return found

    def now(self, name: str) -> str | None:
        """Where a class is now, if exactly one can be meant."""
        package, _, simple = name.rpartition(".")
        for place in _KNOWN_MOVES.get(package, ()):
            if f"{place}.{simple}" in self._known:
                return f"{place}.{simple}"
        candidates = self._by_simple_name.get(simple, [])
        if self._preferred.get(simple) in candidates:
            return self._preferred[simple]
        return candidates[0] if len(candidates) == 1 else None


_GONE_WHY = "No jar of M2.1 that the bridge brings has a class of this name."


def moved(source: Source, classes: Classes) -> Iterator[Repair]:
    """Repairs of a file's imports."""
    for one in imports(source):
        if one.static or not _OURS.match(one.name):
            continue
        if one.wildcard:
            yield from _package(source, one, classes)
        elif one.name not in classes or one.name.rpartition(".")[0] in _KNOWN_MOVES:
            yield from _class(source, one, classes)


def _class(source: Source, one: Import, classes: Classes) -> Iterator[Repair]:
    simple, what = one.name.rpartition(".")[2], f"`import {one.name}`"
    now = classes.now(one.name)
    if now is not None and now != one.name:
        told = finding(
            source, one.node, "moved-class", what, _why(one, classes), f"`import {now};`"
        )
        yield Repair(told, (Edit(one.node.start_byte, one.node.end_byte, f"import {now};"),))
    elif one.name not in classes:
        fix = _GONE.get(simple, "take out what uses it.")
        edits = (removed(source, one.node.start_byte, one.node.end_byte),)
        told = finding(source, one.node, "gone-class", what, _GONE_WHY, fix)
        yield Repair(told, edits if simple in _UNUSED_AFTERWARDS else ())


def _why(one: Import, classes: Classes) -> str:
    if one.name in classes:
        return (
            "It is not the class that `evaluate` returns: assigning its result compiles, then "
            "fails with a ClassCastException."
        )
    return "M2.1 has this class in another package."


def _package(source: Source, one: Import, classes: Classes) -> Iterator[Repair]:
    """A wildcard of an old package becomes the imports of what the file needs of it."""
    if one.name in classes.packages and one.name not in _KNOWN_MOVES:
        return
    found = {name: classes.now(f"{one.name}.{name}") for name in _unresolved(source, classes)}
    places = sorted({now for now in found.values() if now is not None})
    fix = " ".join(f"`import {name};`" for name in places) or "take it out."
    what, why = f"`import {one.name}.*`", "Its classes are in other packages in M2.1."
    text = "\n".join(f"import {name};" for name in places)
    yield Repair(
        finding(source, one.node, "moved-class", what, why, fix),
        (Edit(one.node.start_byte, one.node.end_byte, text),),
    )


def _unresolved(source: Source, classes: Classes) -> list[str]:
    """Names of types that no other import of the file explains, nor the file itself."""
    explained = {source.name(node) for node in walk(source.root) if node.type in TYPES}
    wildcards = []
    for one in imports(source):
        if not one.wildcard:
            explained.add(one.name.rpartition(".")[2])
        elif one.name not in _KNOWN_MOVES:
            wildcards.append(one.name)
    used = {
        source.text(n) for n in walk(source.root) if n.type in ("type_identifier", "identifier")
    }
    return sorted(
        name
        for name in used - explained
        if name[:1].isupper() and not any(f"{package}.{name}" in classes for package in wildcards)
    )
