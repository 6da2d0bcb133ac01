"""A folder where a program finds its data, but what it saves changes nobody else's files."""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...errors import ResourceExhausted

# Copies keep a program from writing over the originals. A course's folder is far smaller than
# this; of a home directory with everything in it, the rest is linked.
_BYTES, _FILES = 256 * 2**20, 5000
_NOT_DATA = frozenset({"__pycache__", "node_modules", "venv"})


def furnish(workplace: Path, origins: Sequence[Path], without: Sequence[Path] = ()) -> None:
    """Make a folder that looks like others to a program which reads in it.

    Args:
        workplace: made, if it is not there.
        origins: folders whose contents are to be found in it; of two entries with the same name,
            the one in the earlier folder.
        without: folders that are left out, such as the one that results go to.

    Raises:
        ResourceExhausted: the disk is full.
    """
    workplace.mkdir(parents=True, exist_ok=True)
    left_out = {path.resolve() for path in (*without, workplace)}
    room = _Room()
    for origin in dict.fromkeys(path.resolve() for path in origins):
        for path in _files(origin, left_out):
            place = workplace / path.relative_to(origin)
            if _free(place, workplace.resolve()):
                place.parent.mkdir(parents=True, exist_ok=True)
                room.bring(path, place)


class _Room:
    """How much may still be copied."""

    def __init__(self) -> None:
        self._bytes, self._files = _BYTES, _FILES

    def bring(self, path: Path, place: Path) -> None:
        size = path.stat().st_size if path.is_file() else _BYTES + 1
        if size > self._bytes or not self._files or not os.access(path, os.R_OK):
            place.symlink_to(path)
            return
        self._bytes, self._files = self._bytes - size, self._files - 1
        try:
            shutil.copyfile(path, place)
        except OSError as error:
            raise ResourceExhausted(
                f"{path} cannot be copied to {place}: {error.strerror}. "
                "Make room, or set TMPDIR to a folder on another disk."
            ) from error


def _free(place: Path, workplace: Path) -> bool:
    """Whether nothing is there yet, nor a link that leads elsewhere on the way to it."""
    above = next(parent for parent in place.parents if os.path.lexists(parent))
    inside = above.is_dir() and above.resolve().is_relative_to(workplace)
    return inside and not os.path.lexists(place)


def _files(origin: Path, left_out: set[Path]) -> Iterator[Path]:
    """Files below a folder, near ones first; beyond `_FILES` of them, whole folders."""
    waiting, seen = deque([origin]), 0
    while waiting:
        try:
            entries = sorted(os.scandir(waiting.popleft()), key=lambda entry: entry.name)
        except OSError:
            continue  # what may not be read is no data
        for entry in entries:
            path = Path(entry.path)
            if entry.name.startswith(".") or entry.name in _NOT_DATA or path in left_out:
                continue
            if entry.is_dir(follow_symlinks=False) and seen < _FILES:
                waiting.append(path)
            elif entry.is_file() or entry.is_dir():
                seen += 1
                yield path
