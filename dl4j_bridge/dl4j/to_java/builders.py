"""The calls of a builder by which its object becomes equal to another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial
from typing import Any

import jpype

from .approaching import approach, distance, some
from .expressions import Call, Chain, Constant, Expression, New, Static
from .filling import fillings
from .ordering import ordered
from .reflection import Leaves, fields, is_layer, java, leaves, parts, to_json
from .setters import accessible, count_of, likest, setters_of
from .shown import with_shown
from .values import settled

_MOST_STARTS = 3


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
        found, left = approach(start, kind, fields(thing), wanted, partial(_json_of, kind))
        chain = ordered(found, kind)
        if chain is not None and not left:
            return with_shown(chain, kind, thing)
        if chain is not None and (nearest is None or len(left) < nearest[0]):
            nearest = (len(left), chain)
    return nearest[1] if nearest is not None and is_layer(thing) else None


def unsettable(thing: Any) -> list[str]:
    """The fields of an object that its builder cannot set as they are."""
    kind = _builder_of(thing)
    if kind is None:
        return []
    wanted = leaves(to_json(settled(thing)))
    start = next(_begun(kind, thing, wanted), None)
    if start is None:
        return []
    return approach(start, kind, fields(thing), wanted, partial(_json_of, kind))[1]


def _json_of(kind: Any, chain: Chain) -> Any:
    """The JSON of what a chain builds, its calls in the order they will be written in."""
    return to_json(settled((ordered(chain, kind) or chain).evaluate()))


def _builder_of(thing: Any) -> Any:
    """The class `Builder` inside an object's own; some have one that builds nothing."""
    is_abstract = java("java.lang.reflect.Modifier").isAbstract
    for nested in thing.getClass().getClasses():
        own = nested.getDeclaringClass().equals(thing.getClass())
        if str(nested.getSimpleName()) == "Builder" and own:
            builds = any(str(method.getName()) == "build" for method in nested.getMethods())
            return nested if builds and not is_abstract(nested.getModifiers()) else None
    return None


def _begun(kind: Any, thing: Any, wanted: Leaves) -> Iterator[Chain]:
    """A builder's possible starts, those first that read best."""
    build = Call(accessible(kind.getMethod("build")))
    json_of = partial(_json_of, kind)
    for _, group in itertools.groupby(_starts(kind, thing), key=lambda one: one[0] <= 1):
        starts = [(count, Chain(start, (build,))) for count, start in group]
        goes = [one for one in starts if _builds(one[1], kind)]
        filled = goes or [(count, _filled(chain, kind, thing)) for count, chain in starts]
        tasted = [
            (_strangeness(chain.start), count, away, place, chain)
            for place, (count, chain) in enumerate(filled)
            if (away := distance(chain, wanted, json_of)) is not None
        ]
        yield from (chain for *_, chain in sorted(tasted, key=lambda one: one[:4])[:_MOST_STARTS])


def _filled(chain: Chain, kind: Any, thing: Any) -> Chain:
    """With the calls without which the builder refuses to build."""
    setters = setters_of(kind)
    for name, value in fields(thing).items():
        method = likest(name, setters)
        if value is not None and method is not None:
            chain = _with_call(chain, method, list(parts(value)))
            setters = [one for one in setters if one.getName() != method.getName()]
    if not _builds(chain, kind):
        have = list(fields(thing).values())
        for method in setters:
            if method.getDeclaringClass().equals(kind):
                chain = _with_call(chain, method, have)
    return _needed(chain, kind) if _builds(chain, kind) else chain


def _with_call(chain: Chain, method: Any, have: list[Any]) -> Chain:
    """With the first call of a method, out of some values, that goes well."""
    for arguments in some(fillings(method, have)):
        trial = chain.before_last(Call(method, arguments))
        try:
            Chain(trial.start, trial.calls[:-1]).evaluate()
        except jpype.JException:
            continue
        return trial
    return chain


def _builds(chain: Chain, kind: Any) -> bool:
    """Whether a chain gives something that has a JSON."""
    return distance(chain, frozenset(), partial(_json_of, kind)) is not None


def _needed(chain: Chain, kind: Any) -> Chain:
    """Without the calls that the builder does not demand."""
    for call in chain.calls[:-1]:
        trial = Chain(chain.start, tuple(one for one in chain.calls if one is not call))
        if _builds(trial, kind):
            chain = trial
    return chain


def _starts(kind: Any, thing: Any) -> Iterator[tuple[int, Expression]]:
    """A builder's constructors with arguments, the shortest first."""
    for method in thing.getClass().getMethods():
        if method.getReturnType().equals(kind) and not count_of(method):
            yield 0, Static(method, ())
    have = list(parts(thing, 2))[1:]
    for constructor in sorted(kind.getConstructors(), key=count_of):
        for arguments in some(fillings(constructor, have)):
            yield count_of(constructor), New(constructor, arguments)


def _strangeness(start: Expression) -> int:
    """A constant says what it is, a number does not."""
    return sum(-1 if isinstance(argument, Constant) else 1 for argument in start.inside())
