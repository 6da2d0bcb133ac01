"""Java's operators."""

from __future__ import annotations

import re

from tree_sitter import Node

from .concatenation import concatenated
from .scope import Scope
from .types import BOOLEAN, CHAR, DOUBLE, FLOAT, INT, LONG, STRING, UNKNOWN, JavaType, promoted
from .unit import Untranslatable
from .values import Level, Value, quoted

_ARITHMETIC = {"+": Level.ADD, "-": Level.ADD, "*": Level.MULTIPLY}
_BITS = {"&": Level.BIT_AND, "|": Level.BIT_OR, "^": Level.XOR}
_COMPARISONS = {"==", "!=", "<", ">", "<=", ">="}


def binary(node: Node, scope: Scope) -> Value:
    """`a + b` and all the others."""
    operator = scope.text(_operator(node))
    left_node, right_node = _sides(node)
    if operator == "+":
        return _sum(node, scope)
    left, right = scope.translate(left_node), scope.translate(right_node)
    if operator in {"&&", "||"}:
        level = Level.AND if operator == "&&" else Level.OR
        word = "and" if operator == "&&" else "or"
        return Value(f"{left.at(level)} {word} {right.at(Level(level + 1))}", level, BOOLEAN)
    if operator in _COMPARISONS:
        return _comparison(operator, left, right)
    return apply(operator, left, right, scope, node)


def apply(operator: str, left: Value, right: Value, scope: Scope, node: Node) -> Value:
    """An operator of arithmetic, with values that are no texts."""
    if operator in _BITS and left.type.unboxed == BOOLEAN:
        return _logical(operator, left, right)
    if operator == "+" and STRING in {left.type, right.type}:
        return concatenated([left, right], scope)
    left, right = number(left), number(right)
    java_type = promoted(left.type, right.type)
    if operator == "/":
        return _division(left, right, java_type, scope)
    if operator == "%":
        return _remainder(left, right, java_type, scope)
    if operator in {"<<", ">>", ">>>"}:
        return _shift(operator, left, right, scope, node)
    if operator in _BITS:
        level = _BITS[operator]
        made = f"{left.at(level)} {operator} {right.at(Level(level + 1))}"
        natural = operator == "&" and (left.natural or right.natural)
        return Value(made, level, java_type, natural=natural)
    if operator not in _ARITHMETIC:
        raise Untranslatable(node, f"the operator {operator}")
    level = _ARITHMETIC[operator]
    if scope.unit.ranges.may_leave(node, java_type):
        left, right = _uncut(left, java_type), _uncut(right, java_type)
    made = f"{left.at(level)} {operator} {right.at(Level(level + 1))}"
    natural = operator != "-" and left.natural and right.natural
    value = Value(made, level, java_type, natural=natural)
    if java_type == FLOAT:
        return rounded(value, scope)
    return checked(value, scope, node)


def _uncut(value: Value, java_type: JavaType) -> Value:
    """An operand of what is cut itself; sums and products modulo 2**32 need no cuts between."""
    return value.uncut if value.uncut is not None and value.type == java_type else value


def checked(value: Value, scope: Scope, node: Node) -> Value:
    """The result of arithmetic, cut to its type where it may be too large for it."""
    if scope.unit.ranges.may_leave(node, value.type):
        return wrapped(value, value.type, scope)
    return value


def number(value: Value) -> Value:
    """A char as its number."""
    if value.type.unboxed != CHAR:
        return value
    if re.fullmatch(r'"[^\\]"', value.text):
        return Value(str(ord(value.text[1])), type=INT, natural=True)
    return Value(f"ord({value.argument})", type=INT, natural=True)


def rounded(value: Value, scope: Scope) -> Value:
    """The result of arithmetic on floats."""
    scope.unit.use("float32")
    return Value(f"float32({value.argument})", type=FLOAT)


def wrapped(value: Value, java_type: JavaType, scope: Scope) -> Value:
    """The result of arithmetic that may leave the range of its type."""
    if java_type.unboxed.name in _NARROW:
        half, modulus = _NARROW[java_type.unboxed.name]
        return Value(f"({value.at(Level.ADD)} + {half}) % {modulus} - {half}", Level.ADD, java_type)
    function = "int64" if java_type.unboxed == LONG else "int32"
    scope.unit.use(function)
    return Value(f"{function}({value.argument})", type=java_type, uncut=value)


_NARROW = {"byte": ("128", "256"), "short": ("2**15", "2**16")}


def unary(node: Node, scope: Scope) -> Value:
    """`-x`, `+x`, `!x`, `~x`."""
    operator = scope.text(node.children[0])
    operand = node.child_by_field_name("operand") or node.named_children[-1]
    value = scope.translate(operand)
    if operator == "!":
        return negated(value)
    value = number(value)
    if operator == "+":
        return value
    java_type = value.type.unboxed
    if java_type.name in {"byte", "short"}:
        java_type = INT
    inner = f"({value.text})" if value.text.startswith("-") else value.at(Level.UNARY)
    made = Value(f"{operator}{inner}", Level.UNARY, java_type)
    return checked(made, scope, node) if operator == "-" else made


def _sum(node: Node, scope: Scope) -> Value:
    """Flattens `"a" + b + "c"`: from the first text on, everything is text."""
    operands: list[Node] = []
    rest = node
    while rest.type == "binary_expression" and scope.text(_operator(rest)) == "+":
        rest, right = _sides(rest)
        operands.insert(0, right)
    operands.insert(0, rest)
    total = scope.translate(operands[0])
    parts: list[Value] = [total] if total.type == STRING else []
    for operand in operands[1:]:
        value = scope.translate(operand)
        if parts:
            parts.append(value)
        elif value.type == STRING:
            parts = [total, value]
        elif not total.type.is_known or not value.type.is_known:
            total = _unknown_sum(total, value)
        else:
            total = apply("+", total, value, scope, _around(operand))
    return concatenated(parts, scope) if parts else total


def _around(operand: Node) -> Node:
    """The sum of which a node is an operand."""
    assert operand.parent is not None
    return operand.parent


def _unknown_sum(left: Value, right: Value) -> Value:
    java_type = promoted(left.type, right.type) if left.type.is_numeric else UNKNOWN
    return Value(f"{left.at(Level.ADD)} + {right.at(Level.MULTIPLY)}", Level.ADD, java_type)


def _comparison(operator: str, left: Value, right: Value) -> Value:
    if "None" in {left.text, right.text} and operator in {"==", "!="}:
        operator = "is" if operator == "==" else "is not"
    elif operator in {"==", "!="} and right.text in {"True", "False"}:
        same = (operator == "==") == (right.text == "True")
        return left if same else negated(left)
    elif {left.type.unboxed == CHAR, right.type.unboxed == CHAR} == {True, False}:
        left, right = number(left), number(right)
    made = f"{left.at(Level.BIT_OR)} {operator} {right.at(Level.BIT_OR)}"
    return Value(made, Level.COMPARE, BOOLEAN)


def negated(value: Value) -> Value:
    if value.level == Level.COMPARE:
        for operator, opposite in _OPPOSITES.items():
            sides = value.text.split(f" {operator} ")
            # Only where the text has the operator once, outside of brackets and texts.
            if len(sides) == 2 and not any(c in value.text for c in "\"'[({"):
                return Value(f" {opposite} ".join(sides), Level.COMPARE, BOOLEAN)
    return Value(f"not {value.at(Level.NOT)}", Level.NOT, BOOLEAN)


# `<` has none: with NaN, neither it nor `>=` holds.
_OPPOSITES = {
    "==": "!=",
    "!=": "==",
    "is not": "is",
    "is": "is not",
    "not in": "in",
    "in": "not in",
}


def _logical(operator: str, left: Value, right: Value) -> Value:
    if operator == "^":
        return Value(f"{left.at(Level.BIT_OR)} != {right.at(Level.BIT_OR)}", Level.COMPARE, BOOLEAN)
    level = _BITS[operator]
    return Value(f"{left.at(level)} {operator} {right.at(Level(level + 1))}", level, BOOLEAN)


def _division(left: Value, right: Value, java_type: JavaType, scope: Scope) -> Value:
    if java_type.is_fractional:
        if re.fullmatch(r"\(?-?[0-9.e+-]*[1-9][0-9.e+-]*\)?", right.text):
            level = Level.MULTIPLY
            made = Value(f"{left.at(level)} / {right.at(Level.UNARY)}", level, java_type)
        else:
            scope.unit.use("quotient")
            made = Value(f"quotient({_real(left)}, {right.argument})", type=java_type)
        return rounded(made, scope) if java_type == FLOAT else made
    if java_type.is_integral and left.natural and re.fullmatch(r"[1-9][0-9_]*", right.text):
        whole = f"{left.at(Level.MULTIPLY)} // {right.text}"
        return Value(whole, Level.MULTIPLY, java_type, natural=True)
    function = "divide" if java_type.is_integral else "quotient"
    scope.unit.use(function)
    natural = left.natural and right.natural
    return Value(f"{function}({left.argument}, {right.argument})", type=java_type, natural=natural)


def _real(value: Value) -> str:
    return f"float({value.argument})" if value.type.is_integral else value.argument


def _remainder(left: Value, right: Value, java_type: JavaType, scope: Scope) -> Value:
    if java_type.is_integral and left.natural and re.fullmatch(r"[1-9][0-9_]*", right.text):
        made = f"{left.at(Level.MULTIPLY)} % {right.text}"
        return Value(made, Level.MULTIPLY, java_type, natural=True)
    scope.unit.use("remainder")
    first = _real(left) if java_type.is_fractional else left.argument
    made = f"remainder({first}, {right.argument})"
    return Value(made, type=java_type, natural=left.natural)


def _shift(operator: str, left: Value, right: Value, scope: Scope, node: Node) -> Value:
    java_type = LONG if left.type.unboxed == LONG else INT
    bits = 64 if java_type == LONG else 32
    if operator == ">>>":
        scope.unit.use("shift_right_unsigned")
        tail = ", 64" if bits == 64 else ""
        text = f"shift_right_unsigned({left.argument}, {right.argument}{tail})"
        return Value(text, type=java_type)
    distance = right.at(Level.ADD)
    if not (right.text.isdigit() and int(right.text) < bits):
        distance = f"({right.at(Level.BIT_AND)} & {bits - 1})"
    made = Value(f"{left.at(Level.SHIFT)} {operator} {distance}", Level.SHIFT, java_type,
                 natural=left.natural and operator == ">>")  # fmt: skip
    return checked(made, scope, node) if operator == "<<" else made


def _operator(node: Node) -> Node:
    operator = node.child_by_field_name("operator")
    assert operator is not None
    return operator


def _sides(node: Node) -> tuple[Node, Node]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    assert left is not None
    assert right is not None
    return left, right


__all__ = ["DOUBLE", "apply", "binary", "concatenated", "number", "quoted", "unary", "wrapped"]
