"""Java's exceptions about files as the operating system's errors that they stand for."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

import jpype


@contextmanager
def os_errors() -> Iterator[None]:
    """Turn a Java `IOException` inside the block into an `OSError` with its number.

    Raises:
        OSError: `from` the Java exception; without a number when Java names no error of the
            operating system.
    """
    try:
        yield
    except jpype.JClass("java.io.IOException") as error:
        raise _os_error(str(error.getMessage())) from error


def _os_error(text: str) -> OSError:
    """The error whose words are in a message: Java has them from the same C library."""
    words = {os.strerror(number): number for number in errno.errorcode}
    longest = max((known for known in words if known in text), key=len, default=None)
    return OSError(text) if longest is None else OSError(words[longest], longest)
