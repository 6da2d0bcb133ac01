"""Whole numbers as people hand them in."""

from __future__ import annotations

import numbers

from .errors import UsageError

__all__ = ["seed", "whole"]


def whole(name: str, value: object, least: int = 1, most: int | None = None) -> int:
    """A whole number in bounds, as Python's int; numpy's integers are such, truth values not.

    Raises:
        UsageError: it is none, or out of bounds; names the value.
    """
    if isinstance(value, numbers.Integral) and not isinstance(value, bool):
        number = int(value)
        if least <= number and (most is None or number <= most):
            return number
    wanted = f"of at least {least}" if most is None else f"from {least} to {most}"
    raise UsageError(f"{name} is {value!r}, but must be a whole number {wanted}.")


def seed(name: str, value: object) -> int:
    """A seed as Java takes it, a long.

    Raises:
        UsageError: it is none; names the value.
    """
    return whole(name, value, -(2**63), 2**63 - 1)
