"""Where the files of a published data set lie on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from ..downloads import PlainProgress, Progress, megabytes, offline
from ..errors import DataError, SetupError
from ..paths import cache_dir
from .published import Published

__all__ = ["either", "find", "folders", "locate"]

_SYSTEM = (Path("/usr/local/share/datasets"), Path("/usr/share/datasets"))

Holds = Callable[[Path], bool]


def either(folder: Path, name: str) -> Path | None:
    """The file of a name in a folder, with or without `.gz`."""
    plain = folder / name.removesuffix(".gz")
    return next((p for p in (plain, plain.with_name(f"{plain.name}.gz")) if p.is_file()), None)


def folders(published: Published) -> list[Path]:
    """Folders in which a data set is looked for: `DL4J_BRIDGE_DATA`, the cache, the system's."""
    chosen = os.environ.get("DL4J_BRIDGE_DATA")
    own = [Path(chosen).expanduser()] if chosen else []
    others = (base / published.name for base in _SYSTEM)
    return [*(base / published.name for base in own), _cache(published), *others]


def find(published: Published, holds: Holds) -> Path | None:
    """The first of these folders that holds the data set."""
    return next((folder for folder in folders(published) if holds(folder)), None)


def locate(
    published: Published,
    holds: Holds,
    folder: str | Path | None = None,
    on_progress: Progress | None = None,
) -> Path:
    """The folder that holds a data set; it is downloaded where there is none.

    Args:
        published: which data set.
        holds: whether a folder has its files.
        folder: the only place to look; nothing is ever written there.
        on_progress: told how a download goes; None writes plain lines to stderr.

    Raises:
        DataError: the folder named does not hold it, or a file in the cache was changed.
        SetupError: it is nowhere, and cannot be downloaded.
        ResourceExhausted: the disk is full.
    """
    if folder is not None:
        named = Path(folder).expanduser()
        if holds(named):
            return named
        raise DataError(
            f"{named}: {published.title} is not there. Its folder holds {published.layout}."
        )
    found = find(published, holds)
    if found:
        if found == _cache(published):
            _check(published, found)
        return found
    if offline():
        raise SetupError(_absent(published))
    from .fetching import fetch  # loads ssl

    return fetch(published, holds, on_progress or PlainProgress())


def _cache(published: Published) -> Path:
    return cache_dir() / "data" / published.name


def _check(published: Published, folder: Path) -> None:
    """What was right when it was downloaded may have changed on the disk since."""
    from .verifying import verify

    try:
        verify(published, folder)
    except DataError as error:
        raise DataError(f"{error}, or delete the file: then it is downloaded again.") from error


def _absent(published: Published) -> str:
    places = folders(published)
    package = f" Debian's package {published.package} brings it." if published.package else ""
    return (
        f"{published.title} is not on this machine, and DL4J_BRIDGE_OFFLINE forbids to download "
        f"it ({megabytes(published.size)}). Looked in {', '.join(map(str, places))}. Put there "
        f"{published.layout}, from {published.page}; or name the folder that has them, "
        f"NAME:FOLDER.{package}"
    )
