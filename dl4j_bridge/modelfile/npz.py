"""Weights in `.npz` files, as `numpy.savez` writes them.

Source: numpy.lib.format; the zip is read as strictly as that of a model.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np

from .archive import Entry, is_zip, read_entries
from .arrays import Values
from .entryreader import EntryReader
from .opening import opened
from .refusal import no_weights, quoted, refused

_MOST_ARRAYS = 10_000
_LARGEST_HEADER = 10_000  # bytes; numpy's own limit
# Weights are noise, which hardly compresses; biases of a fresh network are zeros.
_LARGEST_RATIO = 20
_ALWAYS_ALLOWED = 16 * 1024 * 1024
_SUFFIX = ".npy"
_PIECE = 1024 * 1024
_TYPES = {order + kind for order in "<>" for kind in ("f2", "f4", "f8")}
_MAGIC = b"\x93NUMPY"
# Nothing is evaluated: numpy's own reader takes the header for a piece of Python.
_HEADER = re.compile(
    r"\{'descr': '?([^']+|\[.+\])'?, 'fortran_order': (True|False), "
    r"'shape': \(((?:\d{1,18}(?:, \d{1,18}){0,31},?)?)\),? ?\}\s*"
)


def write(path: Path, arrays: Mapping[str, Values]) -> None:
    """Write arrays under their names."""
    named: dict[str, Any] = dict(arrays)
    with path.open("wb") as file:
        np.savez(file, **named)


def read(path: Path) -> dict[str, Values]:
    """Read all arrays, see `weights.read_weights`."""
    where = str(path)
    with opened(path) as file:
        if not is_zip(file):
            raise no_weights(where, "is no .npz file")
        entries = read_entries(file, where, most=_MOST_ARRAYS, zip64=True)
        room = max(_LARGEST_RATIO * file.seek(0, 2), _ALWAYS_ALLOWED)
        size = sum(entry.size for entry in entries)
        if size > room:
            raise refused(
                where,
                f"it would grow to {size:,} bytes",
                "Weights do not compress so well; write them with numpy.savez.",
            )
        return dict(_array(EntryReader(file, entry, where), entry, where) for entry in entries)


def _array(reader: EntryReader, entry: Entry, where: str) -> tuple[str, Values]:
    """An array with its name."""
    if not entry.name.endswith(_SUFFIX):
        raise no_weights(where, f"holds {quoted(entry.name)}, which is no array")
    kind, order, shape = _header(reader)
    if kind not in _TYPES:
        raise no_weights(
            where,
            f"holds {quoted(entry.name)} of type {quoted(kind)}; weights are float16, 32 or 64",
        )
    dtype = np.dtype(kind)
    if math.prod(shape) * dtype.itemsize != reader.left:
        raise reader.damaged(f"has shape {shape} and {reader.left:,} bytes of {dtype}")
    content = bytearray()
    while reader.left:
        content += reader.take(min(reader.left, _PIECE))
    reader.finish()
    values = np.frombuffer(content, dtype).astype(dtype.newbyteorder("="), copy=False)
    return entry.name.removesuffix(_SUFFIX), values.reshape(shape, order=order)


def _header(reader: EntryReader) -> tuple[str, Literal["C", "F"], tuple[int, ...]]:
    """Type as numpy writes it, order, shape."""
    magic = reader.take(8)
    if magic not in (_MAGIC + b"\1\0", _MAGIC + b"\2\0"):
        raise reader.damaged("does not begin as an array of .npy version 1 or 2 does")
    form = "<H" if magic[6] == 1 else "<I"
    (size,) = struct.unpack(form, reader.take(struct.calcsize(form)))
    if size > _LARGEST_HEADER:
        raise reader.damaged(f"has a header of {size:,} bytes")
    text = reader.take(size).decode("latin-1")
    found = _HEADER.fullmatch(text)
    if found is None:
        raise reader.damaged(f"has the header {quoted(text.strip())}, not one as numpy writes it")
    kind, fortran, lengths = found.groups()
    shape = tuple(int(length) for length in lengths.split(",") if length.strip())
    return kind, "F" if fortran == "True" else "C", shape
