"""Arrays as people hand them in: what they hold, where they are not finite."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import ArrayError

__all__ = ["first_not_finite", "place", "plain", "real"]

# Values that are looked at together once a sum has shown that not all are finite.
_BLOCK = 1 << 20


def plain(given: object, name: str) -> NDArray[Any]:
    """What is given as an array of numpy's own class; it is not copied if it is one already.

    Args:
        given: anything `numpy.asarray` takes.
        name: what to call it in an error.

    Raises:
        ArrayError: it is no array, or has masked values, which numpy would show as any others.
    """
    mask = np.asarray(np.ma.getmask(given)) if isinstance(given, np.ma.MaskedArray) else None
    # The mask of a structured array is none of truth values; its type is refused elsewhere.
    if mask is not None and mask.dtype == np.bool_ and mask.any():
        first = tuple(map(int, np.argwhere(mask)[0]))
        raise ArrayError(
            f"{name}, {place(first)} is masked. Leave such rows out, or give the values that "
            "count instead by .filled(value)."
        )
    try:
        values = np.asarray(given)
    except (ValueError, TypeError, RuntimeError) as error:
        raise ArrayError(f"{name} is no array: {error}") from error
    if values.dtype.kind == "O" and values.ndim == 0:
        hint = " Its .toarray() is one." if hasattr(given, "toarray") else ""
        raise ArrayError(f"{name} is {_a(type(given).__name__)}, but must be an array.{hint}")
    return values


def real(given: object, name: str) -> NDArray[Any]:
    """As `plain`, and of a type of real numbers: booleans, integers or floats.

    Raises:
        ArrayError: as `plain`, or the values are of another type; names the first in objects.
    """
    values = plain(given, name)
    if values.dtype.kind in "biuf":
        return values
    kind = f"{name} has the data type {values.dtype} (shape {values.shape})"
    what = f"{kind}, but must be real numbers"
    if values.dtype.kind != "O":
        raise ArrayError(f"{what}.")
    for index in np.ndindex(values.shape):
        if not isinstance(values[index], numbers.Real):
            raise ArrayError(f"{what}: {place(index)} is {values[index]!r:.60}.")
    raise ArrayError(f"{what}; .astype('float32') makes it so.")


def first_not_finite(values: NDArray[Any]) -> tuple[int, ...] | None:
    """Index of the first NaN or infinity, in C's order; None if all values are finite.

    Reads the values once, at the speed of memory, where all are finite; never copies them.
    """
    if values.dtype.kind != "f" or not values.size:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        # A NaN or infinity stays in a sum; that of half floats is too large for their type.
        total = values.sum(dtype=np.float32 if values.itemsize < 4 else None)
    if np.isfinite(total):
        return None
    rows = values[None] if values.ndim == 0 else values
    step = max(1, _BLOCK // max(1, rows[0].size))
    for first in range(0, len(rows), step):
        bad = ~np.isfinite(rows[first : first + step])
        if bad.any():
            row, *others = map(int, np.unravel_index(int(bad.argmax()), bad.shape))
            return (first + row, *others) if values.ndim else ()
    return None


def place(index: tuple[int, ...], first: int = 0) -> str:
    """An index in words; rows are counted from 0.

    Args:
        index: of a value.
        first: row that the array's row 0 is of a whole.
    """
    if not index:
        return "the only value"
    row, *others = index
    if len(others) > 1:
        return f"row {row + first}, {others}"
    return f"row {row + first}" + "".join(f", column {column}" for column in others)


def _a(name: str) -> str:
    return f"an {name}" if name[:1] in "aeiouAEIOU" else f"a {name}"
