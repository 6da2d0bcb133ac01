"""Files that appear whole in a folder, or an error that says why they cannot."""

from __future__ import annotations

import errno
import gzip
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from ..downloads import megabytes
from ..errors import ResourceExhausted, SetupError

__all__ = ["is_unpacked", "unpack_gzip", "write_whole", "writing"]

_CHUNK = 1 << 20


@contextmanager
def writing(
    folder: Path, what: str, size: int, advice: str = "Choose a folder you may write to."
) -> Iterator[None]:
    """Make a folder, and speak for the operating system where it refuses to write there.

    Args:
        folder: where to write.
        what: what is written, for messages.
        size: bytes it needs.
        advice: what to do about a folder that cannot be written.

    Raises:
        ResourceExhausted: the disk is full.
        SetupError: the folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ResourceExhausted(
                f"{folder}: the disk is full; {what} needs {megabytes(size)} there. Free some "
                "space, then try again."
            ) from fault
        raise SetupError(
            f"{folder}: {what} cannot be put there ({fault.strerror or fault}). {advice}"
        ) from fault


def unpack_gzip(packed: Path, target: Path) -> None:
    """Unpack a `.gz`, or copy a plain file: beside the target, then into its place in one step."""
    with _opened(packed) as source, _appearing(target) as sink:
        shutil.copyfileobj(source, sink, _CHUNK)


def is_unpacked(packed: Path, target: Path) -> bool:
    """Whether a file is there and has, byte for byte, what a `.gz` or a plain file holds."""
    if not target.is_file():
        return False
    with _opened(packed) as source, target.open("rb") as file:
        while (chunk := source.read(_CHUNK)) == file.read(_CHUNK):
            if not chunk:
                return True
    return False


def write_whole(target: Path, content: bytes) -> None:
    """Write a file beside the target, then into its place in one step."""
    with _appearing(target) as sink:
        sink.write(content)


def _opened(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


@contextmanager
def _appearing(target: Path) -> Iterator[BinaryIO]:
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with unfinished.open("xb") as sink:
            yield sink
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
