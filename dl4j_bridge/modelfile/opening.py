"""A file of somebody's opened for reading."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import DataError
from .refusal import printable


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file to read from: a regular one, since a pipe may never answer.

    Raises:
        DataError: there is no such file, or the operating system does not give it.
    """
    try:
        mode = path.stat().st_mode
        file = path.open("rb") if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else None
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if file is None:
        raise DataError(
            f"Model file '{printable(str(path))}' cannot be read: it is no regular file. "
            "Save what it gives to a file first."
        )
    try:
        with file:
            yield file
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError | ValueError) -> DataError:
    """The error for a file that the operating system does not give."""
    reason = (isinstance(error, OSError) and error.strerror) or str(error)
    return DataError(
        f"Model file '{printable(str(path))}' cannot be read: {reason}. "
        "Check the path and its rights."
    )
