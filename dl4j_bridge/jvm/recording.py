"""A process of its own that makes an archive of classes: its place, then Java's command."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

# Archives that are kept: one each for a few Javas, jar sets and environments of Python.
_KEPT = 4
_TIMEOUT = 600.0
# Seconds after which a first start without a second one is no longer remembered.
_FORGOTTEN = 30 * 24 * 3600.0


def complete_archive(name: Path) -> Path | None:
    """The archive of a name such as `key.jsa`: `key.25776128.jsa`, if that is its size in bytes.

    A JVM that is given a truncated one crashes (Java 17).
    """
    for file in name.parent.glob(f"{name.stem}.*{name.suffix}"):
        with suppress(OSError):
            if file.name == _full_name(name, file) and os.access(file, os.R_OK):
                return file
    return None


def record(name: Path, command: list[str]) -> None:
    """Run a command that writes an archive, put it in its place, let go of old ones.

    Args:
        name: as in `complete_archive`, which finds it when it is complete.
        command: `{}` in it stands for the file to write.
    """
    fresh = name.with_name(f"{name.stem}.{os.getpid()}.new")
    try:
        done = subprocess.run(
            [part.replace("{}", str(fresh)) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            timeout=_TIMEOUT,
            check=False,
        )
        if done.returncode == 0 and fresh.is_file():
            os.replace(fresh, name.with_name(_full_name(name, fresh)))
            for due in name.parent.glob(f"{name.stem}.*due"):
                due.unlink(missing_ok=True)
    except subprocess.TimeoutExpired:
        pass
    finally:
        fresh.unlink(missing_ok=True)
        _tidy(name.parent)


def _full_name(name: Path, file: Path) -> str:
    return f"{name.stem}.{file.stat().st_size}{name.suffix}"


def _tidy(folder: Path) -> None:
    """Remove the oldest archives and what an interrupted recording left behind."""
    archives = [file for file in folder.iterdir() if file.suffix in {".jsa", ".aot"}]
    outdated = sorted(archives, key=lambda file: file.stat().st_mtime, reverse=True)[_KEPT:]
    unfinished = [file for file in folder.glob("*.new*") if _age(file) > 2 * _TIMEOUT]
    forgotten = [file for file in folder.glob("*.due") if _age(file) > _FORGOTTEN]
    for file in (*outdated, *unfinished, *forgotten):
        # Windows keeps a file that a process has mapped.
        with suppress(OSError):
            file.unlink()


def _age(file: Path) -> float:
    return time.time() - file.stat().st_mtime


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(19)
    with suppress(OSError):
        record(Path(sys.argv[1]), sys.argv[2:])
