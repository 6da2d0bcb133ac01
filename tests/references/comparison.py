"""What agrees: equal within 1e-6, relative, in float64."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

TOLERANCE = 1e-6
# Below this a difference counts as if the number were this large: 1e-15 is all float64 can do.
SMALL = 1e-9

Array = npt.NDArray[Any]


@dataclass
class Group:
    """How many numbers of a group were compared, the largest relative difference of them."""

    values: int = 0
    largest: float = 0.0


GROUPS: dict[str, Group] = {}


def assert_agrees(group: str, actual: npt.ArrayLike, expected: npt.ArrayLike) -> None:
    """Fail if a number of DL4J's is not the reference's; infinities must be the same."""
    ours = np.asarray(actual, np.float64)
    theirs = np.broadcast_to(np.asarray(expected, np.float64), ours.shape)
    with np.errstate(invalid="ignore"):
        gap = np.abs(ours - theirs) / np.maximum(np.abs(theirs), SMALL)
    gap = np.where(ours == theirs, 0.0, gap)
    worst = float(gap.max())
    where = [int(i) for i in np.unravel_index(gap.argmax(), gap.shape)]
    assert worst <= TOLERANCE, f"{group} differ by {worst:.2e} of the number at {where}"
    seen = GROUPS.setdefault(group, Group())
    seen.values += ours.size
    seen.largest = max(seen.largest, worst)


def derivative(function: Any, at: npt.ArrayLike) -> Array:
    """The gradient of a real function that also takes complex numbers, exact to rounding.

    Source: Squire, Trapp, Using complex variables to estimate derivatives of real functions,
    SIAM Review 40(1), 1998.
    """
    at = np.asarray(at, np.float64)
    found = np.empty(at.shape)
    for index in np.ndindex(at.shape):
        step = at.astype(np.complex128)
        step[index] += 1e-30j
        found[index] = np.sum(function(step)).imag / 1e-30
    return found
