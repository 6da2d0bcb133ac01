"""The methods of a Java class, with its constructors, as javac sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

import jpype

from .generics import arguments_as, erasure
from .rules import JavaType, Overload


def methods(java_class: Any, name: str) -> list[Overload]:
    """The public methods of that name, inherited ones included."""
    visible = (m for m in _methods_by_name(java_class)[name] if _is_in_source(m))
    return _overloads(visible, java_class.class_)


def constructors(java_class: Any) -> list[Overload]:
    """The public constructors; none for an interface or abstract class."""
    java = java_class.class_
    if jpype.JClass("java.lang.reflect.Modifier").isAbstract(java.getModifiers()):
        return []
    return _overloads(java.getConstructors(), java)


@cache
def _methods_by_name(java_class: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    java = java_class.class_
    # An interface declares, unsaid, what every object has (JLS 9.2).
    unsaid = jpype.JClass("java.lang.Object").class_.getMethods() if java.isInterface() else ()
    for method in (*java.getMethods(), *unsaid):
        found[str(method.getName())].append(method)
    return found


def _overloads(members: Iterable[Any], java: Any) -> list[Overload]:
    is_static = jpype.JClass("java.lang.reflect.Modifier").isStatic
    constructor = jpype.JClass("java.lang.reflect.Constructor")
    by_parameters: dict[tuple[JavaType, ...], Overload] = {}
    for member in members:
        parameters = tuple(map(jpype.JClass, _parameters(member, java)))
        # An interface may repeat a method of the class: the same one for the caller.
        by_parameters.setdefault(
            parameters,
            Overload(
                member,
                parameters,
                is_varargs=bool(member.isVarArgs()),
                is_static=bool(is_static(member.getModifiers())),
                is_constructor=isinstance(member, constructor),
            ),
        )
    return list(by_parameters.values())


def _parameters(member: Any, java: Any) -> list[Any]:
    """Types of the parameters; for a `T` of a superclass what it is in this class."""
    erased = list(member.getParameterTypes())
    variables = member.getDeclaringClass().getTypeParameters()
    arguments = arguments_as(member.getDeclaringClass(), java) or ()
    if not variables or len(variables) != len(arguments):
        return erased
    known = dict(zip(map(str, variables), map(erasure, arguments), strict=True))
    own = {str(variable) for variable in member.getTypeParameters()}
    found = [
        erased_type if str(generic) in own else known.get(str(generic), erased_type)
        for erased_type, generic in zip(erased, member.getGenericParameterTypes(), strict=True)
    ]
    return [
        new if old.isAssignableFrom(new) else old for old, new in zip(erased, found, strict=True)
    ]


def _is_in_source(method: Any) -> bool:
    """Whether javac knows it: it makes bridges, but does not see them.

    Some bridges stand for a method that it does see, of a superclass that is not public.
    """
    if not method.isBridge():
        return True
    modifier = jpype.JClass("java.lang.reflect.Modifier")
    above = method.getDeclaringClass().getSuperclass()
    while above is not None:
        if not modifier.isPublic(above.getModifiers()) and _declares(above, method):
            return True
        above = above.getSuperclass()
    return False


def _declares(java: Any, method: Any) -> bool:
    try:
        same = java.getDeclaredMethod(method.getName(), method.getParameterTypes())
    except jpype.JException:
        return False
    return not same.isBridge()
