"""Java's overloads called from Python as javac would call them.

JPype chooses among overloads by rules of its own: it prefers `list(Layer...)` to `list()`, finds
`reshape(3, 4)` ambiguous between `int...` and `long...`, boxes 5 as a Long. Here each method
of a class is replaced, on first use, by a function that chooses by javac's rules, makes every
argument exactly what the chosen overload takes, and then calls JPype's own method.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from types import MethodType
from typing import Any

from .dispatch import Call, OverloadGroup
from .jpype_private import JMethod, JObject, customize, new_object
from .members import constructors, methods
from .mismatch import signature
from .names import explain_missing_names, short_name

# Of java.util too: what goes into DL4J's maps must be boxed as Java boxes it. Not its lists,
# where JPype's own `remove` and `count` rely on 5 being a Long.
_OURS = re.compile(
    r"org\.(nd4j|deeplearning4j|datavec)\.|dl4jbridge\.|java\.util\.(Arrays|Random|\w*Map)$"
)
_installed = False


def install() -> None:
    """Repair all classes that JPype has made or will make; the JVM must run."""
    global _installed
    if not _installed:
        _installed = True
        explain_missing_names()
        customize(JObject, "__jclass_init__", _repair_class)
        for java_class in _subclasses(JObject):
            _repair_class(java_class)


def raw(method: Any) -> Any:
    """A method as JPype made it: `raw(Nd4j.zeros)(3, 4)`, `raw(builder.list)()`."""
    original = getattr(method, "raw", method)
    receiver = getattr(method, "__self__", None)
    return original if receiver is None else original.__get__(receiver)


def _subclasses(java_class: Any) -> set[Any]:
    below = set(type.__subclasses__(java_class))
    return below.union(*map(_subclasses, below))


def _repair_class(java_class: Any) -> None:
    """JPype calls this for each class it has made."""
    if not _OURS.match(java_class.__name__):
        return
    for member_name, member in list(vars(java_class).items()):
        if isinstance(member, JMethod):
            customize(java_class, member_name, _Unrepaired(java_class, member_name, member))
    # Arrays and exceptions are made in ways of their own.
    if java_class.__new__ is new_object:
        customize(java_class, "__new__", staticmethod(_construct))


class _Unrepaired:
    """Stands for a method until its first use: most are never used, and reflection takes time."""

    def __init__(self, owner: Any, name: str, method: Any) -> None:
        self._owner = owner
        self._name = name
        self._method = method

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        repaired = _repaired(self._owner, self._method)
        customize(self._owner, self._name, repaired)
        return repaired.__get__(instance, owner)


class _Mixed:
    """Static and instance overloads under one name; an object has both, its class the static."""

    def __init__(self, of_class: Callable[..., Any], of_object: Callable[..., Any]) -> None:
        self._of_class = of_class
        self._of_object = of_object

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self._of_class if instance is None else MethodType(self._of_object, instance)


def _repaired(owner: Any, method: Any) -> Any:
    """What takes a method's place in its class."""
    overloads = methods(owner, str(method.__name__))
    if not any(overload.parameters for overload in overloads):
        return method  # there is nothing to choose
    name = f"{short_name(owner)}.{method.__name__}"
    static = [overload for overload in overloads if overload.is_static]
    if not static:
        return _function(OverloadGroup(name, overloads, _bound(method)), method)
    if len(static) == len(overloads):
        unbound = OverloadGroup(name, overloads, lambda _, arguments: method(*arguments))
        return staticmethod(_static_function(unbound, method))
    # JPype reads past its arguments when an object is asked for a static `T...`.
    return _Mixed(
        _static_function(OverloadGroup(name, static, None), method),
        _function(OverloadGroup(name, overloads, None), method),
    )


def _bound(method: Any) -> Call:
    bind = method.__get__
    return lambda receiver, arguments: bind(receiver)(*arguments)


def _function(group: OverloadGroup, method: Any) -> Callable[..., Any]:
    call = group.call

    def function(self: Any, *arguments: Any) -> Any:
        return call(self, arguments)

    return _described(function, group, method)


def _static_function(group: OverloadGroup, method: Any) -> Callable[..., Any]:
    call = group.call

    def function(*arguments: Any) -> Any:
        return call(None, arguments)

    return _described(function, group, method)


def _described(function: Any, group: OverloadGroup, method: Any) -> Callable[..., Any]:
    function.__qualname__ = group.name
    function.__name__ = group.name.rpartition(".")[2]
    function.__doc__ = "\n".join(signature(function.__name__, o) for o in group.overloads)
    function.raw = method
    return function  # type: ignore[no-any-return]


def _construct(java_class: Any, *arguments: Any) -> Any:
    group = _constructor_group(java_class)
    if group is None:
        return new_object(java_class, *arguments)
    return group.call(java_class, arguments)


@cache
def _constructor_group(java_class: Any) -> OverloadGroup | None:
    overloads = constructors(java_class)
    if not any(overload.parameters for overload in overloads):
        return None
    name = short_name(java_class)
    return OverloadGroup(name, overloads, lambda owner, arguments: new_object(owner, *arguments))
