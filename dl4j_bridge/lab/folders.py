"""Folders for what a command finds out."""

from __future__ import annotations

import time
from pathlib import Path

from ..errors import UsageError


def named(out: Path | None, command: str) -> Path:
    """Where the results go; None names a folder after time and command."""
    return out or Path("runs") / f"{time.strftime('%Y%m%d-%H%M%S')}-{command}"


def new(out: Path | None, command: str) -> Path:
    """Where the results go, as `named` has it.

    Raises:
        UsageError: it holds something already.
    """
    folder = named(out, command)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} holds something already; choose another folder with --out.")
    return folder


def make(folder: Path) -> None:
    """Make a folder, if it is not there.

    Raises:
        UsageError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"The folder {folder} cannot be made: {error.strerror}. Choose another with --out."
        ) from error
