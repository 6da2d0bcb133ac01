"""A data set from numpy arrays."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .. import intake
from ..errors import ArrayError, DataError, UsageError
from . import stratify
from .dataset import Dataset, Floats, Labels, Split
from .labels import encode, targets

__all__ = ["SEED", "TEST_FRACTION", "from_arrays", "scale", "square"]

TEST_FRACTION = 0.2
SEED = 123  # the seed of the course's programs

Image: TypeAlias = tuple[int, int, int]


def from_arrays(
    x: ArrayLike,
    y: ArrayLike,
    x_test: ArrayLike | None = None,
    y_test: ArrayLike | None = None,
    *,
    name: str = "arrays",
    test_fraction: float = TEST_FRACTION,
    seed: int = SEED,
    regression: bool = False,
) -> Dataset:
    """Make a data set of the arrays at hand.

    Args:
        x: Numbers, shape `(n, features)`, or pictures `(n, height, width)`,
            `(n, height, width, channels)` or `(n, channels, height, width)`. uint8 pictures
            are divided by 255, so are uint8 rows as long as a square picture of at least 8×8
            (1 or 3 channels); every other value is kept.
        y: Classes (whole numbers, strings, one-hot rows) or regression targets, n rows.
        x_test: Test rows; without them `test_fraction` of each class is laid aside.
        y_test: Their labels.
        name: What to call the data set.
        test_fraction: Share of test rows in 0..1; 0 tests on the training rows.
        seed: Decides which rows are laid aside.
        regression: `y` holds numbers to predict, not classes.

    Returns:
        A `Dataset` with rows of float32; a picture's row runs through channels, then height,
        then width, as DL4J's convolutional layers expect it.

    Raises:
        ArrayError: an array has a type or shape that cannot be used.
        DataError: a value is not finite or a label is no class; names the row.
    """
    if (x_test is None) != (y_test is None):
        raise UsageError("Give x_test and y_test together, or neither.")
    rows, image = features(intake.plain(x, f"{name}, x"), name)
    answers = _answers(intake.plain(y, f"{name}, y"), len(rows), name)
    if x_test is not None and y_test is not None:
        where = f"{name}, test"
        rows_test, image_test = features(intake.plain(x_test, f"{name}, x_test"), where)
        if image_test != image:
            raise ArrayError(f"{name}: training pictures are {image}, test pictures {image_test}.")
        answers_test = _answers(intake.plain(y_test, f"{name}, y_test"), len(rows_test), where)
        labels, labels_test, classes = _labels(answers, answers_test, name, regression)
    else:
        labels, _, classes = _labels(answers, answers[:0], name, regression)
        strata = labels.astype(np.int64) if classes else np.zeros(len(rows), np.int64)
        train, test = stratify.split(strata, test_fraction, seed)
        rows, rows_test = rows[train], rows[test]
        labels, labels_test = labels[train], labels[test]
    count = len(classes)
    train_split, test_split = Split(rows, labels, count), Split(rows_test, labels_test, count)
    return Dataset(name, train_split, test_split, classes, image)


def scale(pixels: NDArray[np.uint8]) -> Floats:
    """Bytes as float32 in 0..1, same shape: `float32(byte) / float32(255)`, bit for bit.

    Source: DL4J's MnistDataFetcher.
    """
    return np.divide(pixels, np.float32(255), dtype=np.float32)


def features(values: NDArray[Any], where: str) -> tuple[Floats, Image | None]:
    """Rows of finite float32 with the shape of the picture they are, if they are one.

    Raises:
        ArrayError: the values are no numbers, or have no rows.
        DataError: a value is not finite; names its row and column.
    """
    values = intake.real(values, f"{where}: x")
    if values.ndim not in (2, 3, 4) or not values.size:
        raise ArrayError(
            f"{where}: features have shape {values.shape}; expected (n, features), "
            "(n, height, width) or (n, height, width, channels), none of them 0."
        )
    planes, image = _planes(values, where)
    flat = planes.reshape(len(planes), -1)
    if flat.dtype == np.uint8 and image:
        return scale(np.ascontiguousarray(flat)), image
    with np.errstate(over="ignore", invalid="ignore"):
        rows = np.ascontiguousarray(flat, dtype=np.float32)
    bad = intake.first_not_finite(rows)
    if bad is not None:
        raise DataError(
            f"{where}, {intake.place(bad)} (the first are 0): {flat[bad]} is not "
            "a finite float32. Fill the gap or leave the row out."
        )
    return rows, image


def _planes(values: NDArray[Any], where: str) -> tuple[NDArray[Any], Image | None]:
    """Pictures with the channels in front of height, width; other rows as they are."""
    if values.ndim == 2:
        return values, square(values.shape[1]) if values.dtype == np.uint8 else None
    if values.ndim == 3:
        return values, (1, values.shape[1], values.shape[2])
    if values.shape[3] in (1, 3, 4):
        values = np.moveaxis(values, 3, 1)
    elif values.shape[1] not in (1, 3, 4):
        raise ArrayError(
            f"{where}: pictures of shape {values.shape[1:]} have no axis of 1, 3 or 4 channels."
        )
    return values, (values.shape[1], values.shape[2], values.shape[3])


def square(width: int) -> Image | None:
    """The square picture that a row of `width` values is taken for: (channels, height, width)."""
    for channels in (1, 3):
        side = math.isqrt(width // channels)
        if side >= 8 and channels * side * side == width:
            return channels, side, side
    return None


def _answers(values: NDArray[Any], rows: int, where: str) -> NDArray[Any]:
    if values.ndim == 0 or len(values) != rows:
        raise ArrayError(f"{where}: labels of shape {values.shape} for {rows} rows of features.")
    return values


def _labels(
    train: NDArray[Any], test: NDArray[Any], where: str, regression: bool
) -> tuple[Labels, Labels, tuple[str, ...]]:
    """Labels of both splits with the class names, which are empty for regression."""
    if regression:
        return targets(train, where), targets(test, f"{where}, test"), ()
    return encode(train, test, where)
