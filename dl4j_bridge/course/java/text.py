"""Java's texts of values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from .numbers import int32


def text(value: Any) -> str:
    """`String.valueOf`: `true`, `null`, `1.0E-5`, `[1, 2]`; of a float as of a double."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _decimal(repr(float(value)))
    if type(value) is dict or (
        isinstance(value, Mapping) and type(value).__module__ == _COLLECTIONS
    ):
        return "{" + ", ".join(f"{text(k)}={text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(text, value)) + "]"
    return str(value)


def float_text(value: Any) -> str:
    """The text of a Java `float`, or of a list of those."""
    if isinstance(value, float):
        return _decimal(str(np.float32(value)))
    if value is None or isinstance(value, (str, int)):
        return text(value)
    return joined(value, item=float_text)


def joined(values: Iterable[Any] | None, item: Callable[[Any], str] = text) -> str:
    """`Arrays.toString`."""
    return "null" if values is None else "[" + ", ".join(map(item, values)) + "]"


def optional_text(value: Any) -> str | None:
    """A text from Java as Python's, where it may be missing."""
    return None if value is None else str(value)


def split(whole: str, pattern: str, limit: int = 0) -> list[str]:
    """`String.split`: by a regular expression, without what is empty at the end."""
    if not whole:
        return [""]
    parts = re.split(f"(?:{pattern})", whole, maxsplit=max(0, limit - 1))
    if any(part is None for part in parts) or re.compile(pattern).groups:
        parts = _split(whole, pattern, limit)
    if parts and not parts[0] and re.match(pattern, whole) and not re.match(pattern, whole)[0]:  # type: ignore[index]
        parts = parts[1:]
    if limit == 0:
        while len(parts) > 1 and not parts[-1]:
            parts.pop()
    return parts


def hash_code(value: Any) -> int:
    """`hashCode` of texts, numbers, truth values and lists of those."""
    if value is None:
        return 0
    if isinstance(value, bool):
        return 1231 if value else 1237
    if isinstance(value, str):
        code = 0
        for character in value:
            code = (31 * code + ord(character)) % 2**32
        return int32(code)
    if isinstance(value, int):
        return value if -(2**31) <= value < 2**31 else int32(value ^ (value >> 32))
    if isinstance(value, float):
        bits = int(np.float64(value).view(np.int64))
        return int32(bits ^ (bits >> 32))
    if isinstance(value, (list, tuple)):
        code = 1
        for element in value:
            code = int32(31 * code + hash_code(element))
        return code
    return int(value.hashCode()) if hasattr(value, "hashCode") else int32(hash(value))


class StringBuilder:
    """A text that grows."""

    def __init__(self, start: object = "") -> None:
        self._text = start if isinstance(start, str) else ""

    def append(self, value: object) -> StringBuilder:
        """Put a value's text to the end."""
        self._text += text(value)
        return self

    def insert(self, at: int, value: object) -> StringBuilder:
        """Put a value's text somewhere."""
        self._text = self._text[:at] + text(value) + self._text[at:]
        return self

    def reverse(self) -> StringBuilder:
        """Turn it round."""
        self._text = self._text[::-1]
        return self

    def set_length(self, length: int) -> None:
        """Cut it off, or fill it up with zero characters."""
        self._text = self._text[:length].ljust(length, "\0")

    def delete_char_at(self, at: int) -> StringBuilder:
        """Take a character out."""
        self._text = self._text[:at] + self._text[at + 1 :]
        return self

    def set_char_at(self, at: int, character: str) -> None:
        """Put a character in the place of another."""
        self._text = self._text[:at] + character + self._text[at + 1 :]

    def delete(self, start: int, end: int) -> StringBuilder:
        """Take a part out."""
        self._text = self._text[:start] + self._text[end:]
        return self

    def __str__(self) -> str:
        return self._text

    def __len__(self) -> int:
        return len(self._text)

    def __getitem__(self, at: Any) -> str:
        return self._text[at]


_COLLECTIONS = "dl4j_bridge.course.java.collections"


def _split(whole: str, pattern: str, limit: int) -> list[str]:
    """Python's `re.split` also gives the groups; this does not."""
    parts: list[str] = []
    start = 0
    for match in re.finditer(pattern, whole):
        if limit > 0 and len(parts) == limit - 1:
            break
        parts.append(whole[start : match.start()])
        start = match.end()
    return [*parts, whole[start:]]


def _decimal(shortest: str) -> str:
    """Python's shortest digits as Java writes them: from 1e-3 to 1e7 without an exponent."""
    if shortest.lstrip("-") == "5e-324":  # Java wants two digits
        return shortest.replace("5e", "4.9E")
    if shortest in {"nan", "inf", "-inf"}:
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[shortest]
    sign = "-" if shortest.startswith("-") else ""
    mantissa, _, power = shortest.lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return sign + "0.0"
    leading = len(whole + fraction) - len(digits)
    exponent = int(power or 0) + len(whole) - leading - 1
    digits = digits.rstrip("0") or "0"
    if -3 <= exponent < 7:
        if exponent < 0:
            return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
        point = exponent + 1
        return f"{sign}{digits[:point].ljust(point, '0')}.{digits[point:] or '0'}"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{exponent}"
