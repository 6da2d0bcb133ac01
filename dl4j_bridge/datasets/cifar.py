"""CIFAR-10: small colour photographs, in the binary format of its authors.

A batch file is a row of records: one byte with the label, then 32×32 bytes each of red, green
and blue, row by row.

Source: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from ..downloads import Progress
from ..errors import DataError
from .classnames import CIFAR10 as CLASSES
from .dataset import Dataset, Split
from .places import locate
from .published import CIFAR10
from .rawfile import drain, open_file

__all__ = ["cifar10", "is_cifar10"]

_IMAGE = (3, 32, 32)
_PIXELS = 3 * 32 * 32
_RECORD = 1 + _PIXELS
_MOST = 10_000 * _RECORD  # a batch file holds that many records, or fewer
_TRAIN = tuple(f"data_batch_{number}.bin" for number in range(1, 6))
_TEST = "test_batch.bin"
_BATCHES = (*_TRAIN, _TEST)
_ARCHIVE = CIFAR10.files[0].name
_UNPACKED = "cifar-10-batches-bin"  # the folder in the archive

Records = NDArray[np.uint8]


def cifar10(folder: str | Path | None = None, *, on_progress: Progress | None = None) -> Dataset:
    """CIFAR-10: 50,000 training and 10,000 test photographs of 32×32 pixels in colour.

    Args:
        folder: Holds the six batch files or `cifar-10-binary.tar.gz`, or is that file. Without
            it they are looked for in `$DL4J_BRIDGE_DATA/cifar10`, the bridge's cache and the
            system's data sets; else the archive is downloaded (170 MB).
        on_progress: Told how a download goes; None writes plain lines to stderr.

    Returns:
        `train.x` float32 `(50000, 3072)` in 0..1, `float32(byte) / 255`; a row runs through
        channels (red, green, blue), then height, then width. 10 classes.

    Raises:
        DataError: a file is missing in `folder`, or malformed; names it with the byte offset.
        SetupError: the files are nowhere, and cannot be downloaded.

    Source: A. Krizhevsky, V. Nair, G. Hinton; no licence stated.
    """
    place = locate(CIFAR10, is_cifar10, folder, on_progress)
    batches = _read(place)
    train = _split([batches.pop(name) for name in _TRAIN])
    return Dataset("cifar10", train, _split([batches.pop(_TEST)]), CLASSES, _IMAGE)


def is_cifar10(place: Path) -> bool:
    """Whether a folder holds CIFAR-10, or a file is its archive."""
    return _archive(place).is_file() or _batches(place) is not None


def _archive(place: Path) -> Path:
    return place / _ARCHIVE if place.is_dir() else place


def _batches(place: Path) -> Path | None:
    """The folder with the six batch files, if there is one."""
    folders = (place, place / _UNPACKED)
    return next((one for one in folders if all((one / f).is_file() for f in _BATCHES)), None)


def _read(place: Path) -> dict[str, Records]:
    """Records of each batch file, uint8 `(n, 3073)`."""
    folder = _batches(place)
    if folder is not None:
        return {name: _records(folder / name, _content(folder / name)) for name in _BATCHES}
    from .archives import read_tar  # loads tarfile

    archive = _archive(place)
    found: Mapping[str, bytes] = read_tar(archive, _BATCHES, _MOST)
    missing = [name for name in _BATCHES if name not in found]
    if missing:
        raise DataError(f"{archive}: no {' or '.join(missing)} in it. It holds {CIFAR10.layout}.")
    return {name: _records(archive / name, found[name]) for name in _BATCHES}


def _content(path: Path) -> bytearray:
    with open_file(path) as file:
        return drain(file, _MOST + 1)


def _records(path: Path, content: bytes | bytearray) -> Records:
    if not content:
        _refuse(path, 0, "the file is empty")
    if len(content) > _MOST:
        _refuse(path, _MOST, "data goes on after the 10,000 pictures that a batch has at most")
    whole, rest = divmod(len(content), _RECORD)
    if rest:
        _refuse(path, whole * _RECORD, f"cut short: {rest} of {_RECORD} bytes of a picture")
    records = np.frombuffer(content, np.uint8).reshape(whole, _RECORD)
    strange = np.flatnonzero(records[:, 0] >= len(CLASSES))
    if strange.size:
        row = int(strange[0])
        _refuse(path, row * _RECORD, f"label {records[row, 0]} of picture {row}, expected 0..9")
    return records


def _split(batches: list[Records]) -> Split:
    """One array of all batches; each is let go when it has been scaled."""
    labels = np.concatenate([batch[:, 0] for batch in batches]).astype(np.int64)
    x = np.empty((len(labels), _PIXELS), np.float32)
    start = 0
    while batches:
        pixels = batches.pop(0)[:, 1:]
        rows = x[start : start + len(pixels)]
        np.divide(pixels, np.float32(255), out=rows, dtype=np.float32)
        start += len(pixels)
    return Split(x, labels, len(CLASSES))


def _refuse(path: Path, offset: int, what: str) -> NoReturn:
    raise DataError(f"{path}, byte {offset}: {what}. Get the file again.")
