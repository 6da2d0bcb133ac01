"""Jars in one zip or folder, for machines without a network."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ...downloads import megabytes
from ...errors import BackendError
from .lock import LOCK_FILE, Artifact, JarSet
from .verified import is_intact

_JARS = "jars"
# The same jars shall make the same zip.
_EPOCH = (1980, 1, 1, 0, 0, 0)

_README = """\
Jars of Deeplearning4j for dl4j-bridge, for machines without a network.

On each machine, once:

    dl4j-bridge backends fetch BACKEND --from {name}

Every jar is checked against the SHA-256 in dl4j-bridge's own list before it is used.
Here are:

{sets}
"""


class Bundle:
    """A zip or a folder that `write` has made."""

    def __init__(self, path: Path) -> None:
        """Look at a bundle.

        Raises:
            BackendError: it is none.
        """
        self.path = path
        try:
            if path.is_dir():
                names = [one.relative_to(path).as_posix() for one in (path / _JARS).rglob("*.jar")]
            else:
                with zipfile.ZipFile(path) as archive:
                    names = archive.namelist()
        except (OSError, zipfile.BadZipFile) as error:
            raise BackendError(f"{path} is no bundle: {error}. {_MAKE}") from error
        self._names = frozenset(names)
        if not any(name.startswith(f"{_JARS}/") for name in names):
            raise BackendError(f"{path} is no bundle: it holds no jars. {_MAKE}")

    def unpack(self, wanted: Collection[Artifact], repository: Path) -> dict[Artifact, Path]:
        """Copy jars into a repository; those that the bundle lacks are left out.

        Raises:
            BackendError: a jar of the bundle is damaged, or cannot be written.
        """
        there = [jar for jar in wanted if _name(jar) in self._names]
        try:
            return {jar: self._copied(jar, repository / jar.layout) for jar in there}
        except (OSError, zipfile.BadZipFile) as error:
            raise BackendError(f"{self.path} cannot be unpacked: {error}. {_MAKE}") from error

    def _copied(self, jar: Artifact, target: Path) -> Path:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f"{target.name}.{os.getpid()}.new")
        try:
            with self._opened(jar) as source, fresh.open("wb") as file:
                shutil.copyfileobj(source, file, 1 << 20)
            if not is_intact(jar, fresh):
                raise BackendError(
                    f"{target.name} in {self.path} is damaged: not the SHA-256 of the lock. {_MAKE}"
                )
            os.replace(fresh, target)
        finally:
            fresh.unlink(missing_ok=True)
        return target

    @contextmanager
    def _opened(self, jar: Artifact) -> Iterator[IO[bytes]]:
        if self.path.is_dir():
            with (self.path / _name(jar)).open("rb") as file:
                yield file
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(_name(jar)) as file:
            yield file


_MAKE = "Make it again with `dl4j-bridge backends bundle`, or copy it again."


def write(sets: Sequence[JarSet], jars: Mapping[Artifact, Path], target: Path) -> int:
    """Write a bundle; it has its name only when it is complete.

    Args:
        sets: what the bundle is for.
        jars: where all of their jars are, verified.
        target: a `.zip`, or a folder that does not exist yet.

    Returns:
        Its size in bytes.

    Raises:
        OSError: it cannot be written.
    """
    texts = {"README.txt": _readme(sets, target), LOCK_FILE.name: LOCK_FILE.read_text("utf-8")}
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.new")
    try:
        (_zip if target.suffix == ".zip" else _folder)(fresh, texts, jars)
        os.replace(fresh, target)
    except BaseException:
        shutil.rmtree(fresh) if fresh.is_dir() else fresh.unlink(missing_ok=True)
        raise
    files = target.rglob("*") if target.is_dir() else [target]
    return sum(file.stat().st_size for file in files if file.is_file())


def _zip(target: Path, texts: Mapping[str, str], jars: Mapping[Artifact, Path]) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text)
        for jar, path in sorted(jars.items(), key=lambda item: item[0].coordinate):
            entry = zipfile.ZipInfo(_name(jar), _EPOCH)  # stored: jars are compressed already
            entry.file_size = jar.size
            with archive.open(entry, "w") as file, path.open("rb") as source:
                shutil.copyfileobj(source, file, 1 << 20)


def _folder(target: Path, texts: Mapping[str, str], jars: Mapping[Artifact, Path]) -> None:
    target.mkdir()
    for name, text in texts.items():
        (target / name).write_text(text, "utf-8")
    for jar, path in jars.items():
        (target / _name(jar)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / _name(jar))


def _readme(sets: Sequence[JarSet], target: Path) -> str:
    lines = [f"  {one.name} for {one.platform}: {megabytes(one.size)}" for one in sets]
    return _README.format(name=target.name, sets="\n".join(lines))


def _name(jar: Artifact) -> str:
    return f"{_JARS}/{jar.layout.as_posix()}"
