"""What Java gives every enum, record and lambda."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

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
        return self.name

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
