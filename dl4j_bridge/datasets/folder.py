"""A folder of four IDX files, named as MNIST, Fashion-MNIST or EMNIST name them."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError
from . import idx
from .arrays import scale
from .classnames import EMNIST
from .dataset import Dataset, Split

__all__ = ["load_folder"]

_NAME = re.compile(
    r"(?:(?P<family>.+)-)?(?P<part>train|test|t10k)-(?P<kind>images|labels)[-.]idx\d-ubyte(\.gz)?"
)
_FILES = [("train", "images"), ("train", "labels"), ("test", "images"), ("test", "labels")]
_DIGITS = 10

Files = dict[tuple[str, str], Path]


def load_folder(
    folder: str | Path, *, classes: int | None = None, family: str | None = None
) -> Dataset:
    """Read training images, training labels, test images, test labels, each maybe gzipped.

    Args:
        folder: Holds `train-images-idx3-ubyte` (or `.gz`), `train-labels-idx1-ubyte` with their
            `t10k-…` or `test-…`; one family prefix such as `emnist-letters-` may lead all four.
        classes: How many classes there are, numbered from 0. Without it files with MNIST's own
            names have 10, EMNIST's have the characters of their split; with another family prefix
            the classes are the training labels that occur.
        family: The prefix of the files to take where there are several; empty for none.

    Returns:
        A `Dataset` named as the family or the folder; pixels scaled to 0..1, one channel. EMNIST's
        pictures, which lie on their sides in the files, are turned upright.

    Raises:
        DataError: a file is missing or malformed, the four do not fit each other, or a label
            is no class; names the file with the byte offset.
    """
    folder = Path(folder)
    family, files = _find(folder, family)
    sideways = family.startswith("emnist")
    train, train_labels = _read_pair(files, "train", sideways)
    test, test_labels = _read_pair(files, "test", sideways)
    if train.shape[1:] != test.shape[1:]:
        what = f"pictures of {test.shape[1:]}, the training pictures are {train.shape[1:]}"
        idx.refuse(files["test", "images"], 8, what)
    known = EMNIST.get(family.removeprefix("emnist-")) if sideways else None
    if classes is None and known:
        values = np.array(list(known), np.uint8)
    elif classes is None and family:
        values = np.unique(train_labels)
    else:
        values = np.arange(classes or _DIGITS, dtype=np.uint8)
    names = tuple((known or {}).get(value, str(value)) for value in values.tolist())
    height, width = train.shape[1:]
    return Dataset(
        family or folder.resolve().name,
        _split(train, train_labels, values, files["train", "labels"]),
        _split(test, test_labels, values, files["test", "labels"]),
        names,
        (1, height, width),
    )


def _find(folder: Path, wanted: str | None) -> tuple[str, Files]:
    """The family prefix (maybe empty) with the path of each of the four files."""
    families: defaultdict[str, Files] = defaultdict(dict)
    for path in sorted(folder.iterdir(), reverse=True):  # the plain file last, so it wins over .gz
        if match := _NAME.fullmatch(path.name):
            part = "train" if match["part"] == "train" else "test"
            prefix = match["family"] or ""
            if wanted in (None, prefix):
                families[prefix][part, match["kind"]] = path
    if not families:
        raise DataError(
            f"{folder}: holds no IDX files. A folder of data has train-images-idx3-ubyte, "
            "train-labels-idx1-ubyte and the same two with t10k, each maybe with .gz."
        )
    if len(families) > 1:
        found = ", ".join(family or "(no prefix)" for family in sorted(families))
        raise DataError(
            f"{folder}: holds several data sets ({found}). Put the four files of one into a "
            "folder of their own."
        )
    family, files = families.popitem()
    missing = [f"{part} {kind}" for part, kind in _FILES if (part, kind) not in files]
    if missing:
        there = ", ".join(sorted(path.name for path in files.values()))
        raise DataError(f"{folder}: no file of {' or '.join(missing)} beside {there}.")
    return family, files


def _read_pair(
    files: Files, part: str, sideways: bool
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Images `(n, height, width)` with their labels `(n,)`, both uint8."""
    images = _read_bytes(files[part, "images"], ndim=3)
    labels = _read_bytes(files[part, "labels"], ndim=1)
    if len(images) != len(labels):
        what = f"{len(labels)} labels, but {files[part, 'images'].name} has {len(images)} images"
        idx.refuse(files[part, "labels"], 4, what)
    # EMNIST's pictures were written column by column.
    return (np.ascontiguousarray(images.transpose(0, 2, 1)) if sideways else images), labels


def _read_bytes(path: Path, ndim: int) -> NDArray[np.uint8]:
    values: NDArray[Any] = idx.read(path, ndim=ndim)
    if values.dtype != np.uint8:
        idx.refuse(path, 2, f"{values.dtype} values, expected unsigned bytes (code 0x08)")
    return values


def _split(
    images: NDArray[np.uint8], labels: NDArray[np.uint8], values: NDArray[np.uint8], path: Path
) -> Split:
    """Scaled pixels with class indices; a label outside `values` is refused."""
    places = np.minimum(np.searchsorted(values, labels), len(values) - 1)
    strange = np.flatnonzero(values[places] != labels)
    if strange.size:
        row = int(strange[0])
        what = f"label {labels[row]} of image {row}, expected {values[0]}..{values[-1]}"
        idx.refuse(path, 8 + row, f"{what} (classes=… sets another number of classes)")
    return Split(scale(images.reshape(len(images), -1)), places.astype(np.int64), len(values))
