"""Reproducible splits that keep every class's share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError, UsageError

__all__ = ["folds", "split"]


def split(
    labels: NDArray[np.int64], fraction: float, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Shuffle the rows, then lay `fraction` of each class aside for testing.

    Args:
        labels: Class index of each row, shape `(n,)`; all equal where there are no classes.
        fraction: Share of test rows in 0..1; a class of two rows or more gives at least one row
            to each side. 0 means that the training rows are the test rows too (truth tables).
        seed: The same seed gives the same split with every numpy version.

    Returns:
        Row numbers for training, row numbers for testing; both shuffled.

    Raises:
        UsageError: `fraction` is not in 0 ≤ fraction < 1, or `seed` is no uint32.
        DataError: there are too few rows to lay one aside.
    """
    if not 0 <= fraction < 1:
        raise UsageError(f"test_fraction is {fraction}; it must be at least 0 and less than 1.")
    order = _shuffled(len(labels), seed)
    if fraction == 0:
        return order, order
    aside = np.zeros(len(labels), dtype=bool)
    for label in np.unique(labels):
        rows = order[labels[order] == label]
        share = int(len(rows) * fraction + 0.5)
        aside[rows[: min(max(share, 1), len(rows) - 1)]] = True
    if not aside.any():
        raise DataError(
            f"{len(labels)} rows are too few to lay one aside for testing: every class has one "
            "row. Add rows, or test on the training rows with test_fraction=0."
        )
    return order[~aside[order]], order[aside[order]]


def folds(labels: NDArray[np.int64], count: int, seed: int) -> list[NDArray[np.int64]]:
    """Shuffle the rows, then deal each class out to `count` folds.

    Args:
        labels: Class index of each row, shape `(n,)`.
        count: How many folds, at least 2; their sizes, and each class's share of them, differ by
            one row at most.
        seed: The same seed gives the same folds with every numpy version.

    Returns:
        Row numbers of each fold, ascending; together every row once.

    Raises:
        UsageError: `count` is below 2, or `seed` is no uint32.
        DataError: there are fewer rows than folds.
    """
    if count < 2:
        raise UsageError(f"There cannot be {count} folds; ask for 2 at least.")
    if len(labels) < count:
        raise DataError(f"{len(labels)} rows are too few for {count} folds; ask for fewer.")
    order = _shuffled(len(labels), seed)
    by_class = order[np.argsort(labels[order], kind="stable")]
    return [np.sort(by_class[first::count]) for first in range(count)]


def _shuffled(count: int, seed: int) -> NDArray[np.int64]:
    if not 0 <= seed < 2**32:
        raise UsageError(f"The seed is {seed}; it must lie in 0..{2**32 - 1}.")
    # RandomState's stream is frozen by NEP 19; a Generator's may change between numpy releases.
    return np.random.RandomState(seed).permutation(count).astype(np.int64, copy=False)
