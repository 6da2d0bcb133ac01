"""Numbers, characters and text as Java's source has them."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import numpy as np

from .expressions import Literal
from .reflection import (
    java,
)

BOXES = {
    "boolean": "java.lang.Boolean",
    "char": "java.lang.Character",
    "double": "java.lang.Double",
    "float": "java.lang.Float",
    "int": "java.lang.Integer",
    "long": "java.lang.Long",
    "short": "java.lang.Short",
    "byte": "java.lang.Byte",
}
WHOLE = ("java.lang.Integer", "java.lang.Long", "java.lang.Short", "java.lang.Byte")


def number(value: Any, box: str) -> Literal:
    """A number, character or truth value as Java writes it, of the type that is wanted."""
    boxed = java(box)
    if box == "java.lang.Boolean":
        return Literal(str(bool(value)).lower(), boxed(bool(value)))
    if box == "java.lang.Character":
        return Literal(f"'{value}'", boxed(str(value)))
    if box in WHOLE:
        whole = int(value)
        return Literal(f"{whole}L" if abs(whole) >= 2**31 else str(whole), boxed(whole))
    kind = box.rpartition(".")[2]
    single = box.endswith("Float")
    # Java's own text depends on the JDK.
    text = _decimal(str(np.float32(value)) if single else repr(float(value)))
    if not math.isfinite(value):
        name = "NaN" if math.isnan(value) else f"{'POSITIVE' if value > 0 else 'NEGATIVE'}_INFINITY"
        text = f"{kind}.{name}"
    elif single:
        text += "f"
    return Literal(text, boxed(value))


def _decimal(text: str) -> str:
    """`1e-4` for 0.0001, `1e30` for 1e+30; `0.5` stays."""
    value = Decimal(text)
    if value.is_finite() and value and (abs(value) < Decimal("0.001") or "e" in text.lower()):
        return f"{value.normalize():e}".replace("e+", "e")
    return text


def quoted(text: str) -> str:
    """A string literal in ASCII."""
    escaped = (
        f"\\{char}" if char in '"\\' else char if " " <= char <= "~" else _unicode(char)
        for char in text
    )
    return f'"{"".join(escaped)}"'


def _unicode(char: str) -> str:
    # \u000a would end the line before the compiler sees the string.
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
