"""Files out of archives, by name alone, never more than they may hold."""

from __future__ import annotations

import gzip
import os
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import IO, cast

from ..errors import DataError
from .rawfile import open_file

__all__ = ["read_tar", "unpack_zip"]

_DAMAGE = (
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RecursionError,  # headers that lead to headers
)


def read_tar(path: Path, wanted: Collection[str], most: int) -> dict[str, bytes]:
    """Read files out of a `.tar.gz`; nothing is written to the disk.

    Args:
        path: the archive.
        wanted: names without folders; links and everything else is passed over.
        most: bytes that a wanted file may have.

    Returns:
        The content of each file that is in the archive, of a larger one `most + 1` bytes; of two
        with one name the first.

    Raises:
        DataError: the archive is damaged or much larger than all its files may be.
    """
    found: dict[str, bytes] = {}
    with open_file(path) as file:
        stream = _Limited(path, gzip.GzipFile(fileobj=file), most * (len(wanted) + 1))
        try:
            with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|") as archive:
                for member in archive:
                    name = PurePosixPath(member.name).name
                    content = archive.extractfile(member) if member.isreg() else None
                    if content is not None and name in wanted and name not in found:
                        found[name] = content.read(most + 1)
            while stream.read(1 << 16):  # gzip's checksum is at the end
                pass
        except DataError:
            raise
        except _DAMAGE as fault:
            raise DataError(
                f"{path}: not a whole .tar.gz file ({fault}). Get the file again."
            ) from fault
    return found


class _Limited:
    """A stream that refuses to give more than `left` bytes."""

    def __init__(self, path: Path, source: gzip.GzipFile, left: int) -> None:
        self._path = path
        self._source = source
        self._left = left

    def read(self, count: int) -> bytes:
        """Up to `count` bytes."""
        data = self._source.read(count)
        self._left -= len(data)
        if self._left < 0:
            raise DataError(f"{self._path}: holds far more than it should. Get the file again.")
        return data


def unpack_zip(path: Path, folder: Path) -> None:
    """Put the IDX files of a verified `.zip` into a folder that lacks them, whole or not at all."""
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            name = PurePosixPath(member.filename).name
            if name.endswith("-ubyte.gz") and not (folder / name).exists():
                unfinished = folder / f"{name}.part"
                with archive.open(member) as source, unfinished.open("wb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
                os.replace(unfinished, folder / name)
