"""Texts put together."""

from __future__ import annotations

import re

from .conversions import plain, shown
from .scope import Scope
from .types import CHAR, STRING
from .values import Level, Value

_LITERAL = re.compile(r"""(?s)"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""")


_FORMATTED = re.compile(r"""(?s)f"(?:[^"\\]|\\.)*"|f'[^'\\]*'""")


def concatenated(parts: list[Value], scope: Scope) -> Value:
    """Texts put together: an f-string where the parts allow for one."""
    if any(_unfit(part) for part in parts):
        texts = [shown(part, scope) for part in parts]
        return Value(" + ".join(t.at(Level.ADD) for t in texts), Level.ADD, STRING)
    if len(parts) == 1:
        return shown(parts[0], scope)
    body = "".join(_piece(part, scope) for part in parts)
    prefix = "f"
    if all(map(_is_literal, parts)):
        prefix, body = "", body.replace("{{", "{").replace("}}", "}")
    if '\\"' in body and "'" not in body:  # quotes as formatters prefer them
        body = body.replace('\\"', '"')
        return Value(f"{prefix}'{body}'", type=STRING)
    return Value(f'{prefix}"{body}"', type=STRING)


def _is_literal(value: Value) -> bool:
    return value.type in {STRING, CHAR} and _LITERAL.fullmatch(value.text) is not None


def _unfit(value: Value) -> bool:
    """What an f-string of Python 3.10 cannot have between its braces."""
    if _FORMATTED.fullmatch(value.text):
        return False
    if _is_literal(value):
        return False
    return (
        "\\" in value.text
        or "'" in value.text
        or value.text.count('"') % 2 == 1
        or ('f"' in value.text)
    )


def _piece(value: Value, scope: Scope) -> str:
    if _FORMATTED.fullmatch(value.text):
        body = value.text[2:-1]
        return body.replace('"', '\\"') if value.text[1] == "'" else body
    if _is_literal(value):
        body = value.text[1:-1]
        if value.text.startswith("'"):
            body = body.replace('"', '\\"')
        return body.replace("{", "{{").replace("}", "}}")
    inside = value.argument if plain(value) else shown(value, scope).argument
    if inside.startswith("{"):
        inside = f" {inside}"
    if value.level <= Level.LAMBDA:
        inside = f"({value.text})"
    return "{" + inside.replace('"', "'") + "}"
