"""The calls of a builder by which its object becomes equal to another."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from functools import cache
from typing import Any

import jpype

from .expressions import Call, Chain, Constant, Expression, New, Static
from .filling import fillings
from .imports import Imports
from .reflection import Leaves, fields, is_layer, java, leaves, name_of, parts, to_json
from .values import settled

# Settings for which several short methods read better than the one of their name.
_SHORTER = {
    "regularization": ("l1", "l2", "weightDecay"),
    "regularizationBias": ("l1Bias", "l2Bias", "weightDecayBias"),
    "constraints": ("constrainAllParameters", "constrainWeights", "constrainBias"),
    "lossFn": ("lossFunction",),
    "layerName": ("name",),
}
_MOST_ARGUMENTS = 2
# Values a method is tried with.
_MOST_TRIES = 12
_MOST_STARTS = 3
# Methods that are tried for a setting, those of the likest names.
_MOST_METHODS = 12
# How alike a method's name must be to a field's to be taken for its setter.
_ALIKE = 0.7


def by_builder(thing: Any) -> Chain | None:
    """The chain of an object's own `Builder`; None if it has none, or none that is enough.

    Some settings of a layer come from the network around it: what is left of them is for the
    comparison of the whole network.
    """
    kind = _builder_of(thing)
    if kind is None:
        return None
    wanted = leaves(to_json(settled(thing)))
    nearest: tuple[int, Chain] | None = None
    for start in _begun(kind, thing, wanted):
        chain, left = approach(start, kind, fields(thing), wanted, _json_of)
        chain = _narrowing_last(chain, kind)
        if not left:
            return chain
        if nearest is None or len(left) < nearest[0]:
            nearest = (len(left), chain)
    return nearest[1] if nearest is not None and is_layer(thing) else None


def _narrowing_last(chain: Chain, kind: Any) -> Chain:
    """With the calls last whose declared result is a builder that has less methods."""
    variable = java("java.lang.reflect.TypeVariable")

    def narrows(call: Call) -> bool:
        gives = call.method.getReturnType()
        own = isinstance(call.method.getGenericReturnType(), variable)
        return not own and not kind.isAssignableFrom(gives)

    return Chain(chain.start, (*sorted(chain.calls[:-1], key=narrows), chain.calls[-1]))


def unsettable(thing: Any) -> list[str]:
    """The fields of an object that its builder cannot set as they are."""
    kind = _builder_of(thing)
    if kind is None:
        return []
    wanted = leaves(to_json(settled(thing)))
    start = next(_begun(kind, thing, wanted), None)
    return [] if start is None else approach(start, kind, fields(thing), wanted, _json_of)[1]


def _json_of(chain: Chain) -> Any:
    return to_json(settled(chain.evaluate()))


def _builder_of(thing: Any) -> Any:
    for nested in thing.getClass().getClasses():
        is_abstract = java("java.lang.reflect.Modifier").isAbstract(nested.getModifiers())
        own = nested.getDeclaringClass().equals(thing.getClass())
        if str(nested.getSimpleName()) == "Builder" and own and not is_abstract:
            return nested
    return None


def _begun(kind: Any, thing: Any, wanted: Leaves) -> Iterator[Chain]:
    """A builder's possible starts, those first that read best."""
    build = Call(_accessible(kind.getMethod("build")))
    for _, starts in itertools.groupby(_starts(kind, thing), key=lambda one: one[0] <= 1):
        tasted: list[tuple[int, int, int, int, Chain]] = []
        for count, start in starts:
            chain = Chain(start, (build,))
            distance = _distance(chain, wanted, _json_of)
            if distance is None:
                chain = _filled(chain, kind, thing)
                distance = _distance(chain, wanted, _json_of)
            if distance is not None:
                tasted.append((_strangeness(start), count, distance, len(tasted), chain))
        yield from (chain for *_, chain in sorted(tasted, key=lambda one: one[:4])[:_MOST_STARTS])


def _filled(chain: Chain, kind: Any, thing: Any) -> Chain:
    """With a call for each field that has one of its name, as builders demand that check."""
    setters = _setters(kind)
    for name, value in fields(thing).items():
        method = _likest(name, setters)
        if value is None or method is None:
            continue
        for arguments in fillings(method, list(parts(value))):
            trial = chain.before_last(Call(method, arguments))
            if _goes(trial):
                chain = trial
                break
    return _shortened(chain)


def _likest(key: str, setters: list[Any]) -> Any:
    """The method whose name is most like a field's, if it is like it at all."""
    method = max(setters, key=lambda method: _likeness(key, method), default=None)
    return method if method is not None and _likeness(key, method) >= _ALIKE else None


def _goes(chain: Chain) -> bool:
    """Whether the calls before `build` go well."""
    try:
        Chain(chain.start, chain.calls[:-1]).evaluate()
    except jpype.JException:
        return False
    return True


def _shortened(chain: Chain) -> Chain:
    """Without the calls that make no difference."""
    try:
        whole = leaves(_json_of(chain))
    except jpype.JException:
        return chain
    for call in chain.calls[:-1]:
        trial = Chain(chain.start, tuple(one for one in chain.calls if one is not call))
        if _distance(trial, whole, _json_of) == 0:
            chain = trial
    return chain


def _accessible(method: Any) -> Any:
    # A public method of a base class that is not public, as several builders have.
    method.setAccessible(True)
    return method


def _starts(kind: Any, thing: Any) -> Iterator[tuple[int, Expression]]:
    """A builder's constructors with arguments, the shortest first."""
    for method in thing.getClass().getMethods():
        if method.getReturnType().equals(kind) and not _count(method):
            yield 0, Static(method, ())
    have = list(parts(thing, 2))[1:]
    for constructor in sorted(kind.getConstructors(), key=_count):
        for arguments in _some(fillings(constructor, have)):
            yield _count(constructor), New(constructor, arguments)


def _strangeness(start: Expression) -> int:
    """A constant says what it is, a number does not."""
    return sum(-1 if isinstance(argument, Constant) else 1 for argument in start.inside())


def _some(fillings: Iterator[Any]) -> Iterator[Any]:
    for count, arguments in enumerate(fillings):
        if count == _MOST_TRIES:
            return
        yield arguments


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
    setters = _setters(kind)
    refused: set[str] = set()
    while True:
        now = leaves(json_of(chain))
        differing = [key for key in _keys(now ^ wanted, values) if key not in refused]
        if not differing:
            return chain, sorted(_keys(now ^ wanted, values)) or _paths(now ^ wanted)
        key = differing[0]
        nearer = _nearer(
            chain, key, values[key], setters, wanted, len(now ^ wanted), json_of, where
        )
        if nearer is None:
            refused.add(key)
        else:
            chain = nearer


def _paths(difference: Leaves) -> list[str]:
    return sorted({path.strip("/") for path, _ in difference})


def _keys(difference: Leaves, values: dict[str, Any]) -> list[str]:
    """The fields of which something differs, in the order of their declaration."""
    first = {path.split("/")[1].lower() for path, _ in difference if path}
    return [name for name in values if name.lower() in first]


def _setters(kind: Any) -> list[Any]:
    """The methods that give the builder back."""
    object_class = java("java.lang.Object").class_
    found: dict[tuple[str, ...], Any] = {}
    for method in sorted(kind.getMethods(), key=lambda method: bool(method.isBridge())):
        gives = method.getReturnType()
        fluent = gives.isAssignableFrom(kind) and not gives.equals(object_class)
        if fluent and 0 < _count(method) <= _MOST_ARGUMENTS:
            key = (str(method.getName()), *map(name_of, method.getParameterTypes()))
            found.setdefault(key, _accessible(method))
    return list(found.values())


def _count(method: Any) -> int:
    return int(method.getParameterCount())


def _nearer(
    chain: Chain,
    key: str,
    value: Any,
    setters: list[Any],
    wanted: Leaves,
    distance: int,
    json_of: Callable[[Chain], Any],
    where: Callable[[Chain, Call], Chain],
) -> Chain | None:
    """The chain with the call that settles a setting, or brings it nearest."""
    best: Chain | None = None
    have = list(parts(value))
    least = len(leaves(json_of(chain)) - wanted)
    by_likeness = sorted(setters, key=lambda method: _unlikeness(key, method))
    by_name = itertools.groupby(by_likeness, key=lambda m: str(m.getName()))
    for name, overloads in itertools.islice(by_name, _MOST_METHODS):
        calls = [
            Call(method, arguments)
            for method in overloads
            for arguments in _some(fillings(method, have))
        ]
        trials = [
            (*rank, len(_text(call)), index, where(chain, call))
            for index, call in enumerate(calls)
            if (rank := _rank(where(chain, call), wanted, json_of)) and rank[1] < distance
        ]
        if not trials:
            continue
        now, *_, trial = min(trials, key=lambda one: one[:4])
        if best is None or now < least:
            least, best = now, trial
        left = {one for one in leaves(json_of(trial)) ^ wanted if _is_of(key, one[0])}
        if not left or (name in _SHORTER.get(key, ()) and left <= wanted):
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


def _unlikeness(key: str, method: Any) -> tuple[int, float, str]:
    """How little the name of a method says that it is for a setting."""
    name = str(method.getName())
    shorter = _SHORTER.get(key, ())
    place = shorter.index(name) if name in shorter else len(shorter)
    return place, -_likeness(key, method), name


def _likeness(key: str, method: Any) -> float:
    return _alike(key, str(method.getName()))


@cache
def _alike(key: str, name: str) -> float:
    stem, name = key.lower().removesuffix("fn"), name.lower().removeprefix("set")
    return SequenceMatcher(None, stem, name).ratio()


def _distance(chain: Chain, wanted: Leaves, json_of: Callable[[Chain], Any]) -> int | None:
    """How many values differ; None if the builder refuses the arguments."""
    try:
        return len(leaves(json_of(chain)) ^ wanted)
    except jpype.JException:
        return None
