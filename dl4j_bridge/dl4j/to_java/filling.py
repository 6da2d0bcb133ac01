"""Arguments for a method out of the values that an object is made of."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import jpype

from ...errors import UsageError
from .expressions import Elements, Expression, Null
from .literals import BOXES, WHOLE
from .reflection import (
    is_enum,
    is_ours,
    java,
    made_by,
    name_of,
    to_json,
)

# Ways to fill a constructor's parameters that are tried before it is given up.
_MOST_TRIES = 300


def fillings(method: Any, have: list[Any]) -> Iterator[tuple[Expression, ...]]:
    """Arguments for a method or constructor out of some values, best first."""
    kinds = list(method.getParameterTypes())
    options = [list(_options(kind, have)) for kind in kinds]
    tries = itertools.islice(_in_order(options), _MOST_TRIES)
    for chosen in tries:
        try:
            arguments = [
                express_as(value, kind) for (_, value), kind in zip(chosen, kinds, strict=True)
            ]
        except UsageError:
            continue
        if kinds and method.isVarArgs():
            arguments[-1] = _alone(arguments[-1], method)
        yield tuple(arguments)


def _in_order(options: list[list[tuple[int, Any]]]) -> Iterator[tuple[tuple[int, Any], ...]]:
    """Choices of an option for each parameter: first those in the order of the fields."""
    everything = itertools.islice(itertools.product(*options), 20 * _MOST_TRIES)
    ranked = sorted(everything, key=_disorder)
    return iter(ranked)


def _disorder(chosen: tuple[tuple[int, Any], ...]) -> tuple[int, int]:
    places = [place for place, _ in chosen]
    twice = len(places) - len(set(places))
    return twice, sum(a >= b for a, b in itertools.pairwise(places))


def _options(kind: Any, have: list[Any]) -> Iterator[tuple[int, Any]]:
    """Which of some values can be an argument of a type, with their places."""
    for place, value in enumerate(have):
        for option in converted(value, kind):
            yield place, option
    if not kind.isPrimitive() and not kind.isArray():
        yield len(have), None


def converted(value: Any, kind: Any) -> Iterator[Any]:
    """What a value can be as an argument of a type."""
    if value is None:
        return
    if kind.isPrimitive():
        if _fits(value, str(kind.getName())):
            yield value
    elif kind.isEnum() and not kind.isInstance(value):
        yield from _constants_for(value, kind)
    elif kind.isInstance(value):
        yield value
    elif kind.isArray() and not isinstance(value, jpype.JArray):
        yield from _as_array(value, kind.getComponentType())


def _fits(value: Any, primitive: str) -> bool:
    name = name_of(value.getClass()) if isinstance(value, jpype.JObject) else ""
    if primitive in ("boolean", "char"):
        return name == BOXES[primitive]
    if primitive in ("int", "long", "short", "byte"):
        return name in WHOLE or (name == "java.lang.Double" and float(value).is_integer())
    return name in (*WHOLE, "java.lang.Double", "java.lang.Float")


def _constants_for(value: Any, enum: Any) -> Iterator[Any]:
    if is_enum(value):  # DL4J has some enums twice, such as PoolingType
        yield from (c for c in enum.getEnumConstants() if c.name() == value.name())
    if is_enum(value) or not is_ours(value):
        return
    kind, wanted = name_of(value.getClass()), to_json(value)
    for constant, made, content in made_by(name_of(enum)):
        if made == kind and content == wanted:
            yield constant
            return


def _as_array(value: Any, component: Any) -> Iterator[Any]:
    """The runs of a list as arrays, the longest first; or one value as an array of one."""
    elements = list(value) if isinstance(value, java("java.util.Collection")) else [value]
    count = len(elements)
    for size in range(count, 0, -1):
        for first in range(count - size + 1):
            run = elements[first : first + size]
            if all(component.isInstance(element) for element in run):
                yield _array_of(component, run)


def _array_of(component: Any, elements: list[Any]) -> Any:
    array = jpype.JClass("java.lang.reflect.Array")
    made = array.newInstance(component, len(elements))
    for index, element in enumerate(elements):
        array.set(made, index, element)
    return made


def express_as(value: Any, kind: Any) -> Expression:
    """An expression for an argument of a type."""
    from .values import express  # each needs the other

    return Null(kind) if value is None else express(value, kind)


def _alone(last: Expression, method: Any) -> Expression:
    """An array without `new int[] {}`, where no other overload would then be meant."""
    if not isinstance(last, Elements):
        return last
    count = int(method.getParameterCount()) - 1 + len(last.elements)
    home = method.getDeclaringClass()
    if isinstance(method, java("java.lang.reflect.Constructor")):
        overloads = list(home.getDeclaredConstructors())
    else:
        overloads = [m for m in home.getMethods() if m.getName() == method.getName()]
    rivals = [o for o in overloads if o != method and not o.isVarArgs()]
    if any(int(o.getParameterCount()) == count for o in rivals) or _is_array_itself(last):
        return last
    return Elements(last.component, last.elements, alone=True)


def _is_array_itself(last: Elements) -> bool:
    return bool(last.component.isArray())
