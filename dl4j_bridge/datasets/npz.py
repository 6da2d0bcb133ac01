"""Data sets in `.npz` files, as `numpy.savez` writes them."""

from __future__ import annotations

import io
import math
import struct
import tokenize
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ..errors import DataError
from .arrays import SEED, TEST_FRACTION, from_arrays
from .dataset import Dataset
from .rawfile import DEFLATE_RATIO, drain, open_file

__all__ = ["load_npz", "read_features"]

Stream = zipfile.ZipExtFile | io.BytesIO

_SPLIT_KEYS = [
    ("x_train", "y_train", "x_test", "y_test"),
    ("train_x", "train_y", "test_x", "test_y"),
    ("train_images", "train_labels", "test_images", "test_labels"),
]
_WHOLE_KEYS = [*((x, y) for x, y, _, _ in _SPLIT_KEYS), ("x", "y"), ("data", "target")]
_FEATURE_KEYS = ["x", "x_test", "test_x", "test_images", "data"]
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    tokenize.TokenError,
    SyntaxError,
    ValueError,
    TypeError,
    OSError,
    EOFError,
    RuntimeError,  # an encrypted entry; NotImplementedError is one too
)


def load_npz(
    path: str | Path,
    *,
    test_fraction: float = TEST_FRACTION,
    seed: int = SEED,
    regression: bool = False,
) -> Dataset:
    """Read `x_train, y_train, x_test, y_test` (as Keras names them) or `x, y` from a `.npz`.

    `train_x …`, `train_images, train_labels …` and `data, target` are known too; capital or
    small letters do not matter. What the arrays may be is told at `from_arrays`.

    Args:
        path: The file. Nothing in it is ever unpickled.
        test_fraction: Share of test rows in 0..1 where the file has none of its own.
        seed: Decides which rows are laid aside.
        regression: The labels are numbers to predict, not classes.

    Raises:
        DataError: the file is damaged, an array is missing or needs pickle, or a value cannot
            be used; names the file with the array or row.
    """
    path = Path(path)
    arrays = _read(path)
    return from_arrays(
        *arrays, name=path.stem, test_fraction=test_fraction, seed=seed, regression=regression
    )


def _read(path: Path) -> list[NDArray[Any]]:
    """The two or four arrays that make the data set."""
    with open_file(path) as file:
        try:
            with zipfile.ZipFile(file) as archive:
                entries = {info.filename.lower(): info for info in archive.infolist()}
                present = [name[:-4] for name in entries if name.endswith(".npy")]
                chosen = [entries[f"{name}.npy"] for name in _choose(present, path)]
                room = path.stat().st_size * DEFLATE_RATIO
                return [_array(archive, info, room, f"{path}, {info.filename}") for info in chosen]
        except DataError:
            raise
        except _DAMAGE as fault:
            raise DataError(
                f"{path}: not a whole .npz file ({fault}). Write it again with numpy.savez."
            ) from fault


def read_features(content: bytes, where: str) -> NDArray[Any]:
    """The array in the bytes of a `.npy` file, or the features in those of a `.npz` file.

    Raises:
        DataError: the file is damaged, holds no features, or needs pickle; says `where`.
    """
    file = io.BytesIO(content)
    try:
        if content.startswith(npy.MAGIC_PREFIX):
            return _npy(file, len(content), where)
        with zipfile.ZipFile(file) as archive:
            entries = {i.filename.lower().removesuffix(".npy"): i for i in archive.infolist()}
            names = [*_FEATURE_KEYS, *entries] if len(entries) == 1 else _FEATURE_KEYS
            name = next((name for name in names if name in entries), None)
            if name is None:
                raise DataError(
                    f"{where}: holds the arrays {', '.join(entries) or '(none)'}; expected x. "
                    "Write it with numpy.savez(path, x=...)."
                )
            return _array(archive, entries[name], len(content) * DEFLATE_RATIO, where)
    except DataError:
        raise
    except _DAMAGE as fault:
        raise DataError(
            f"{where}: not a whole .npy or .npz file ({fault}). Write it again with numpy."
        ) from fault


def _choose(present: list[str], path: Path) -> tuple[str, ...]:
    for keys in [*_SPLIT_KEYS, *_WHOLE_KEYS]:
        if set(keys) <= set(present):
            return keys
    raise DataError(
        f"{path}: holds the arrays {', '.join(present) or '(none)'}; expected x_train, y_train, "
        "x_test, y_test or x, y. Write it with numpy.savez(path, x=..., y=...)."
    )


def _array(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int, where: str) -> NDArray[Any]:
    with archive.open(info) as entry:
        return _npy(cast("zipfile.ZipExtFile", entry), room, where)


def _npy(entry: Stream, room: int, where: str) -> NDArray[Any]:
    """One array; memory grows with the bytes that arrive, not with what the header promises."""
    shape, fortran, dtype = _header(cast("IO[bytes]", entry), where)
    size = dtype.itemsize * math.prod(shape)
    if min(shape, default=0) < 0 or size > room:
        raise DataError(
            f"{where}: the header promises {dtype} of shape {shape}, {size} bytes; the file "
            f"can hold {room}. Write it again with numpy."
        )
    data = drain(entry, size)
    if len(data) < size or entry.read1(1):
        raise DataError(
            f"{where}: not the {size} bytes of data the header promises. Write it again with numpy."
        )
    if dtype.kind == "U" and not _is_text(np.frombuffer(data, dtype.byteorder + "u4")):
        raise DataError(f"{where}: strings with damaged characters. Write it again with numpy.")
    return np.frombuffer(data, dtype).reshape(shape, order="F" if fortran else "C")


def _is_text(codes: NDArray[np.uint32]) -> bool:
    """Whether all are code points of Unicode's characters; of others Python cannot make a str."""
    return not ((codes > 0x10FFFF) | ((codes >= 0xD800) & (codes < 0xE000))).any()


def _header(entry: IO[bytes], where: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, Fortran order, dtype."""
    readers = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    version = npy.read_magic(entry)
    if version not in readers:
        raise DataError(f"{where}: .npy version {version} is not known here (1.0 and 2.0 are).")
    shape, fortran, dtype = readers[version](entry)
    if dtype.hasobject:
        raise DataError(
            f"{where}: holds Python objects, and unpickling them could run code. "
            "Save numbers or strings, for example x.astype('float32') or names.astype(str)."
        )
    return shape, fortran, dtype
