"""Rows to be classified, from whatever file a user has them in."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..errors import DataError
from .arrays import features
from .dataset import Floats
from .npz import read_features
from .rawfile import open_file
from .textrows import find_delimiter, read_rows

__all__ = ["read_unlabelled"]

_ARRAYS = (b"\x93NUMPY", b"PK\x03\x04")


def read_unlabelled(source: Path | bytes) -> Floats:
    """Read rows without labels.

    Args:
        source: A file, or the bytes of one: a picture of a digit (see `read_digit`), a `.npy`
            array, or a `.npz` with x. A path may also lead to a CSV of numbers, with or without
            a header line. What it is is told by the content; bytes as values are scaled to 0..1
            when they are pictures.

    Returns:
        float32 `(n, features)`.

    Raises:
        DataError: the source is none of these, or damaged; names it.
    """
    name = "standard input" if isinstance(source, bytes) else str(source)
    content = source if isinstance(source, bytes) else _content(source)
    if not content:
        raise DataError(f"{name}: empty. Give a picture of a digit, a .npy, a .npz or a .csv.")
    if content.startswith(_ARRAYS):
        return features(read_features(content, name), name)[0]
    if isinstance(source, Path) and source.suffix.lower() in (".csv", ".tsv", ".txt"):
        return _numbers(source)
    from .images import read_digit  # loads Pillow

    return read_digit(source)


def _content(path: Path) -> bytes:
    with open_file(path) as file:
        return file.read()


def _numbers(path: Path) -> Floats:
    rows = list(read_rows(path, find_delimiter(path)))
    if rows and not all(_is_number(cell) for cell in rows[0][1]):
        rows = rows[1:]
    for line, cells in rows:
        for column, cell in enumerate(cells, 1):
            if not _is_number(cell):
                raise DataError(f"{path}, line {line}, column {column}: {cell!r} is no number.")
    return features(np.array([[float(cell) for cell in cells] for _, cells in rows]), str(path))[0]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
