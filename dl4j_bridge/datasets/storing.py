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
from typing import BinaryIO

from ..downloads import megabytes
from ..errors import ResourceExhausted, SetupError

__all__ = ["unpack_gzip", "write_whole", "writing"]


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
    opened = gzip.open if packed.suffix == ".gz" else open
    with opened(packed, "rb") as source, _appearing(target) as sink:
        shutil.copyfileobj(source, sink, 1 << 20)


def write_whole(target: Path, content: bytes) -> None:
    """Write a file beside the target, then into its place in one step."""
    with _appearing(target) as sink:
        sink.write(content)


@contextmanager
def _appearing(target: Path) -> Iterator[BinaryIO]:
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with unfinished.open("xb") as sink:
            yield sink
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
