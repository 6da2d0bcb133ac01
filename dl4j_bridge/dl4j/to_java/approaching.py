"""The search for the calls that bring what a chain builds nearer to what is wanted."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import jpype

from .expressions import Call, Chain
from .filling import fillings
from .imports import Imports
from .reflection import Leaves, leaves, parts
from .setters import SHORTER, setters_of, unlikeness

# Values a method is tried with.
_MOST_TRIES = 12
# Methods that are tried for a setting, those of the likest names.
_MOST_METHODS = 12


def approach(
    chain: Chain,
    kind: Any,
    values: dict[str, Any],
    wanted: Leaves,
    json_of: Callable[[Chain], Any],
    where: Callable[[Chain, Call], Chain] = Chain.before_last,
) -> tuple[Chain, list[str]]:
    """Add the calls that bring what a chain builds nearer to what is wanted.

    Args:
        chain: the beginning, which can be evaluated.
        kind: the builder's java.lang.Class.
        values: what each setting is to be, by the name of its field.
        wanted: the leaves of the JSON that is wanted.
        json_of: the JSON of what a chain makes.
        where: puts a call into the chain.

    Returns:
        The chain, with the settings that still differ.
    """
    setters = setters_of(kind)
    refused: set[str] = set()
    moved = False  # since a setting was refused, which may depend on another
    while True:
        now = leaves(json_of(chain))
        differing = [key for key in _keys(now ^ wanted, values) if key not in refused]
        if not differing and refused and moved:
            refused.clear()
            moved = False
            continue
        if not differing:
            return chain, sorted(_keys(now ^ wanted, values)) or _paths(now ^ wanted)
        key = differing[0]
        nearer = _nearer(chain, key, values[key], setters, wanted, now, json_of, where)
        if nearer is None:
            refused.add(key)
        else:
            chain, moved = nearer, bool(refused)


def _paths(difference: Leaves) -> list[str]:
    return sorted({path.strip("/") for path, _ in difference})


def _keys(difference: Leaves, values: dict[str, Any]) -> list[str]:
    """The fields of which something differs, in the order of their declaration."""
    first = {path.split("/")[1].lower() for path, _ in difference if path}
    return [name for name in values if name.lower() in first]


def _nearer(
    chain: Chain,
    key: str,
    value: Any,
    setters: list[Any],
    wanted: Leaves,
    now: Leaves,
    json_of: Callable[[Chain], Any],
    where: Callable[[Chain, Call], Chain],
) -> Chain | None:
    """The chain with the call that settles a setting, or brings it nearest."""
    best: Chain | None = None
    have = list(parts(value))
    least, most = len(now - wanted), len(now ^ wanted)
    by_likeness = sorted(setters, key=lambda method: unlikeness(key, method))
    by_name = itertools.groupby(by_likeness, key=lambda m: str(m.getName()))
    for name, overloads in itertools.islice(by_name, _MOST_METHODS):
        calls = [
            Call(method, arguments)
            for method in overloads
            for arguments in some(fillings(method, have))
        ]
        trials = [
            (*rank, len(_text(call)), index, trial)
            for index, call in enumerate(calls)
            for trial in [where(chain, call)]
            if (rank := _rank(trial, wanted, json_of)) and rank[1] < most
        ]
        if not trials:
            continue
        unwanted, *_, trial = min(trials, key=lambda one: one[:4])
        if best is None or unwanted < least:
            least, best = unwanted, trial
        left = {one for one in leaves(json_of(trial)) ^ wanted if _is_of(key, one[0])}
        if not left or (name in SHORTER.get(key, ()) and left <= wanted):
            return trial
    return best


def _rank(chain: Chain, wanted: Leaves, json_of: Callable[[Chain], Any]) -> tuple[int, int] | None:
    """How many values are not wanted, how many differ at all."""
    try:
        now = leaves(json_of(chain))
    except jpype.JException:
        return None
    return len(now - wanted), len(now ^ wanted)


def _text(call: Call) -> str:
    return call.text(Imports(""), 0)


def _is_of(key: str, path: str) -> bool:
    return bool(path) and path.split("/")[1].lower() == key.lower()


def distance(chain: Chain, wanted: Leaves, json_of: Callable[[Chain], Any]) -> int | None:
    """How many values differ; None if the builder refuses the arguments."""
    try:
        return len(leaves(json_of(chain)) ^ wanted)
    except jpype.JException:
        return None


def some(fillings: Iterator[Any]) -> Iterator[Any]:
    """The first ways to fill a method's parameters; there may be very many."""
    for count, arguments in enumerate(fillings):
        if count == _MOST_TRIES:
            return
        yield arguments
