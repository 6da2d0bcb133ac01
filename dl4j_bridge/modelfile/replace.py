"""A file written so that its name always leads to a complete one: the old, or the new.

Temporary file in the same folder, written, forced to the disk, checked, renamed over the old one,
folder forced to the disk.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ..errors import BridgeError, DataError, ModelFileError, ResourceExhausted

_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{12}\.tmp")
_FULL_OR_FAILING = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOMEM}


def replace_file(
    path: Path, write: Callable[[Path], None], check: Callable[[Path], object] | None = None
) -> None:
    """Write a file under a temporary name, and give it its own name when it is complete.

    Whatever fails, or ends the process: under `path` lies what lay there before, or all of the
    new file.

    Args:
        path: the file's name; its folder must exist. A symbolic link is followed.
        write: called with the temporary path, of an empty file, and writes it.
        check: called with the temporary path of the written file; raises if it is not good.

    Raises:
        ResourceExhausted: the disk is full, or fails.
        DataError: the file cannot be written there.
        ModelFileError: the check refused what was written.
    """
    target = _target(path)
    temporary = target.with_name(f".{target.name[:64]}.{secrets.token_hex(6)}.tmp")
    try:
        _create(temporary, target)
        write(temporary)
        _force_to_disk(temporary)
        if check is not None:
            _apply(check, temporary, path)
        os.replace(temporary, target)
    except OSError as error:
        raise _failed(path, error, "An older file of that name is untouched.") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    try:
        _force_folder_to_disk(target.parent)
    except OSError as error:
        raise _failed(
            path, error, "The file is there, but may be lost if the power fails."
        ) from error


def is_leaving(path: Path) -> bool:
    """Whether it has the name of a temporary file of ours."""
    return _TEMPORARY.fullmatch(path.name) is not None


def remove_leavings(folder: Path) -> None:
    """Remove what processes that were killed had not yet written whole; others must not write."""
    for path in filter(is_leaving, folder.iterdir()):
        path.unlink(missing_ok=True)


def _target(path: Path) -> Path:
    """The file itself, where the path is a symbolic link."""
    try:
        target = Path(os.path.realpath(path))
        is_folder = target.is_dir()
    except (OSError, ValueError) as error:
        raise DataError(f"'{path}' cannot be written: {error}. Choose another name.") from error
    if is_folder:
        raise DataError(f"'{path}' cannot be written: it is a folder. Choose another name.")
    return target


def _create(temporary: Path, target: Path) -> None:
    """Make the empty temporary file, with the rights of the file it will replace."""
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    if target.exists():
        os.chmod(temporary, target.stat().st_mode & 0o7777)


def _apply(check: Callable[[Path], object], temporary: Path, path: Path) -> None:
    try:
        check(temporary)
    except BridgeError as error:
        if isinstance(error.__cause__, OSError):
            raise error.__cause__ from None  # the disk, not what lies on it
        raise ModelFileError(
            f"'{path}' was not written, since what was written does not read back: {error} "
            "An older file of that name is untouched."
        ) from error


def _force_to_disk(file: Path) -> None:
    # Windows forces only what was opened for writing.
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _force_folder_to_disk(folder: Path) -> None:
    if os.name == "nt":
        return  # there folders cannot be opened
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _failed(path: Path, error: OSError, state: str) -> BridgeError:
    reason = error.strerror or str(error)
    if error.errno in _FULL_OR_FAILING:
        return ResourceExhausted(
            f"'{path}' could not be written: {reason}. {state} "
            "Free some space or choose another disk."
        )
    return DataError(
        f"'{path}' could not be written: {reason}. {state} "
        "Check that its folder exists and is yours."
    )
