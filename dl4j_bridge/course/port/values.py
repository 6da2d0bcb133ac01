"""Python expressions as text with their precedence, and the Java type that they had."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

from .types import UNKNOWN, JavaType


class Level(IntEnum):
    """How strongly an expression holds together; the weaker is put into parentheses."""

    WALRUS = 0
    LAMBDA = 1
    TERNARY = 2
    OR = 3
    AND = 4
    NOT = 5
    COMPARE = 6
    BIT_OR = 7
    XOR = 8
    BIT_AND = 9
    SHIFT = 10
    ADD = 11
    MULTIPLY = 12
    UNARY = 13
    PRIMARY = 15


@dataclass(frozen=True)
class Value:
    """A Python expression.

    Attributes:
        text: of the expression, on one line.
        level: its precedence.
        type: the Java type of what it stands for.
        foreign: whether Java made it, so that a text is a `java.lang.String`.
        natural: whether it is a whole number that is certainly not negative.
        nullable: whether it is a text that may be missing.
        uncut: of `int32(x)` the `x`, which is as good within further sums and products.
    """

    text: str
    level: Level = Level.PRIMARY
    type: JavaType = UNKNOWN
    foreign: bool = False
    natural: bool = False
    nullable: bool = False
    uncut: Value | None = None

    def at(self, level: Level) -> str:
        """The text, in parentheses where something stronger is wanted."""
        return f"({self.text})" if self.level < level else self.text

    @property
    def primary(self) -> str:
        """The text, as what a dot or a bracket may follow."""
        if self.text.isdigit():
            return f"({self.text})"
        return self.at(Level.PRIMARY)

    @property
    def argument(self) -> str:
        """The text between commas."""
        return self.at(Level.LAMBDA)

    def typed(self, java_type: JavaType) -> Value:
        """The same with another type."""
        return replace(self, type=java_type)


def fill(template: str, values: list[Value], level: Level, java_type: JavaType) -> Value:
    """A template of the library's table, filled in.

    Args:
        template: `{0}` stands where anything may, `{p0}` before a dot or a bracket, `{c0}` beside
            a comparison, `{m0}` beside a product, `{u0}` after a sign.
        values: receiver and arguments.
        level: of the result.
        java_type: of the result.
    """
    words = {}
    for i, value in enumerate(values):
        words[f"a{i}"] = value.argument
        words[f"p{i}"] = value.primary
        words[f"c{i}"] = value.at(Level.BIT_OR)
        words[f"s{i}"] = value.at(Level.ADD)
        words[f"m{i}"] = value.at(Level.UNARY)
        words[f"u{i}"] = value.at(Level.UNARY)
    return Value(template.format(*(value.argument for value in values), **words), level, java_type)


def quoted(text: str) -> str:
    """A Python literal in the quotes that formatters prefer."""
    body = "".join(_escape(character) for character in text)
    if '"' in text and "'" not in text:
        return f"'{body}'"
    return '"' + body.replace('"', '\\"') + '"'


def _escape(character: str) -> str:
    known = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    if character in known:
        return known[character]
    if character.isprintable():
        return character
    code = ord(character)
    return (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )
