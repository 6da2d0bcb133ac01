"""Java's exceptions as Python raises them."""

from __future__ import annotations

import sys
from typing import Any

# Where Python raises something else for what Java calls by this name.
_PYTHON: dict[str, tuple[type[Exception], ...]] = {
    "ArithmeticException": (ZeroDivisionError,),
    "ArrayIndexOutOfBoundsException": (IndexError,),
    "IndexOutOfBoundsException": (IndexError,),
    "StringIndexOutOfBoundsException": (IndexError,),
    "NullPointerException": (AttributeError,),
    "NoSuchElementException": (KeyError, StopIteration),
    "InputMismatchException": (ValueError,),
    "IOException": (OSError,),
    "FileNotFoundException": (FileNotFoundError,),
    "OutOfMemoryError": (MemoryError,),
    "StackOverflowError": (RecursionError,),
    "ClassCastException": (TypeError,),
    "UnsupportedOperationException": (NotImplementedError,),
}
_PACKAGES = ("java.lang", "java.util", "java.io", "java.nio.file", "org.nd4j.linalg.exception",
             "org.deeplearning4j.exception")  # fmt: skip


class JavaThrowable(Exception):
    """An exception of a ported program.

    Args:
        message: its text.
        cause: the exception behind it.
    """

    java_name = ""

    def __init__(self, message: Any = None, cause: BaseException | None = None) -> None:
        if isinstance(message, BaseException):
            message, cause = str(message), message
        super().__init__(*([] if message is None else [str(message)]))
        self.__cause__ = cause

    def getMessage(self) -> str | None:  # noqa: N802
        """The text it was made with."""
        return self.args[0] if self.args else None

    def getCause(self) -> BaseException | None:  # noqa: N802
        """The exception behind it."""
        return self.__cause__

    def __str__(self) -> str:
        name = self.java_name or type(self).__name__
        return f"{name}: {self.args[0]}" if self.args else name


class IllegalArgumentException(JavaThrowable):
    """An argument that makes no sense."""

    java_name = "java.lang.IllegalArgumentException"


class NumberFormatException(IllegalArgumentException):
    """A text that is no number."""

    java_name = "java.lang.NumberFormatException"


class IllegalStateException(JavaThrowable):
    """A call at the wrong time."""

    java_name = "java.lang.IllegalStateException"


class ArithmeticException(JavaThrowable):
    """Division by zero."""

    java_name = "java.lang.ArithmeticException"


class ArrayIndexOutOfBoundsException(JavaThrowable, IndexError):
    """An index that an array does not have."""

    java_name = "java.lang.ArrayIndexOutOfBoundsException"


class UnsupportedOperationException(JavaThrowable):
    """A call that is not answered."""

    java_name = "java.lang.UnsupportedOperationException"


def java_exception(name: str) -> type[JavaThrowable]:
    """The exception of a full name; the same class each time."""
    if name not in _made:
        simple = name.rpartition(".")[2]
        _made[name] = type(simple, (JavaThrowable,), {"java_name": name})
    return _made[name]


_made: dict[str, type[JavaThrowable]] = {
    known.java_name: known
    for known in (
        IllegalArgumentException,
        NumberFormatException,
        IllegalStateException,
        ArithmeticException,
        ArrayIndexOutOfBoundsException,
        UnsupportedOperationException,
    )
}


def caught(*names: str) -> tuple[type[BaseException], ...]:
    """What `catch (A | B e)` catches: ours, Python's, and Java's if it runs.

    Args:
        names: simple or full names of Java's exceptions.
    """
    found: list[type[BaseException]] = []
    for name in names:
        simple = name.rpartition(".")[2]
        found += [known for full, known in _made.items() if full.rpartition(".")[2] == simple]
        found += _PYTHON.get(simple, ())
        found += _from_java(name)
    return tuple(found)


def message(error: BaseException) -> str | None:
    """`e.getMessage()`."""
    own = getattr(error, "getMessage", None)
    if own is None:
        return str(error)
    value = own()
    return None if value is None else str(value)


def _from_java(name: str) -> list[type[BaseException]]:
    mirror = sys.modules.get("dl4j_bridge.dl4j.mirror")  # there as soon as Java runs
    if mirror is None:
        return []
    for full in [name] if "." in name else [f"{package}.{name}" for package in _PACKAGES]:
        try:
            return [mirror.java_class(full)]
        except ImportError:
            continue
    return []
