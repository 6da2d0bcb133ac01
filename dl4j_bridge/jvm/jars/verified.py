"""Jars on this machine that are, byte for byte, the ones in the lock."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ...paths import cache_dir
from .lock import Artifact

# path, size, mtime_ns and inode of a jar when it was last hashed; by SHA-256
_Seen = dict[str, list[str | int]]


def recorded(artifacts: Iterable[Artifact]) -> dict[Artifact, Path]:
    """Those that were hashed before and have not been touched since; reads no jar."""
    seen = _read_record()
    fitting = {}
    for artifact in artifacts:
        entry = seen.get(artifact.sha256)
        if entry and entry == _stamp(Path(str(entry[0]))):
            fitting[artifact] = Path(str(entry[0]))
    return fitting


def survey(
    artifacts: Iterable[Artifact], repositories: Sequence[Path]
) -> tuple[dict[Artifact, Path], dict[Artifact, Path]]:
    """Look for jars where they were last seen or, failing that, in repositories.

    Every jar that `recorded` does not vouch for is hashed.

    Returns:
        The intact ones, then those that are here in no intact copy.
    """
    vouched = recorded(artifacts)
    intact, damaged = rehash([one for one in artifacts if one not in vouched], repositories)
    return {**vouched, **intact}, damaged


def rehash(
    artifacts: Iterable[Artifact], repositories: Sequence[Path]
) -> tuple[dict[Artifact, Path], dict[Artifact, Path]]:
    """As `survey`, but every jar is hashed."""
    seen = _read_record()
    intact: dict[Artifact, Path] = {}
    damaged: dict[Artifact, Path] = {}
    for artifact in artifacts:
        entry = seen.get(artifact.sha256)
        places = [Path(str(entry[0]))] if entry else []
        places += [repository / artifact.layout for repository in repositories]
        copies = [path for path in dict.fromkeys(places) if path.is_file()]
        good = next((path for path in copies if is_intact(artifact, path)), None)
        if good:
            intact[artifact] = good
        elif copies:
            damaged[artifact] = copies[0]
    return intact, damaged


def on_disk(artifacts: Iterable[Artifact], repositories: Sequence[Path]) -> list[Artifact]:
    """Those that seem to be there, judged by their sizes only."""
    known = recorded(artifacts)
    return [
        artifact
        for artifact in artifacts
        if artifact in known
        or any(_size(one / artifact.layout) == artifact.size for one in repositories)
    ]


def is_intact(artifact: Artifact, path: Path) -> bool:
    """Whether a file has the size and SHA-256 of the lock."""
    return _size(path) == artifact.size and sha256(path) == artifact.sha256


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def record(paths: Mapping[Artifact, Path]) -> None:
    """Remember jars that were just found intact. Call it with the fetch lock held."""
    seen = _read_record()
    for artifact, path in paths.items():
        stamp = _stamp(path)
        if stamp:
            seen[artifact.sha256] = stamp
    _write_record(seen)


def forget(artifacts: Iterable[Artifact]) -> None:
    """Vouch for jars no longer. Call it with the fetch lock held."""
    gone = {artifact.sha256 for artifact in artifacts}
    _write_record({key: stamp for key, stamp in _read_record().items() if key not in gone})


def _write_record(seen: _Seen) -> None:
    # A reader must never see half a record.
    fresh = _record_file().with_suffix(".new")
    fresh.write_text(json.dumps(seen, indent=0), "utf-8")
    os.replace(fresh, _record_file())


def _record_file() -> Path:
    return cache_dir() / "jars.json"


def _read_record() -> _Seen:
    try:
        seen = json.loads(_record_file().read_bytes())
    except (OSError, ValueError):
        return {}
    return seen if isinstance(seen, dict) else {}


def _stamp(path: Path) -> list[str | int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return [str(path), status.st_size, status.st_mtime_ns, status.st_ino]


def _size(path: Path) -> int:
    stamp = _stamp(path)
    return int(stamp[1]) if stamp else -1
