"""Data sets laid where Deeplearning4j's own iterators look before they ask a host that is gone."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from .catalog import unpack_iris, unpack_mnist

__all__ = ["provide"]


def provide(names: Collection[str], resources: Path) -> None:
    """Lay out the data of every iterator that is among some names.

    Args:
        names: simple class names, such as `MnistDataSetIterator`; all others are passed over.
        resources: Deeplearning4j's resources directory.

    Raises:
        DataError: a file of the package is damaged.
        SetupError: the folder cannot be made or written.
        ResourceExhausted: the disk is full.
    """
    if not {"MnistDataSetIterator", "MnistDataFetcher"}.isdisjoint(names):
        unpack_mnist(resources)
    if not {"IrisDataSetIterator", "IrisDataFetcher", "IrisUtils"}.isdisjoint(names):
        unpack_iris(resources / "data" / "iris")
