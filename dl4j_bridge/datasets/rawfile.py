"""The bytes of a data file, never more of them in memory than the file holds."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Protocol

from ..errors import DataError

__all__ = ["DEFLATE_RATIO", "Source", "drain", "open_file"]

DEFLATE_RATIO = 1032  # the most bytes that one byte of deflate can hold (zlib, "Technical Details")
_CHUNK = 1 << 16


class Source(Protocol):
    """Anything that gives up to `count` bytes, none at its end."""

    def read1(self, count: int, /) -> bytes:
        """Up to `count` bytes from one look at what is below."""


def open_file(path: Path) -> io.BufferedReader:
    """Open a regular file for reading; a folder, device or pipe is refused.

    Raises:
        DataError: there is no such file, or it may not be read.
    """
    # os.path, not Path: a name too long or with a NUL in it is no file, not an exception.
    if not os.path.exists(path):
        raise DataError(f"{path}: no such file. Check the spelling; paths start at {Path.cwd()}.")
    if not os.path.isfile(path):
        raise DataError(f"{path}: not a file but a folder, device or pipe. Give a data file.")
    try:
        return path.open("rb")
    except OSError as fault:
        reason = os.strerror(fault.errno) if fault.errno else str(fault)
        raise DataError(f"{path}: cannot be opened ({reason}). Check its permissions.") from fault


def drain(source: Source, count: int) -> bytearray:
    """Read `count` bytes, fewer if the source ends; memory grows with what really arrives."""
    data = bytearray()
    while len(data) < count:
        chunk = source.read1(min(_CHUNK, count - len(data)))
        if not chunk:
            break
        data += chunk
    return data
