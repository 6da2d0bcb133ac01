"""IDX files, the format MNIST is published in.

Layout, all numbers big-endian: two zero bytes, a type code, the number of dimensions,
one uint32 a dimension, then the values in C order. A file may be gzipped.

Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
"""

from __future__ import annotations

import gzip
import io
import math
import os
import zlib
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from ..errors import ArrayError, DataError
from .rawfile import DEFLATE_RATIO, drain, open_file

__all__ = ["read", "refuse", "write"]

_TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_MOST_DIMENSIONS = 32  # numpy 1.x has no more
_GZIP = b"\x1f\x8b"


def read(path: str | Path, *, ndim: int | None = None) -> NDArray[Any]:
    """Read one IDX file, plain or gzipped (told by its first bytes, not by its name).

    Args:
        path: The file.
        ndim: The number of dimensions it must have: 3 for images, 1 for labels.

    Returns:
        A writable C-contiguous array in native byte order: uint8, int8, int16, int32,
        float32 or float64; no dimension is zero.

    Raises:
        DataError: the file is not a whole IDX file and nothing else; names the file with the
            byte offset of the fault (in the unpacked data if it is gzipped). Nothing larger
            than the file can hold is ever allocated.
    """
    path = Path(path)
    with open_file(path) as file:
        stream = _Stream(path, file)
        dtype, dims = _header(stream, ndim)
        start, size = stream.offset, dtype.itemsize * math.prod(dims)
        if size > stream.room:
            what = f"the header promises {size} bytes of data, {path.name} can hold {stream.room}"
            refuse(path, stream.end, f"cut short: {what}")
        data = stream.take(size)
        if len(data) < size:
            refuse(path, start + len(data), f"cut short: {len(data)} of {size} bytes of data")
        if stream.take(1):
            refuse(path, start + size, "data goes on after the last value the header promises")
    values: NDArray[Any] = np.frombuffer(data, dtype).reshape(dims)
    native = dtype.newbyteorder("=")
    # In place: a copy would take more than twice the file's size.
    return values if dtype == native else values.byteswap(inplace=True).view(native)


def write(path: str | Path, array: NDArray[Any]) -> None:
    """Write an array as an IDX file, gzipped (with no time in it) if the name ends in `.gz`.

    Raises:
        ArrayError: the array is empty, or of a type IDX has no code for.
    """
    codes = {np.dtype(kind).newbyteorder("="): code for code, kind in _TYPES.items()}
    code = codes.get(array.dtype.newbyteorder("="))
    if code is None or not array.size or not 1 <= array.ndim <= _MOST_DIMENSIONS:
        raise ArrayError(
            f"IDX cannot hold {array.dtype} of shape {array.shape}; it takes non-empty arrays of "
            f"{', '.join(map(str, codes))}."
        )
    header = bytes([0, 0, code, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    data = header + array.astype(_TYPES[code]).tobytes()
    path = Path(path)
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


def refuse(path: Path, offset: int, what: str) -> NoReturn:
    """Raise the `DataError` for a fault at a byte offset of an IDX file."""
    place = f"unpacked byte {offset}" if path.suffix == ".gz" else f"byte {offset}"
    raise DataError(f"{path}, {place}: {what}. Get the file again, or write it anew.")


def _header(stream: _Stream, ndim: int | None) -> tuple[np.dtype[Any], tuple[int, ...]]:
    """Read magic number, type and dimensions."""
    magic = stream.take(4)
    if magic[:2] != b"\0\0"[: len(magic)]:
        refuse(stream.path, 0, f"not an IDX file: it begins with {magic.hex(' ')}, not 00 00")
    if len(magic) < 4:
        refuse(stream.path, len(magic), "the file ends inside its magic number")
    code, count = magic[2:]
    if code not in _TYPES:
        known = ", ".join(f"{code:#04x}" for code in _TYPES)
        refuse(stream.path, 2, f"unknown type code {code:#04x} (known: {known})")
    if not 1 <= count <= _MOST_DIMENSIONS or (ndim is not None and count != ndim):
        wanted = f"1 to {_MOST_DIMENSIONS}" if ndim is None else str(ndim)
        refuse(stream.path, 3, f"{count} dimensions, expected {wanted}")
    sizes = stream.take(4 * count)
    if len(sizes) < 4 * count:
        refuse(stream.path, 4 + len(sizes), f"the file ends inside its {count} dimensions")
    dims = tuple(int(size) for size in np.frombuffer(sizes, ">u4"))
    if 0 in dims:
        refuse(stream.path, 4 + 4 * dims.index(0), f"dimensions {dims} hold no data")
    return np.dtype(_TYPES[code]), dims


class _Stream:
    """An open file read forwards, through gzip where needed, counting what came out."""

    def __init__(self, path: Path, file: io.BufferedReader) -> None:
        size = os.fstat(file.fileno()).st_size
        self.path = path
        self.offset = 0
        self._packed = file.peek(2)[:2] == _GZIP
        self._source = gzip.GzipFile(fileobj=file) if self._packed else file
        self._limit = size * DEFLATE_RATIO if self._packed else size

    @property
    def room(self) -> int:
        """Bytes that may still come, at most."""
        return self._limit - self.offset

    @property
    def end(self) -> int:
        """Offset at which the data ends, as far as known before reading it."""
        return self.offset if self._packed else self._limit

    def take(self, count: int) -> bytearray:
        """Read `count` bytes, fewer at the end only."""
        return drain(self, count)

    def read1(self, count: int, /) -> bytes:
        """Read up to `count` bytes, none at the end only."""
        try:
            data = self._source.read1(count)
        except EOFError:
            refuse(self.path, self.offset, "the gzip data is cut short")
        except (gzip.BadGzipFile, zlib.error) as fault:
            refuse(self.path, self.offset, f"the gzip data is damaged ({fault})")
        self.offset += len(data)
        return data
