"""Fashion-MNIST: articles of clothing in MNIST's format."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from ..downloads import Progress
from . import classnames
from .dataset import Dataset
from .folder import load_folder
from .places import either, locate
from .published import FASHION_MNIST

__all__ = ["fashion_mnist", "is_fashion_mnist"]


def fashion_mnist(
    folder: str | Path | None = None, *, on_progress: Progress | None = None
) -> Dataset:
    """Fashion-MNIST: 60,000 training and 10,000 test pictures of clothing of 28×28 pixels.

    Args:
        folder: Holds its four IDX files. Without it they are looked for in
            `$DL4J_BRIDGE_DATA/fashion-mnist`, the bridge's cache, and where Debian's package
            dataset-fashion-mnist puts them; else they are downloaded (31 MB).
        on_progress: Told how a download goes; None writes plain lines to stderr.

    Returns:
        `train.x` float32 `(60000, 784)` in 0..1, `float32(byte) / 255`; 10 classes.

    Raises:
        DataError: a file is missing in `folder`, or malformed.
        SetupError: the files are nowhere, and cannot be downloaded.

    Source: H. Xiao, K. Rasul, R. Vollgraf, 2017, arXiv:1708.07747; © Zalando SE, MIT.
    """
    found = locate(FASHION_MNIST, is_fashion_mnist, folder, on_progress)
    data = load_folder(found, family="")
    return dataclasses.replace(data, name="fashion-mnist", classes=classnames.FASHION_MNIST)


def is_fashion_mnist(folder: Path) -> bool:
    """Whether a folder has files with the names of Fashion-MNIST's."""
    return all(either(folder, file.name) for file in FASHION_MNIST.files)
