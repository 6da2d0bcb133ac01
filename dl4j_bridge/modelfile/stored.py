"""Model files written without Java, as fast as the disk allows: nothing in them is compressed.

DL4J opens them like its own. Entries beside a model's follow behind them.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .archive import Entry
from .arrays import Values, read_header, read_vector
from .entryreader import EntryReader
from .model import ModelFile

_MODE = b"MIXED_DATA_TYPES"
_NAMES = {"float16": b"HALF", "float32": b"FLOAT", "float64": b"DOUBLE"}
# Zip has no earlier day; a fixed one keeps equal models equal to the byte.
_DATE = (1980, 1, 1, 0, 0, 0)


def array_bytes(values: npt.NDArray[Any], shape_info: Sequence[int]) -> bytes:
    """An array as `Nd4j.write` writes it.

    Args:
        values: float16, float32 or float64, in the order in which Java has them in memory.
        shape_info: `[rank, shape…, stride…, options, ews, order]`.
    """
    big = values.astype(values.dtype.newbyteorder(">"))
    return b"".join(
        [
            _buffer_header(len(shape_info), b"LONG"),
            struct.pack(f">{len(shape_info)}q", *shape_info),
            _buffer_header(values.size, _NAMES[values.dtype.name]),
            big.tobytes(),
        ]
    )


def write_stored(path: Path, entries: Mapping[str, bytes]) -> None:
    """Write a model file of these entries, without a manifest: see `seal`."""
    # Given a name that cannot be opened, zipfile would try another way.
    with path.open("wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), content)


def content(model: ModelFile, name: str) -> bytes:
    """What an entry of a checked file holds; nothing where there is no such entry.

    Raises:
        DataError: the file is gone, or was changed since it was read.
    """
    reader = _reader(model, name)
    return reader.take(reader.left) if reader else b""


def vector(model: ModelFile, name: str) -> Values:
    """The values of an entry that is an array; empty where there is no such entry.

    Raises:
        DataError: the file is gone, or was changed since it was read.
    """
    reader = _reader(model, name)
    return read_vector(reader, read_header(reader)) if reader else np.empty(0, np.float32)


def _reader(model: ModelFile, name: str) -> EntryReader | None:
    entry: Entry | None = next((e for e in model.entries if e.name == name), None)
    if entry is None:
        return None
    return EntryReader(io.BytesIO(model.contents()), entry, str(model.path))


def _buffer_header(length: int, dtype: bytes) -> bytes:
    mode = struct.pack(">H", len(_MODE)) + _MODE
    return mode + struct.pack(">q", length) + struct.pack(">H", len(dtype)) + dtype
