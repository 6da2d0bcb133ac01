"""A folder that one process at a time writes into."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import UsageError
from .modelfile.replace import is_leaving, remove_leavings

_LOCK, _OWNER = ".lock", ".owner"


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Keep a folder to this process; a process that dies lets go of it.

    What a killed process was writing there is removed.

    Raises:
        UsageError: another process, which is named, writes into it.
    """
    lock, owner = FileLock(folder / _LOCK), folder / _OWNER
    try:
        lock.acquire(blocking=False)
    except Timeout:
        with suppress(OSError):
            raise UsageError(
                f"{folder} is being written by process {owner.read_text(encoding='utf-8')}. "
                "Wait for it, or choose another folder."
            ) from None
        raise UsageError(f"{folder} is being written by another process.") from None
    try:
        remove_leavings(folder)
        owner.write_text(str(os.getpid()), encoding="utf-8")
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def is_free(folder: Path) -> bool:
    """Whether a folder holds nothing but what a process left that ended before it began."""
    return not folder.is_dir() or all(
        path.name in (_LOCK, _OWNER) or is_leaving(path) for path in folder.iterdir()
    )
