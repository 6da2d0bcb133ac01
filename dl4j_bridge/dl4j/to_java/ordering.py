"""An order of a builder's calls that the compiler accepts."""

from __future__ import annotations

from functools import cache
from typing import Any

import jpype

from .expressions import Chain
from .reflection import java


def ordered(chain: Chain, kind: Any) -> Chain | None:
    """The calls of a chain in an order in which each is declared by what comes before it.

    Some methods of DL4J's builders give, as they are declared, only a base of the builder, such as
    `weightDecay`: after these calls the compiler knows fewer methods.

    Args:
        chain: of a builder's calls, the last `build`.
        kind: the builder's java.lang.Class.

    Returns:
        The chain, its calls moved no further than they must be; None if there is no such order.
    """
    *calls, build = chain.calls
    done = [call for call in calls if _after(kind, call.method, kind) == kind]
    left = [call for call in calls if _after(kind, call.method, kind) != kind]
    now = kind
    while left:
        ways = [
            (after, call) for call in left if (after := _after(now, call.method, kind)) is not None
        ]
        if not ways:
            return None
        now, call = max(ways, key=lambda way: _depth(way[0]))
        left = [one for one in left if one is not call]
        done.append(call)
    return Chain(chain.start, (*done, build)) if _method(now, build.method) is not None else None


@cache
def _after(now: Any, method: Any, kind: Any) -> Any:
    """The class that the compiler takes a call's result for; None if it does not know the call.

    A builder's own type is the argument of its type variable. That of a base is not written, so
    that the variable's bound takes its place.
    """
    known = _method(now, method)
    if known is None:
        return None
    variable = isinstance(known.getGenericReturnType(), java("java.lang.reflect.TypeVariable"))
    return kind if variable and now.equals(kind) else known.getReturnType()


@cache
def _depth(kind: Any) -> int:
    """How many classes are above one."""
    above = kind.getSuperclass()
    return 0 if above is None else 1 + _depth(above)


@cache
def _method(now: Any, method: Any) -> Any:
    """The method of a class that a call means; None if code elsewhere may not call it."""
    if not java("java.lang.reflect.Modifier").isPublic(now.getModifiers()):
        return None
    return _written(now, str(method.getName()), method.getParameterTypes())


def _written(kind: Any, name: str, types: Any) -> Any:
    """The method as it stands in the source: bridges are the compiler's."""
    while kind is not None:
        try:
            method = kind.getDeclaredMethod(name, types)
        except jpype.JException:
            method = None
        if method is not None and not method.isBridge():
            return method
        kind = kind.getSuperclass()
    return None
