"""Type arguments of Java's generics, as far as the choice of an overload depends on them.

Types are those of `java.lang.reflect`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import jpype


def erasure(generic: Any) -> Any:
    """`List` of `List<String>`, `Number` of `? extends Number`, `Object` of what is open."""
    if _is(generic, "Class"):
        return generic
    if _is(generic, "ParameterizedType"):
        return generic.getRawType()
    if _is(generic, "WildcardType"):
        return erasure(generic.getUpperBounds()[0])
    return jpype.JClass("java.lang.Object").class_


def arguments_of(generic: Any) -> tuple[Any, ...]:
    """`Integer, Double` of `Map<Integer, Double>`, nothing of a plain class."""
    return tuple(generic.getActualTypeArguments()) if _is(generic, "ParameterizedType") else ()


def is_contained(s: Any, t: Any) -> bool:
    """JLS 4.10.2, where erasures are subtypes: `List<String>` is no `Collection<Long>`."""
    wanted = arguments_of(t)
    if not wanted:
        return True
    given = arguments_as(t.getRawType(), s)
    return given is not None and all(map(_contains, wanted, given))


def is_taken(java: Any, t: Any) -> bool:
    """The same for what a class inherits; the raw one is taken too, unchecked (JLS 5.1.9)."""
    given = arguments_as(t.getRawType(), java)
    return given is None or all(map(_contains, arguments_of(t), given))


def bounds_hold(member: Any, types: Sequence[Any]) -> bool:
    """JLS 18.3, for `<T extends Comparable<? super T>>`: whether the arguments compare.

    Args:
        member: the method or constructor.
        types: classes of the arguments; None for null or where no type is known.
    """
    for variable in member.getTypeParameters():
        lower = _lower_bounds(variable, member.getGenericParameterTypes(), types)
        for bound in variable.getBounds():
            if not any(variable.equals(erased) for erased in map(_open, arguments_of(bound))):
                continue
            for java in lower:
                above = arguments_as(bound.getRawType(), java) or ()  # nothing of a raw type
                if not all(erasure(t).isAssignableFrom(other) for t in above for other in lower):
                    return False
    return True


def arguments_as(above: Any, generic: Any) -> tuple[Any, ...] | None:
    """`String` for `Comparable` above `String`; None if the type is raw."""
    java, given = erasure(generic), arguments_of(generic)
    variables = tuple(java.getTypeParameters())
    if len(variables) != len(given):
        return None
    if java.equals(above):
        return given
    bound = dict(zip(variables, given, strict=True))
    for parent in (java.getGenericSuperclass(), *java.getGenericInterfaces()):
        if parent is not None and above.isAssignableFrom(erasure(parent)):
            found = arguments_as(above, parent)
            return found and tuple(bound.get(argument, argument) for argument in found)
    return None


def _contains(wanted: Any, given: Any) -> bool:
    """JLS 4.5.1."""
    if _is(wanted, "WildcardType"):
        lower = [erasure(t) for t in wanted.getLowerBounds() if not _is(t, "TypeVariable")]
        above = all(erasure(given).isAssignableFrom(java) for java in lower)
        return above and bool(erasure(wanted).isAssignableFrom(erasure(given)))
    return _is(wanted, "TypeVariable") or bool(wanted.equals(given))


def _lower_bounds(variable: Any, formals: Sequence[Any], types: Sequence[Any]) -> list[Any]:
    """Classes a type variable must be above: of what is given for `T` or `T[]`."""
    found = []
    for formal, java in zip(formals, types, strict=False):
        if _is(formal, "GenericArrayType"):
            formal = formal.getGenericComponentType()
            java = java and java.getComponentType()
        if java is not None and variable.equals(formal):
            found.append(java)
    return found


def _open(generic: Any) -> Any:
    """`T` of `? super T`."""
    return next(iter(generic.getLowerBounds()), None) if _is(generic, "WildcardType") else generic


def _is(generic: Any, kind: str) -> bool:
    return isinstance(generic, _kind(kind))


@cache
def _kind(name: str) -> Any:
    package = "java.lang" if name == "Class" else "java.lang.reflect"
    return jpype.JClass(f"{package}.{name}")
