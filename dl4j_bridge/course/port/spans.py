"""Intervals of whole numbers with what Java's operators make of them."""

from __future__ import annotations

from .types import JavaType

Span = tuple[int, int]

# No loop that Python runs turns more often than this, and no list is longer.
MANY = 2**24
SIZE: Span = (0, MANY)
INT_SPAN: Span = (-(2**31), 2**31 - 1)
LONG_SPAN: Span = (-(2**63), 2**63 - 1)
_SPANS = {
    "byte": (-128, 127),
    "short": (-(2**15), 2**15 - 1),
    "char": (0, 2**16 - 1),
    "int": INT_SPAN,
    "long": LONG_SPAN,
}


def of_type(java_type: JavaType) -> Span | None:
    """What a type can hold; None if it is no type of whole numbers."""
    return None if java_type.dimensions else _SPANS.get(java_type.unboxed.name)


def joined(a: Span, b: Span) -> Span:
    """The smallest interval around both."""
    return min(a[0], b[0]), max(a[1], b[1])


def fits(inner: Span, outer: Span) -> bool:
    """Whether an interval lies within another."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def stored(span: Span, place: Span) -> Span:
    """What is there after storing: anything, if it may have been too much."""
    return span if fits(span, place) else place


def settled(span: Span) -> Span:
    """The result of arithmetic of which nobody knows whether it had 32 bits or 64."""
    if fits(span, INT_SPAN):
        return span
    return stored(joined(span, INT_SPAN), LONG_SPAN)


def combined(operator: str, a: Span, b: Span) -> Span:
    """The exact results of an operator, before anything overflows."""
    if operator == "+":
        return a[0] + b[0], a[1] + b[1]
    if operator == "-":
        return a[0] - b[1], a[1] - b[0]
    if operator in {"*", "<<"}:
        if operator == "<<":
            if not fits(b, (0, 63)):
                return 2 * LONG_SPAN[0], 2 * LONG_SPAN[1]
            b = (2 ** b[0], 2 ** b[1])
        corners = [x * y for x in a for y in b]
        return min(corners), max(corners)
    if operator == "/":
        return _quotient(a, b)
    if operator == "%":
        most = max(abs(b[0]), abs(b[1])) - 1
        return (0 if a[0] >= 0 else -min(most, -a[0])), (0 if a[1] <= 0 else min(most, a[1]))
    if operator == ">>" and fits(b, (0, 31)):
        corners = [x >> y for x in a for y in b]
        return min(corners), max(corners)
    return _bits(operator, a, b)


def _quotient(a: Span, b: Span) -> Span:
    most = max(abs(a[0]), abs(a[1]))
    if a[0] >= 0 and b[0] > 0:
        return a[0] // b[1], a[1] // b[0]
    return -most, most


def _bits(operator: str, a: Span, b: Span) -> Span:
    if operator == ">>":
        return joined(a, (0, 0)) if a[0] >= 0 else joined(a, (-1, 0))
    if operator == ">>>":
        return (0, a[1]) if a[0] >= 0 else LONG_SPAN
    naturals = [span[1] for span in (a, b) if span[0] >= 0]
    if operator == "&" and naturals:
        return 0, min(naturals)
    power = 2 ** max(abs(limit).bit_length() for limit in (*a, *b))
    return (0 if len(naturals) == 2 else -power), power - 1
