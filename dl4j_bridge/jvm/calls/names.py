"""Readable names of Java types, with the right name for a misspelt one."""

from __future__ import annotations

import re
from typing import Any

import jpype

from ...spelling import suggest
from .jpype_private import JClass, JObject, customize

__all__ = ["explain_missing_names", "full_name", "short_name", "suggest"]


def full_name(java_class: Any) -> str:
    """`org.deeplearning4j.nn.conf.NeuralNetConfiguration.Builder`, which JPype cuts short."""
    java = java_class.class_
    return str(java.getCanonicalName() or java.getName())


def short_name(java_class: Any) -> str:
    """`NeuralNetConfiguration.Builder`, `int[]`."""
    return re.sub(r"^(?:[a-z]\w*\.)+", "", full_name(java_class))


class MissingName(AttributeError):
    """A Java class has no member of that name; says so, and which one is near.

    The text is made when it is read: `hasattr` and `getattr` with a default drop it unread,
    and a comparison with hundreds of names takes milliseconds.
    """

    # Python sets it, and from 3.12 on would add a guess of its own to ours.
    name = property(lambda _: None, lambda _, value: None)

    def __init__(self, owner: Any, kind: str, name: str) -> None:
        super().__init__(owner, kind, name)

    def __str__(self) -> str:
        owner, kind, name = self.args
        public = (member for member in dir(owner) if not member.startswith("_"))
        return f"{full_name(owner)} has no {kind} '{name}'.{suggest(name, public)}"


def explain_missing_names() -> None:
    """Hang the explanation on every class that JPype has made or will make.

    Python asks `__getattr__` last, when there is no such attribute: the others cost nothing more.
    """
    customize(JObject, "__getattr__", _missing_on_object)
    JClass.__getattr__ = _missing_on_class
    # Not on JObject itself: Python refuses to call the original of a slot its owner has replaced.
    customize(jpype.JClass("java.lang.Object"), "__setattr__", _assign)


def _missing_on_object(self: Any, name: str) -> Any:
    if name.startswith("_"):  # a protocol of Python's asks whether it may
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
    if _is_member(type(self), name):
        return JObject.__getattribute__(self, name)  # it is there: the error came from within
    raise MissingName(type(self), "method", name)


def _missing_on_class(cls: Any, name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(f"type object '{cls.__name__}' has no attribute '{name}'")
    if _is_member(cls, name):
        return JClass.__getattribute__(cls, name)
    is_enum = issubclass(cls, jpype.JClass("java.lang.Enum"))
    raise MissingName(cls, "constant" if is_enum else "member", name)


def _assign(self: Any, name: str, value: Any) -> None:
    try:
        JObject.__setattr__(self, name, value)
    except AttributeError:
        if not _is_member(type(self), name):
            raise MissingName(type(self), "field", name) from None
        if callable(getattr(type(self), name)):
            call = f"{short_name(type(self))}.{name}({value!r})"
            raise AttributeError(f"{name} is a method: call {call}.") from None
        raise


def _is_member(java_class: Any, name: str) -> bool:
    return any(name in base.__dict__ for base in java_class.__mro__)
