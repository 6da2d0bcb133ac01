"""The mean of what several workers have learnt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.floating[Any]]


def mean(vectors: Sequence[Numbers], weights: Sequence[int]) -> Numbers:
    """The weighted mean of vectors of one data type, summed in float64.

    Of one vector it is that vector, bit by bit.

    Args:
        vectors: each of shape (values,).
        weights: at least 0 each, not all 0.
    """
    if len(vectors) == 1:
        return vectors[0]
    total = np.zeros(vectors[0].shape)
    for vector, weight in zip(vectors, weights, strict=True):
        total += vector.astype(np.float64) * weight
    return np.asarray(total / sum(weights), vectors[0].dtype)
