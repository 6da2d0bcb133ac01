"""Folders for what a command finds out."""

from __future__ import annotations

import errno
import itertools
import time
from pathlib import Path

from ..errors import ResourceExhausted, UsageError


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


def unused(experiment: str) -> Path:
    """A folder for a run under `runs/` that is not there yet."""
    first = named(None, experiment)
    others = (first.with_name(f"{first.name}-{number}") for number in itertools.count(2))
    return next(folder for folder in itertools.chain([first], others) if not folder.exists())


def make_for_run(folder: Path) -> None:
    """Make a run's folder.

    Raises:
        UsageError: it cannot be made.
        ResourceExhausted: the disk is full.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".lock").touch()
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (ResourceExhausted if full else UsageError)(
            f"The run's folder {folder} cannot be made: {error.strerror}. "
            "Choose another with --out."
        ) from error
