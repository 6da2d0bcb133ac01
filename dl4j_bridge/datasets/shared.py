"""A data set in files that many processes map into their memory, so that it is there once."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from .dataset import Dataset, Split

__all__ = ["open_shared", "share", "shared_folder"]

_PREFIX = "dl4j-bridge-data-"
_LOCK = ".lock"
# Seconds in which a folder that nobody has locked may be one that somebody is about to lock.
_NEW = 60.0


@contextmanager
def shared_folder() -> Iterator[Path]:
    """A folder for shared data, as long as the block lasts.

    What processes have left that were killed in their block is removed.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        _remove_if_left(folder)
    with (
        tempfile.TemporaryDirectory(prefix=_PREFIX) as made,
        FileLock(Path(made) / _LOCK, blocking=False),
    ):
        yield Path(made)


def _remove_if_left(folder: Path) -> None:
    try:
        if time.time() - folder.stat().st_mtime > _NEW:
            with FileLock(folder / _LOCK, blocking=False):
                shutil.rmtree(folder, ignore_errors=True)
    except (OSError, Timeout):
        pass  # in use, or somebody else's


def share(data: Dataset, folder: Path) -> None:
    """Write a data set where `open_shared` finds it; the folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, split in (("train", data.train), ("test", data.test)):
        np.save(folder / f"{name}.x.npy", split.x)
        np.save(folder / f"{name}.labels.npy", split.labels)
    facts = {"name": data.name, "classes": data.classes, "image": data.image}
    (folder / "data.json").write_text(json.dumps(facts), encoding="utf-8")


def open_shared(folder: Path) -> Dataset:
    """The data set of a folder; its arrays are the files' pages, private once written to."""
    facts = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    classes = tuple(facts["classes"])

    def split(name: str) -> Split:
        x, labels = (
            np.load(folder / f"{name}.{part}.npy", mmap_mode="c") for part in ("x", "labels")
        )
        return Split(x, labels, len(classes))

    image = tuple(facts["image"]) if facts["image"] else None
    return Dataset(facts["name"], split("train"), split("test"), classes, image)
