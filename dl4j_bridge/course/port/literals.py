"""Java's literals."""

from __future__ import annotations

import re

from tree_sitter import Node

from .operators import rounded
from .scope import Scope
from .types import (
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    STRING,
)
from .values import Level, Value, quoted


def integer(node: Node, scope: Scope) -> Value:
    """A whole number."""
    text = scope.text(node).replace("_", "")
    java_type = LONG if text[-1] in "lL" else INT
    text = text.rstrip("lL")
    if re.fullmatch(r"0[0-7]+", text):
        text = f"0o{text[1:]}"
    number = int(text, 0)
    if node.type != "decimal_integer_literal":
        bits = 64 if java_type == LONG else 32
        if number >= 2 ** (bits - 1):
            number -= 2**bits
            return Value(str(number), Level.UNARY, java_type)
        return Value(text[:2].lower() + text[2:].upper(), type=java_type, natural=True)
    return Value(scope.text(node).rstrip("lL"), type=java_type, natural=True)


def floating(node: Node, scope: Scope) -> Value:
    """A number with a fraction."""
    text = scope.text(node).replace("_", "").lower()
    java_type = FLOAT if text.endswith("f") else DOUBLE
    if text.startswith("0x"):
        return Value(repr(float.fromhex(text)), type=java_type)
    text = text.rstrip("fd")
    if "." not in text and "e" not in text:
        text += ".0"
    text = re.sub(r"^\.", "0.", text)
    text = re.sub(r"\.(?=e|$)", ".0", text)
    text = text.replace("e+", "e")
    value = Value(text, type=java_type)
    return value if java_type == DOUBLE or _exact(text) else rounded(value, scope)


def _exact(text: str) -> bool:
    import struct

    number = float(text)
    return bool(struct.unpack("f", struct.pack("f", number))[0] == number)


def string(node: Node, scope: Scope) -> Value:
    """A text, or a block of it."""
    text = scope.text(node)
    if text.startswith('"""'):
        return Value(quoted(_text_block(text)), type=STRING)
    return Value(quoted(_unescaped(text[1:-1])), type=STRING)


def character(node: Node, scope: Scope) -> Value:
    """A char."""
    return Value(quoted(_unescaped(scope.text(node)[1:-1])), type=CHAR)


def _unescaped(text: str) -> str:
    text = re.sub(r"\\u+([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    text = re.sub(r"\\([0-3]?[0-7]{1,2})", lambda m: chr(int(m[1], 8)), text)
    known = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "s": " ", "\n": ""}
    return re.sub(r"\\(.|\n)", lambda m: known.get(m[1], m[1]), text, flags=re.DOTALL)


def _text_block(text: str) -> str:
    lines = text[3:-3].split("\n")[1:]
    margins = [len(row) - len(row.lstrip()) for row in lines if row.strip()]
    if lines and not lines[-1].strip():
        margins.append(len(lines[-1]))
    margin = min(margins, default=0)
    rows = [row[margin:].rstrip() if row.strip() else "" for row in lines]
    return _unescaped("\n".join(rows))
