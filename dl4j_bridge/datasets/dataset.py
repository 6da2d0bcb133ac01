"""A data set as a network sees it: rows of float32, split for training or testing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..errors import ArrayError, DataError, UsageError
from . import stratify

__all__ = ["Dataset", "Floats", "Labels", "Split"]

Floats: TypeAlias = NDArray[np.float32]
Labels: TypeAlias = NDArray[np.int64] | NDArray[np.float32]


@dataclass(frozen=True, eq=False, repr=False)
class Split:
    """Rows with their labels.

    Attributes:
        x: Features, float32, shape `(n, features)`, C-contiguous.
        labels: Class indices, int64, shape `(n,)`; or regression targets, float32,
            shape `(n, outputs)`.
        classes: Number of classes; 0 says that `labels` are regression targets.

    Raises:
        ArrayError: an array has another type, shape or layout.
        DataError: a label is not one of the classes; names its row.
    """

    x: Floats
    labels: Labels
    classes: int

    def __post_init__(self) -> None:
        """Check once what every reader of a split relies on."""
        _expect("x", self.x, np.float32, ndim=2)
        _expect("labels", self.labels, *((np.int64, 1) if self.classes else (np.float32, 2)))
        if len(self.labels) != len(self.x):
            raise ArrayError(
                f"{len(self.x)} rows of features have {len(self.labels)} labels; "
                "give one label to each row."
            )
        strange = (self.labels < 0) | (self.labels >= self.classes)
        if self.classes and strange.any():
            row = int(strange.argmax())
            raise DataError(
                f"Row {row} has label {self.labels[row]}; with {self.classes} classes "
                f"a label lies in 0..{self.classes - 1}."
            )

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.x)

    def __repr__(self) -> str:
        kind = f"{self.classes} classes" if self.classes else f"{self.y.shape[1]} targets"
        return f"Split({len(self)} × {self.features}, {kind})"

    @property
    def features(self) -> int:
        """Number of values in a row."""
        return int(self.x.shape[1])

    @property
    def y(self) -> Floats:
        """Wanted output, float32, shape `(n, outputs)`: one-hot rows, or the targets."""
        if not self.classes:
            return self.labels.astype(np.float32, copy=False)
        return np.eye(self.classes, dtype=np.float32)[self.labels]

    def take(self, count: int) -> Split:
        """The first `count` rows, as views.

        Raises:
            UsageError: `count` is not in 1..n.
        """
        if not 1 <= count <= len(self):
            raise UsageError(f"Cannot take {count} rows of {len(self)}; ask for 1 to {len(self)}.")
        return Split(self.x[:count], self.labels[:count], self.classes)

    def split(self, fraction: float, seed: int = 123) -> tuple[Split, Split]:
        """The rows without, and those in, a share of each class that is laid aside.

        Args:
            fraction: share of the rows of each class, above 0 and below 1.
            seed: a uint32; the same one gives the same rows.

        Raises:
            UsageError: a fraction or seed out of range.
            DataError: too few rows to lay one aside.
        """
        groups = self.labels if self.classes else np.zeros(len(self), np.int64)
        kept, aside = stratify.split(groups.astype(np.int64), fraction, seed)
        return self.rows(np.sort(kept)), self.rows(np.sort(aside))

    def rows(self, numbers: NDArray[np.int64]) -> Split:
        """Some rows, copied; `numbers` has shape `(n,)`."""
        return Split(self.x[numbers], self.labels[numbers], self.classes)


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """A named pair of splits.

    Attributes:
        name: What the data set is called in reports.
        train: Rows to learn from.
        test: Rows to judge by.
        classes: Name of each class index; empty for regression.
        image: `(channels, height, width)` if a row is a picture, in that order; else None.

    Raises:
        ArrayError: the parts do not belong together.
    """

    name: str
    train: Split
    test: Split
    classes: tuple[str, ...]
    image: tuple[int, int, int] | None = None

    def __post_init__(self) -> None:
        """Check that the parts fit each other."""
        if self.train.features != self.test.features:
            raise ArrayError(
                f"{self.name}: a training row has {self.train.features} features, a test row "
                f"{self.test.features}; both splits need the same."
            )
        if not self.train.classes == self.test.classes == len(self.classes):
            raise ArrayError(
                f"{self.name}: {len(self.classes)} class names for {self.train.classes} training "
                f"classes, {self.test.classes} test classes; the three must be equal."
            )
        if self.image and math.prod(self.image) != self.features:
            raise ArrayError(
                f"{self.name}: an image of {_times(self.image)} needs {math.prod(self.image)} "
                f"features, a row has {self.features}."
            )

    def __repr__(self) -> str:
        parts = [f"train {len(self.train)}", f"test {len(self.test)}", f"{self.features} features"]
        parts.append(f"{len(self.classes)} classes" if self.classes else "regression")
        if self.image:
            parts.append(f"image {_times(self.image)}")
        return f"Dataset({self.name!r}, {', '.join(parts)})"

    @property
    def features(self) -> int:
        """Number of values in a row."""
        return self.train.features

    def take(self, train: int | None = None, test: int | None = None) -> Dataset:
        """The first `train` training rows with the first `test` test rows; None keeps all.

        Raises:
            UsageError: a count is not in 1..n.
        """
        return Dataset(
            self.name,
            self.train if train is None else self.train.take(train),
            self.test if test is None else self.test.take(test),
            self.classes,
            self.image,
        )


def _expect(name: str, array: object, dtype: type[np.generic], ndim: int) -> None:
    wanted = f"a C-contiguous {np.dtype(dtype)} array with {ndim} dimension(s)"
    if not isinstance(array, np.ndarray):
        raise ArrayError(f"{name} must be {wanted}, got {type(array).__name__}.")
    if array.dtype != dtype or array.ndim != ndim or not array.flags.c_contiguous:
        layout = "" if array.flags.c_contiguous else "non-contiguous "
        raise ArrayError(
            f"{name} must be {wanted}, got {layout}{array.dtype} of shape {array.shape}; "
            "datasets.from_arrays(...) converts arrays."
        )


def _times(sizes: tuple[int, ...]) -> str:
    return "×".join(map(str, sizes))
