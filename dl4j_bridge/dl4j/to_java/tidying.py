"""Steps that make a builder chain shorter while it builds the same configuration."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jpype

from .expressions import Call, Chain, Elements, walk
from .imports import Imports
from .input_types import candidates
from .networks import whole
from .reflection import Leaves, java
from .shown import is_shown
from .values import express


def tidy(chain: Chain, target: Any, input_type: Any = None) -> Chain:
    """What layers share goes to the network, what the input type decides goes away.

    Args:
        chain: builds the configuration.
        target: the configuration.
        input_type: the network's input type if it is known.
    """
    wanted = whole(target)
    for types in [(input_type,)] if input_type is not None else candidates(target):
        trial = _with_input_types(chain, types)
        if builds(trial, wanted):
            chain = trial
            break
    chain = _hoisted(chain, wanted)
    return _pruned(chain, wanted)


def builds(chain: Chain, wanted: Leaves) -> bool:
    """Whether a chain builds a configuration with these leaves."""
    try:
        return whole(chain.evaluate()) == wanted
    except jpype.JException:
        return False


def _hoisted(chain: Chain, wanted: Leaves) -> Chain:
    """Calls that most layers have are made once, before the layers."""
    place = _place(chain)
    builder = chain.calls[place].method.getDeclaringClass()
    names = {(str(m.getName()), int(m.getParameterCount())) for m in builder.getMethods()}
    seen = Counter(
        (call.name, _text(call))
        for inner in _layers(chain)
        for call in inner.calls
        if (call.name, len(call.arguments)) in names
        and call.name != "layer"
        and not is_shown(inner, call)
    )
    values = Counter(name for name, _ in seen)
    already = {call.name for call in chain.calls[:place]}
    for (name, text), count in seen.items():
        shared = count > 1 or len(list(_layers(chain))) == 1
        if not shared or values[name] > 1 or name in already:
            continue
        call = next(c for inner in _layers(chain) for c in inner.calls if _text(c) == text)
        method = _same(builder, call)
        if method is None:
            continue
        fewer = _without_text(chain, text)
        for trial in (fewer, _inserted(fewer, Call(method, call.arguments))):
            if builds(trial, wanted):
                chain = trial
                break
    return chain


def _without_text(chain: Chain, text: str) -> Chain:
    return chain.less(
        lambda part, call: part is not chain and _text(call) == text and not is_shown(part, call)
    )


def _without_name(chain: Chain, name: str) -> Chain:
    return chain.less(lambda part, call: call.name == name and _may_go(chain, part, call))


def _same(builder: Any, call: Call) -> Any:
    """The method of another builder with the same name and parameters."""
    try:
        return builder.getMethod(call.name, call.method.getParameterTypes())
    except jpype.JException:
        return None


def _inserted(chain: Chain, call: Call) -> Chain:
    place = _place(chain)
    return replace(chain, calls=(*chain.calls[:place], call, *chain.calls[place:]))


def _place(chain: Chain) -> int:
    """Where the calls of the network end and those of its layers begin."""
    names = [call.name for call in chain.calls]
    return next(i for i, name in enumerate(names) if name in ("list", "graphBuilder"))


def _layers(chain: Chain) -> Iterator[Chain]:
    return (part for part in walk(chain) if isinstance(part, Chain) and part is not chain)


def _text(call: Call) -> str:
    return call.text(Imports(""), 0)


def _pruned(chain: Chain, wanted: Leaves) -> Chain:
    """Without the calls that make no difference, those of one name all at once if they can."""
    inner = [c for part in _layers(chain) for c in part.calls if c.name != "build"]
    outer = [c for c in chain.calls if c.name == "inputPreProcessor"]
    for name in dict.fromkeys(call.name for call in [*outer, *inner]):
        trial = _without_name(chain, name)
        if builds(trial, wanted):
            chain = trial
            continue
        chain = _pruned_one_by_one(chain, name, wanted)
    return chain


def _may_go(chain: Chain, part: Chain, call: Call) -> bool:
    inside = part is not chain and call.name != "build" and not is_shown(part, call)
    return call.name == "inputPreProcessor" or inside


def _pruned_one_by_one(chain: Chain, name: str, wanted: Leaves) -> Chain:
    count = sum(
        c.name == name and _may_go(chain, part, c)
        for part in walk(chain)
        if isinstance(part, Chain)
        for c in part.calls
    )
    for index in reversed(range(count)):
        trial = _without_one(chain, name, index)
        if builds(trial, wanted):
            chain = trial
    return chain


def _without_one(chain: Chain, name: str, index: int) -> Chain:
    """Without the call of a name at a place among those of the name."""
    numbers = itertools.count()
    return chain.less(
        lambda part, call: (
            call.name == name and _may_go(chain, part, call) and next(numbers) == index
        )
    )


def _with_input_types(chain: Chain, types: tuple[Any, ...]) -> Chain:
    builder = chain.calls[-1].method.getDeclaringClass()
    kind = java("org.deeplearning4j.nn.conf.inputs.InputType").class_
    expressions = tuple(express(one) for one in types)
    if chain.calls[_place(chain)].name == "list":
        return chain.before_last(Call(builder.getMethod("setInputType", kind), expressions))
    array = jpype.JClass("[Lorg.deeplearning4j.nn.conf.inputs.InputType;").class_
    method = builder.getMethod("setInputTypes", array)
    return chain.before_last(Call(method, (Elements(kind, expressions, alone=True),)))
