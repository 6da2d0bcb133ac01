"""`String.format`."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .exceptions import java_exception
from .text import hash_code, text

_SPECIFIER = re.compile(r"%(\d+\$|<)?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])")


def format_text(pattern: str, *values: Any) -> str:
    """What Java's format gives, in the US locale.

    Args:
        pattern: with `%.2f`, `%5d`, `%-10s`, `%,d`, `%e`, `%x`, `%b`, `%c`, `%n`, `%%`.
        values: for them.

    Raises:
        JavaThrowable: a value too few, or one of the wrong kind.
    """
    position = -1

    def fill(match: re.Match[str]) -> str:
        nonlocal position
        index, flags, width, precision, kind = match.groups()
        if kind in "n%":
            return _padded("\n" if kind == "n" else "%", flags, width)
        if index and index != "<":
            at = int(index[:-1]) - 1
        else:
            position += index != "<"
            at = position
        if at >= len(values):
            raise java_exception("java.util.MissingFormatArgumentException")(
                f"Format specifier '{match[0]}'"
            )
        made = _made(values[at], flags, int(width or 0), precision, kind, match[0])
        return made.upper() if kind.isupper() else made

    return _SPECIFIER.sub(fill, str(pattern))


def _made(value: Any, flags: str, width: int, precision: str | None, kind: str, all_: str) -> str:
    lower = kind.lower()
    if lower in "sbhc":
        shown = _shown(value, lower)
        return _padded(shown[: int(precision)] if precision else shown, flags, width)
    if value is None:
        return _padded("null", flags.replace("0", ""), width)
    whole = isinstance(value, int) and not isinstance(value, bool)
    if lower in "dxo" and whole:
        return _number(value < 0, _whole(abs(int(value)) if lower == "d" else int(value), lower,
                                         flags), flags, width)  # fmt: skip
    if lower in "efg" and isinstance(value, float):
        if not math.isfinite(value):
            shown = "NaN" if math.isnan(value) else "Infinity"
            return _number(value < 0, shown, flags.replace("0", ""), width)
        digits = 6 if precision is None else int(precision)
        negative = math.copysign(1, value) < 0
        return _number(negative, _fraction(abs(value), lower, digits, flags), flags, width)
    raise java_exception("java.util.IllegalFormatConversionException")(
        f"{kind} != {_java_name(value)}"
    )


def _shown(value: Any, kind: str) -> str:
    if kind == "b":
        return text(value) if isinstance(value, bool) else text(value is not None)
    if kind == "h":
        return f"{hash_code(value) % 2**32:x}"
    if kind == "c" and isinstance(value, int):
        return chr(value)
    return text(value)


def _whole(value: int, kind: str, flags: str) -> str:
    if kind == "d":
        return f"{value:,}" if "," in flags else str(value)
    bits = 2**32 if -(2**31) <= value < 2**31 else 2**64
    return f"{value % bits:x}" if kind == "x" else f"{value % bits:o}"


def _fraction(value: float, kind: str, digits: int, flags: str) -> str:
    """Rounded half up from the shortest digits, as Java does."""
    exact = Decimal(repr(float(value)))
    if kind == "g":
        digits = digits or 1
        rounded = exact.quantize(_unit(exact.adjusted() - digits + 1), ROUND_HALF_UP)
        if exact == 0 or Decimal("1e-4") <= rounded < Decimal(10) ** digits:
            kind, digits = "f", max(0, digits - 1 - (rounded.adjusted() if exact else 0))
        else:
            kind, digits = "e", digits - 1
    if kind == "e":
        power = exact.adjusted() if exact else 0
        rounded = exact.scaleb(-power).quantize(_unit(-digits), ROUND_HALF_UP)
        if rounded >= 10:
            power, rounded = power + 1, rounded / 10
        return f"{rounded:.{digits}f}e{'-' if power < 0 else '+'}{abs(power):02d}"
    rounded = exact.quantize(_unit(-digits), ROUND_HALF_UP) if exact else Decimal(0)
    return f"{rounded:,.{digits}f}" if "," in flags else f"{rounded:.{digits}f}"


def _unit(power: int) -> Decimal:
    return Decimal(1).scaleb(power)


def _number(negative: bool, digits: str, flags: str, width: int) -> str:
    sign = "-" if negative else "+" if "+" in flags else " " if " " in flags else ""
    tail = ""
    if negative and "(" in flags:
        sign, tail = "(", ")"
    if "0" in flags:
        digits = digits.rjust(width - len(sign) - len(tail), "0")
    return _padded(sign + digits + tail, flags, width)


def _padded(shown: str, flags: str, width: Any) -> str:
    size = int(width or 0)
    return shown.ljust(size) if "-" in flags else shown.rjust(size)


def _java_name(value: Any) -> str:
    names = {bool: "Boolean", int: "Integer", float: "Double", str: "String"}
    return next((f"java.lang.{n}" for t, n in names.items() if isinstance(value, t)), "Object")
