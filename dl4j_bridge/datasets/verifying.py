"""Whether files on this machine are, byte for byte, the published ones."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path
from typing import IO, cast

from ..errors import DataError
from .places import either
from .published import Published, Remote
from .rawfile import open_file

__all__ = ["digest", "verify"]


def verify(published: Published, place: Path) -> list[Path]:
    """Compare files with the checksums published; a `.gz` may also be packed otherwise.

    Args:
        published: what they should be.
        place: their folder, or the one file.

    Returns:
        The files that are as published: none where they lie there in a form for which nobody
        publishes a checksum (out of their archive).

    Raises:
        DataError: a file has other bytes.
    """
    paths = [either(place, file.name) if place.is_dir() else place for file in published.files]
    for file, path in zip(published.files, paths, strict=True):
        if path is not None and not _is_published(file, path):
            raise DataError(
                f"{path}: not the file of {published.title}: its SHA-256 is not "
                f"{file.content or file.sha256}. Get it again from {published.page}"
            )
    return [path for path in paths if path is not None]


def digest(file: IO[bytes]) -> str:
    """SHA-256 of what is left of an open file, in hexadecimal."""
    sums = hashlib.sha256()
    while chunk := file.read(1 << 20):
        sums.update(chunk)
    return sums.hexdigest()


def _is_published(file: Remote, path: Path) -> bool:
    with open_file(path) as raw:
        if digest(raw) in (file.sha256, file.content):
            return True
        if not file.content or path.suffix != ".gz":
            return False
        raw.seek(0)
        try:
            return digest(cast("IO[bytes]", gzip.GzipFile(fileobj=raw))) == file.content
        except (gzip.BadGzipFile, EOFError, zlib.error):
            return False
