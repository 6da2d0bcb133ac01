"""The numbers, truths or texts that expressions of a Java program are known to have."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

from .code import Code
from .names import Names, Variable

Constant = int | float | bool | str
_INTEGERS = {"int", "long", "short", "byte", "Integer", "Long"}
_FLOATS = {"double", "float", "Double", "Float"}
_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_DEEPEST = 40  # names behind names
_LARGEST = 2**63  # the end of Java's whole numbers


def constant(names: Names, code: Code, depth: int = 0) -> Constant | None:
    """What an expression is known to evaluate to, or None."""
    if depth > _DEEPEST:
        return None
    if code.kind == "parenthesized_expression":
        return constant(names, code.parts[0], depth + 1) if code.parts else None
    if code.kind == "cast_expression":
        inner = code.field("value")
        value = constant(names, inner, depth + 1) if inner else None
        return _as_type(value, code.field_text("type"))
    if code.kind == "unary_expression":
        return _negated(names, code, depth)
    if code.kind == "binary_expression":
        return _computed(names, code, depth)
    if code.kind in ("identifier", "field_access"):
        variable = names.variable(code)
        return _held(names, variable, depth) if variable else None
    return literal(code)


def number(names: Names, code: Code | None) -> int | float | None:
    """What an expression is known to be as a number, or None."""
    value = None if code is None else constant(names, code)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def literal(code: Code) -> Constant | None:
    """The value of a literal, or None."""
    text = code.text.replace("_", "")
    if code.kind in ("true", "false"):
        return code.kind == "true"
    if code.kind == "string_literal":
        return code.text[1:-1]
    try:
        if code.kind == "decimal_floating_point_literal":
            return float(text.rstrip("fFdD"))
        if code.kind == "decimal_integer_literal":
            return _in_java(int(text.rstrip("lL")))
        if code.kind == "hex_integer_literal":
            return _in_java(int(text.rstrip("lL"), 16))
    except ValueError:
        return None
    return None


def _in_java(value: int) -> int | None:
    """A whole number, None for one that Java does not have."""
    return value if abs(value) <= _LARGEST else None


def _held(names: Names, variable: Variable, depth: int) -> Constant | None:
    """What a variable holds; found once, since sums of sums of names would double the work."""
    if variable not in names.constants:
        names.constants[variable] = None  # what depends on itself has no value
        held = names.value(variable)
        value = None if held is None else constant(names, held, depth + 1)
        names.constants[variable] = _as_type(value, variable.type)
    return names.constants[variable]


def _as_type(value: Constant | None, kind: str) -> Constant | None:
    if isinstance(value, bool | str) or value is None:
        return value
    if kind in _INTEGERS:
        return _in_java(int(value)) if math.isfinite(value) else None
    return float(value) if kind in _FLOATS else value


def _negated(names: Names, code: Code, depth: int) -> Constant | None:
    operand = code.field("operand")
    value = constant(names, operand, depth + 1) if operand else None
    sign = code.field_text("operator")
    if isinstance(value, bool):
        return not value if sign == "!" else None
    if isinstance(value, int | float) and sign in "+-":
        return -value if sign == "-" else value
    return None


def _computed(names: Names, code: Code, depth: int) -> Constant | None:
    left, right = code.field("left"), code.field("right")
    if left is None or right is None:
        return None
    a, b = constant(names, left, depth + 1), constant(names, right, depth + 1)
    if not isinstance(a, int | float) or not isinstance(b, int | float):
        return None
    sign = code.field_text("operator")
    if sign in _ARITHMETIC:
        value = _ARITHMETIC[sign](a, b)
        return _in_java(value) if isinstance(value, int) else value
    if sign != "/" or b == 0:
        return None
    whole = isinstance(a, int) and isinstance(b, int)
    return int(a / b) if whole else a / b  # Java divides integers towards zero
