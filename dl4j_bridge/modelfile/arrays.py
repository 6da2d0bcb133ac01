"""Arrays as `Nd4j.write` writes them: two buffers, the shape first.

A buffer is its mode (UTF), its length (int64), its type (UTF), its values, all big-endian. The
first holds the shape information `[rank, shape…, stride…, options, ews, order]`, the second the
values. Java trusts each of these numbers: a forged length or stride ends the process, so each is
checked here first.

Source: org.nd4j.linalg.factory.Nd4j.write, org.nd4j.linalg.api.buffer.BaseDataBuffer.write,
org.nd4j.linalg.api.shape.options.ArrayOptionsHelper, at 1.0.0-M2.1.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .entryreader import EntryReader
from .refusal import quoted

Values = npt.NDArray[np.floating[Any]]

DTYPES = {"HALF": "f2", "FLOAT": "f4", "DOUBLE": "f8"}
"""DL4J's names of the types a network can have, and numpy's."""

_MODE = b"MIXED_DATA_TYPES"
_OLD_MODES = (b"DIRECT", b"HEAP", b"JAVACPP", b"LONG_SHAPE")
_TYPE_BITS = {"HALF": 0x1000, "FLOAT": 0x2000, "DOUBLE": 0x4000}
_ALL_TYPE_BITS = 0x1FF800 | 0x800000
_SPARSE, _COMPRESSED, _EMPTY = 2, 4, 8
_LARGEST_RANK = 32
_LONGEST_NAME = 32
_PIECE = 1 << 18
HEADER_BYTES = 2 * (2 + _LONGEST_NAME + 8 + 2 + _LONGEST_NAME) + 8 * (2 * _LARGEST_RANK + 4)
"""More than the header of any array takes."""


@dataclass(frozen=True)
class ArrayHeader:
    """What an array says about itself.

    Attributes:
        dtype: DL4J's name of the type.
        shape: lengths of the axes.
        count: number of values.
    """

    dtype: str
    shape: tuple[int, ...]
    count: int


def read_header(reader: EntryReader) -> ArrayHeader:
    """Read and check the header of the array that begins here.

    Raises:
        ModelFileError: a number in it contradicts another, or the bytes that are there.
    """
    length, dtype = _read_buffer_header(reader)
    if dtype != "LONG" or not 4 <= length <= 2 * _LARGEST_RANK + 4:
        raise reader.damaged(f"describes a shape by {length:,} numbers of type {dtype}")
    info = struct.unpack(f">{length}q", reader.take(8 * length))
    count, dtype = _read_buffer_header(reader)
    if dtype not in DTYPES:
        raise reader.damaged(f"holds values of type {dtype}; a network has {', '.join(DTYPES)}")
    room = reader.left // np.dtype(DTYPES[dtype]).itemsize
    if not 0 <= count <= room:
        raise reader.damaged(f"says it holds {count:,} values, and has room for {room:,}")
    shape = _checked_shape(reader, info, count, dtype)
    return ArrayHeader(dtype, shape, count)


def read_pieces(reader: EntryReader, header: ArrayHeader) -> Iterator[Values]:
    """The values of the array whose header was just read.

    Yields:
        Vectors in the machine's byte order, at most 262,144 values each.

    Raises:
        ModelFileError: the entry's compressed data is broken.
    """
    saved = np.dtype(">" + DTYPES[header.dtype])
    for begin in range(0, header.count, _PIECE):
        size = min(_PIECE, header.count - begin)
        piece = np.frombuffer(reader.take(size * saved.itemsize), saved)
        yield piece.astype(saved.newbyteorder("="))


def read_vector(reader: EntryReader, header: ArrayHeader) -> Values:
    """All values of the array whose header was just read, as one vector of shape (count,)."""
    vector = np.empty(header.count, np.dtype(DTYPES[header.dtype]))
    at = 0
    for piece in read_pieces(reader, header):
        vector[at : at + piece.size] = piece
        at += piece.size
    return vector


def _read_buffer_header(reader: EntryReader) -> tuple[int, str]:
    """A buffer's length and type."""
    mode = _read_name(reader)
    if mode in _OLD_MODES:
        raise reader.damaged(
            "was written by DL4J 1.0.0-beta2 or older, whose format this reader does not know"
        )
    if mode != _MODE:
        raise reader.damaged(f"begins a buffer with {quoted(mode.decode('ascii', 'replace'))}")
    (length,) = struct.unpack(">q", reader.take(8))
    return length, _read_name(reader).decode("ascii", "replace")


def _read_name(reader: EntryReader) -> bytes:
    (length,) = struct.unpack(">H", reader.take(2))
    if length > _LONGEST_NAME:
        raise reader.damaged(f"has a name of {length:,} bytes where the type of a buffer belongs")
    return reader.take(length)


def _checked_shape(
    reader: EntryReader, info: tuple[int, ...], count: int, dtype: str
) -> tuple[int, ...]:
    """The shape, after the other shape information was found to fit it."""
    rank = info[0]
    if not 0 <= rank <= _LARGEST_RANK or len(info) != 2 * rank + 4:
        raise reader.damaged(f"describes a shape of rank {rank:,} by {len(info)} numbers")
    shape, strides = info[1 : 1 + rank], info[1 + rank : 1 + 2 * rank]
    options, order = info[-3], info[-1]
    if any(axis < 0 for axis in shape) or math.prod(shape) != count:
        raise reader.damaged(f"has the shape {list(shape)} and {count:,} values")
    if order not in (ord("c"), ord("f")) or not _is_dense(shape, strides, chr(order)):
        raise reader.damaged(f"has the shape {list(shape)} and the strides {list(strides)}")
    # Before beta4 the type was not in the options; Java then takes it from the values' buffer.
    if options & _ALL_TYPE_BITS not in (0, _TYPE_BITS[dtype]) or options & (_SPARSE | _COMPRESSED):
        raise reader.damaged(f"has type {dtype} and the options {options:#x} of another type")
    if count and options & _EMPTY:
        raise reader.damaged(f"is marked as empty and says it holds {count:,} values")
    return shape


def _is_dense(shape: tuple[int, ...], strides: tuple[int, ...], order: str) -> bool:
    """Whether the strides walk through all values without gaps; Java would follow any others."""
    if 0 in shape:
        return all(stride in (0, 1) for stride in strides)
    expected = 1
    axes = list(zip(shape, strides, strict=True))
    for length, stride in reversed(axes) if order == "c" else axes:
        # The stride of an axis of length 1 is never used, but still must point into the array.
        if stride != expected and not (length == 1 and 0 <= stride <= math.prod(shape)):
            return False
        expected *= length
    return True
