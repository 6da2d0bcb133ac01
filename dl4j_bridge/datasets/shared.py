"""A data set in files that many processes map into their memory, so that it is there once."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from .dataset import Dataset, Split

__all__ = ["open_shared", "share"]


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
