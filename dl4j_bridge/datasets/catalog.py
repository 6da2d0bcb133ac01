"""The data sets that travel with the package."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..errors import DataError
from . import idx
from .arrays import from_arrays, scale
from .dataset import Dataset, Split
from .storing import unpack_gzip, write_whole, writing
from .table import load_csv

__all__ = ["NAMED", "digits", "iris", "mnist", "unpack_iris", "unpack_mnist"]

_FILES = Path(__file__).parent / "files"
_SUMS = _FILES / "SHA256SUMS"
_INK = 30  # above this byte a pixel is ink, in DL4J's MnistDataFetcher


class _Unpacked(NamedTuple):
    """What an unpacked MNIST file must be: DL4J's own Adler-32 constants."""

    size: int
    adler32: int


_MNIST = {
    "train-images-idx3-ubyte": _Unpacked(47040016, 2094436111),
    "train-labels-idx1-ubyte": _Unpacked(60008, 4008842612),
    "t10k-images-idx3-ubyte": _Unpacked(7840016, 2165396896),
    "t10k-labels-idx1-ubyte": _Unpacked(10008, 2212998611),
}

# UCI's copy, which DL4J's Iris is made of, has both rows so; Fisher's paper has not.
_IRIS_AT_UCI = dict.fromkeys((34, 37), "4.9,3.1,1.5,0.1,setosa")
_IRIS_CLASSES = ("setosa", "versicolor", "virginica")


def mnist(*, binarize: bool = False) -> Dataset:
    """The MNIST database: 60,000 training and 10,000 test digits of 28×28 pixels.

    Args:
        binarize: Pixels are 1 where the byte is above 30, else 0, as
            `MnistDataSetIterator(batch, examples, true)` gives them.

    Returns:
        `train.x` float32 `(60000, 784)` in 0..1, white ink on black: `float32(byte) / 255`, the
        numbers DL4J's MnistDataSetIterator makes, in the order of the files.

    Raises:
        DataError: a file of the package is damaged.

    Source: Yann LeCun, Corinna Cortes; CC BY-SA 3.0.
    """

    def split(part: str) -> Split:
        images = idx.read(_intact(f"mnist/{part}-images-idx3-ubyte.gz"), ndim=3)
        labels = idx.read(_intact(f"mnist/{part}-labels-idx1-ubyte.gz"), ndim=1)
        pixels = images.reshape(len(images), -1)
        x = (pixels > _INK).astype(np.float32) if binarize else scale(pixels)
        return Split(x, labels.astype(np.int64), 10)

    return Dataset("mnist", split("train"), split("t10k"), tuple("0123456789"), (1, 28, 28))


def digits() -> Dataset:
    """1,797 handwritten digits of 8×8 pixels, 1,438 to train, 359 to test.

    Returns:
        `x` float32 `(n, 64)` in 0..1, ink counts 0..16 divided by 16.

    Raises:
        DataError: a file of the package is damaged.

    Source: E. Alpaydin, C. Kaynak, UCI (its test part, as in scikit-learn); CC BY 4.0.
    """
    counts = idx.read(_intact("digits-images-idx3-ubyte.gz"), ndim=3)
    labels = idx.read(_intact("digits-labels-idx1-ubyte.gz"), ndim=1)
    return from_arrays(counts.astype(np.float32) / np.float32(16), labels, name="digits")


def iris() -> Dataset:
    """150 irises of three species, 120 to train, 30 to test.

    Returns:
        `x` float32 `(n, 4)`: sepal length, sepal width, petal length, petal width in cm, as
        measured (not standardized).

    Raises:
        DataError: the file of the package is damaged.

    Source: R. A. Fisher, 1936, UCI; CC BY 4.0.
    """
    return load_csv(_intact("iris.csv"))


NAMED: dict[str, Callable[[], Dataset]] = {"digits": digits, "iris": iris, "mnist": mnist}


def unpack_mnist(folder: str | Path) -> list[Path]:
    """Make sure that the four unpacked MNIST files lie in `folder`, where DL4J looks for them.

    Files already there with the right size and checksum stay as they are; a damaged one is
    replaced. A file appears under its name only when it is whole, so many processes may do this
    at once.

    Returns:
        The four paths, training files first.

    Raises:
        DataError: a file of the package is damaged.
        SetupError: the folder cannot be made or written.
        ResourceExhausted: the disk is full.
    """
    folder = Path(folder)
    paths = [folder / name for name in _MNIST]
    with writing(folder, "MNIST", sum(file.size for file in _MNIST.values())):
        for path in paths:
            if not _is_whole(path, _MNIST[path.name]):
                unpack_gzip(_intact(f"mnist/{path.name}.gz"), path)
    return paths


def unpack_iris(folder: str | Path) -> Path:
    """Make sure that `iris.dat` lies in `folder`, the very file that DL4J would download.

    Returns:
        Its path.

    Raises:
        DataError: the file of the package is damaged.
        SetupError: the folder cannot be made or written.
        ResourceExhausted: the disk is full.
    """
    rows = _intact("iris.csv").read_text("utf-8").splitlines()[1:]
    rows = [_IRIS_AT_UCI.get(number, row) for number, row in enumerate(rows)]
    cut = [row.rpartition(",") for row in rows]
    content = "".join(f"{x},{_IRIS_CLASSES.index(name)}\r\n" for x, _, name in cut).encode()
    path = Path(folder) / "iris.dat"
    with writing(path.parent, "Iris", len(content)):
        if not path.is_file() or path.read_bytes() != content:
            write_whole(path, content)
    return path


def _is_whole(path: Path, expected: _Unpacked) -> bool:
    if not path.is_file() or path.stat().st_size != expected.size:
        return False
    return zlib.adler32(path.read_bytes()) == expected.adler32


def _intact(name: str) -> Path:
    """Path of an embedded file that still has the SHA-256 it was packed with."""
    path = _FILES / name
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        whole = f"{digest}  {name}" in _SUMS.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        whole = False
    if not whole:
        state = "damaged" if path.exists() else "missing"
        raise DataError(
            f"{path}: this file of dl4j-bridge is {state}. Install the package again: "
            "pip install --force-reinstall --no-deps dl4j-bridge"
        )
    return path
