"""What Java gives every enum, record and lambda."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from types import FunctionType, MethodType
from typing import Any, TypeVar

from .exceptions import JavaThrowable
from .text import text

T = TypeVar("T")


class JavaEnum(Enum):
    """An enum whose constants may carry fields: `EARTH = (5.97e24,)` calls `__init__`."""

    def __new__(cls, *arguments: Any) -> JavaEnum:
        """A constant; its value is its number."""
        made = object.__new__(cls)
        made._value_ = len(cls.__members__)
        return made

    def __str__(self) -> str:
        own = vars(self).get("__str__")  # that of a constant with a body
        return str(own()) if own else self.name

    def ordinal(self) -> int:
        """Its number, from 0."""
        return int(self._value_)


class Record:
    """A base that writes a dataclass as Java writes a record."""

    def __str__(self) -> str:
        fields = ", ".join(f"{name}={text(value)}" for name, value in vars(self).items())
        return f"{type(self).__name__}[{fields}]"


def implement(interface: type[T], **methods: Callable[..., Any]) -> T:
    """An object of an interface from functions, as Java makes one of a lambda."""
    bound = {name: staticmethod(method) for name, method in methods.items()}
    return type(interface.__name__, (interface,), bound)()  # type: ignore[no-any-return]


def body_of(constant: JavaEnum) -> Callable[[type[T]], type[T]]:
    """Decorates a class with the methods that one constant of an enum has for itself."""

    def give(body: type[T]) -> type[T]:
        for name, member in vars(body).items():
            if isinstance(member, FunctionType):
                setattr(constant, name, MethodType(member, constant))
        return body

    return give


def class_name(value: object) -> str:
    """`value.getClass().getSimpleName()`."""
    return full_class_name(value).rpartition(".")[2]


def full_class_name(value: object) -> str:
    """`value.getClass().getName()`."""
    if isinstance(value, JavaThrowable):
        return value.java_name or type(value).__name__
    if hasattr(value, "getClass"):
        return str(value.getClass().getName())
    return next((java for kind, java in _JAVA if isinstance(value, kind)), type(value).__name__)


# The first that fits has the name.
_JAVA: tuple[tuple[type, str], ...] = (
    (str, "java.lang.String"),
    (bool, "java.lang.Boolean"),
    (int, "java.lang.Integer"),
    (float, "java.lang.Double"),
    (list, "java.util.ArrayList"),
    (dict, "java.util.LinkedHashMap"),
    (ZeroDivisionError, "java.lang.ArithmeticException"),
    (IndexError, "java.lang.IndexOutOfBoundsException"),
    (RecursionError, "java.lang.StackOverflowError"),
    (NotImplementedError, "java.lang.UnsupportedOperationException"),
    (AttributeError, "java.lang.NullPointerException"),
    (TypeError, "java.lang.NullPointerException"),
    (KeyError, "java.util.NoSuchElementException"),
    (StopIteration, "java.util.NoSuchElementException"),
    (FileNotFoundError, "java.io.FileNotFoundException"),
    (OSError, "java.io.IOException"),
)
