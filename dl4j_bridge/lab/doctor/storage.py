"""What lies on the disk: caches with their sizes, room, data sets."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from ...paths import PACKAGE, cache_dir
from .findings import Check, Problem, Row
from .machine import gigabytes

# Native libraries are unpacked there: 393 MB.
_NEEDED = 500_000_000
_MUCH = 5_000_000_000
_PARTS = {
    "jars": "fetched without Maven",
    "javacpp": "native libraries, unpacked again when needed",
    "data": "data sets, fetched again when needed",
    "dl4j-resources": "the same for Deeplearning4j's own iterators",
    "class-data": "lets Java start sooner, made again",
    "helper": "the Java half, compiled again",
    "crashes": "reports of crashed JVMs",
}
_SYSTEM_DATA = (Path("/usr/local/share/datasets"), Path("/usr/share/datasets"))


def look() -> Check:
    """Look at the cache folder and at the folders with data sets."""
    folder = cache_dir()
    place = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(place).free
    sizes = {part: _size(folder / part) for part in _PARTS}
    size = _size(folder)
    rows = [
        Row("cache", str(folder), why="DL4J_BRIDGE_CACHE" * ("DL4J_BRIDGE_CACHE" in os.environ)),
        Row("free disk", free, gigabytes(free)),
        Row("holds", size, _megabytes(size), f"to delete all of it: {_delete(folder)}"),
        *(Row(part, sizes[part], _megabytes(sizes[part]), why)
          for part, why in _PARTS.items() if sizes[part]),
        *_data(folder),
    ]  # fmt: skip
    problems = [*_of_access(folder, place), *_of_room(folder, place, free, size)]
    return Check("Storage", tuple(rows), tuple(problems))


def _of_access(folder: Path, place: Path) -> Iterator[Problem]:
    other = "export DL4J_BRIDGE_CACHE=/tmp/dl4j-bridge"
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        text = f"The cache folder {folder} cannot be written. Set DL4J_BRIDGE_CACHE to another."
        yield Problem(text, other)
    elif folder.exists() and not os.access(folder, os.R_OK):
        yield Problem(f"The cache folder {folder} cannot be read.", f"chmod u+rwx {folder}")


def _of_room(folder: Path, place: Path, free: int, size: int) -> Iterator[Problem]:
    if free < _NEEDED and size < _NEEDED:
        text = f"Only {gigabytes(free)} are free in {place}, and native libraries need 0.5 GB."
        yield Problem(f"{text} Make room there, or set DL4J_BRIDGE_CACHE.", f"df -h {place}")
    elif size > _MUCH or free < _NEEDED < size:
        text = f"The cache holds {gigabytes(size)}, and {gigabytes(free)} are free in {place}."
        natives = _delete(folder / "javacpp")
        yield Problem(f"{text} All but `data` comes back by itself.", natives, fatal=False)


def _data(folder: Path) -> Iterator[Row]:
    yield Row("data here", ", ".join(_own()), why="in the package")
    chosen = os.environ.get("DL4J_BRIDGE_DATA")
    places = [Path(chosen).expanduser()] if chosen else []
    for place in (*places, folder / "data", *_SYSTEM_DATA):
        if names := _folders_in(place):
            yield Row("more data", ", ".join(names), why=str(place))
        elif place in places:
            yield Row("more data", None, "none", f"{place}, named by DL4J_BRIDGE_DATA")


def _own() -> list[str]:
    """Data sets that came with the package, by their files."""
    present = os.listdir(PACKAGE / "datasets" / "files")
    return [name for name in ("mnist", "digits", "iris") if any(name in one for one in present)]


def _folders_in(place: Path) -> list[str]:
    try:
        return sorted(one.name for one in place.iterdir() if one.is_dir())
    except OSError:
        return []


def _size(folder: Path) -> int:
    """Bytes in a folder; what cannot be read counts nothing."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(root, name)).st_size
            except OSError:
                continue
    return total


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _delete(folder: Path) -> str:
    return f'rmdir /s "{folder}"' if sys.platform == "win32" else f"rm -r '{folder}'"
