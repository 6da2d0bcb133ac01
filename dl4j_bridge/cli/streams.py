"""Standard streams that may be closed, full, left by their reader, or unable to write a letter."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from contextlib import suppress
from typing import Any, TextIO

from ..errors import BridgeError, ResourceExhausted, SetupError, UsageError
from ..paths import cache_dir

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def prepare() -> None:
    """Make all three safe to use, whatever they are."""
    for number in range(3):
        _open(number)
    sys.stdin = sys.stdin or os.fdopen(0, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    if isinstance(sys.stdout, io.TextIOWrapper):
        with suppress(OSError):
            sys.stdout.reconfigure(errors="backslashreplace")
    if sys.stderr is sys.__stderr__:  # nobody has put another in its place
        sys.stderr = _careless(sys.stderr)


def finish() -> None:
    """Write what is still in memory, while an error can be told."""
    if not sys.stdout.closed:
        sys.stdout.flush()


def silence() -> None:
    """Let standard output lead nowhere: what is left for it cannot be written."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def explained(error: OSError) -> BridgeError:
    """What the operating system refused, as an error of ours; standard output is usable again."""
    if error.filename is None:
        silence()
    what = f"'{error.filename}'" if error.filename else "What was to be written"
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        return ResourceExhausted(f"{what} is not complete: {reason}. Free some space, try again.")
    if str(error.filename).startswith(str(cache_dir())):
        advice = "Set DL4J_BRIDGE_CACHE to a folder you can write to."
        return SetupError(f"{what} cannot be used: {reason}. {advice}")
    return UsageError(f"{what} cannot be used: {reason}. Choose another place.")


def visible(text: str) -> str:
    """A text with names from files in it, so that none of them steers the terminal."""
    return _STEERING.sub(lambda found: ascii(found[0])[1:-1], text)


def _open(number: int) -> None:
    """Let a closed stream lead nowhere.

    A file opened later would take its number, and all that Java prints.
    """
    try:
        os.fstat(number)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, number)  # children shall have it, too
        if nowhere != number:
            os.close(nowhere)


class _Careless(io.FileIO):
    """A file whose reader may go: what is told beside the result must not end the work."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return len(data)


def _careless(before: TextIO | None) -> TextIO:
    return io.TextIOWrapper(
        io.BufferedWriter(_Careless(2, "w", closefd=False)),
        encoding=before.encoding if before else "utf-8",
        errors="backslashreplace",
        line_buffering=True,
    )
