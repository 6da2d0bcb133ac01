"""Java's arithmetic where Python's is another."""

from __future__ import annotations

import math
import re
import struct
from typing import Any

from .exceptions import ArithmeticException, NumberFormatException

_INT = re.compile(r"[+-]?[0-9]+")
_DOUBLE = re.compile(r"[+-]?(NaN|Infinity|((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)[fFdD]?)")


def int32(value: int) -> int:
    """The lower 32 bits, as `int` has them after an overflow."""
    return (value + 2**31) % 2**32 - 2**31


def int64(value: int) -> int:
    """The lower 64 bits, as `long` has them after an overflow."""
    return (value + 2**63) % 2**64 - 2**63


def float32(value: float) -> float:
    """Rounded to a Java `float`; too large a value becomes infinite."""
    try:
        (rounded,) = struct.unpack("f", struct.pack("f", value))
    except OverflowError:
        return math.copysign(math.inf, value)
    return float(rounded)


def divide(a: int, b: int) -> int:
    """Division of whole numbers, rounded towards zero.

    Raises:
        ArithmeticException: b is 0.
    """
    if b == 0:
        raise ArithmeticException("/ by zero")
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


def remainder(a: Any, b: Any) -> Any:
    """What division leaves, with the sign of the dividend; also of floating-point numbers.

    Raises:
        ArithmeticException: b is 0 and both are whole.
    """
    if isinstance(a, float) or isinstance(b, float):
        return math.fmod(a, b) if b and math.isfinite(a) else math.nan
    return a - b * divide(a, b)


def quotient(a: Any, b: Any) -> Any:
    """Division by Java's rules: of whole numbers as `divide`, else in floating point.

    Raises:
        ArithmeticException: b is 0 and both are whole.
    """
    if not isinstance(a, float) and not isinstance(b, float):
        return divide(a, b)
    if b:
        return a / b
    if math.isnan(a) or math.isnan(b) or not a:
        return math.nan
    return math.copysign(math.inf, math.copysign(1, a) * math.copysign(1, b))


def shift_right_unsigned(value: int, distance: int, bits: int = 32) -> int:
    """`value >>> distance`."""
    shifted = (value % 2**bits) >> (distance % bits)
    return int32(shifted) if bits == 32 else int64(shifted)


def to_int(value: Any) -> int:
    """The cast `(int)`: towards zero; NaN is 0, what is too large becomes the largest."""
    if isinstance(value, str):
        return ord(value)
    if isinstance(value, float):
        return max(-(2**31), min(2**31 - 1, _whole(value)))
    return int32(int(value))


def to_long(value: Any) -> int:
    """The cast `(long)`."""
    if isinstance(value, str):
        return ord(value)
    if isinstance(value, float):
        return max(-(2**63), min(2**63 - 1, _whole(value)))
    return int64(int(value))


def round_half_up(value: float) -> int:
    """`Math.round` of a double."""
    if not math.isfinite(value):
        return to_long(value)
    low = math.floor(value)
    return to_long(float(low + (value - low >= 0.5)))


def floor(value: float) -> float:
    """`Math.floor`, which gives a double."""
    return float(math.floor(value)) if math.isfinite(value) else value


def ceil(value: float) -> float:
    """`Math.ceil`, which gives a double."""
    return float(math.ceil(value)) if math.isfinite(value) else value


def sqrt(value: float) -> float:
    """`Math.sqrt`: of a negative number NaN."""
    return math.sqrt(value) if value >= 0 else math.nan


def compare(a: Any, b: Any) -> int:
    """Less than 0, 0 or more, as `compareTo` has it; texts give a distance."""
    if hasattr(a, "compare_to"):
        return int(a.compare_to(b))
    if isinstance(a, str) and isinstance(b, str):
        for x, y in zip(a, b, strict=False):
            if x != y:
                return ord(x) - ord(y)
        return len(a) - len(b)
    if hasattr(a, "ordinal"):
        return int(a.ordinal() - b.ordinal())
    return int(a > b) - int(a < b)


def parse_int(text: str | None) -> int:
    """`Integer.parseInt`.

    Raises:
        NumberFormatException: no whole number of 32 bits.
    """
    if text is None:
        raise NumberFormatException("Cannot parse null string: null")
    if not _INT.fullmatch(str(text)) or not -(2**31) <= int(text) < 2**31:
        raise NumberFormatException(f'For input string: "{text}"')
    return int(text)


def parse_double(text: str) -> float:
    """`Double.parseDouble`.

    Raises:
        NumberFormatException: no number.
    """
    stripped = str(text).strip()
    if not stripped:
        raise NumberFormatException("empty String")
    if not _DOUBLE.fullmatch(stripped):
        raise NumberFormatException(f'For input string: "{text}"')
    return float(stripped.rstrip("fFdD") if stripped[-1] in "fFdD" else stripped)


def _whole(value: float) -> int:
    if math.isnan(value):
        return 0
    return int(value) if math.isfinite(value) else int(math.copysign(2**63, value))
