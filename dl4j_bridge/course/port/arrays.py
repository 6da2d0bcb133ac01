"""Java's arrays as Python's lists."""

from __future__ import annotations

import re

from tree_sitter import Node

from .conversions import assigned
from .scope import Scope
from .types import STRING, JavaType, parse
from .unit import Untranslatable
from .values import Level, Value

_ZEROS = {"boolean": "False", "char": '"\\0"', "float": "0.0", "double": "0.0"}


def access(node: Node, scope: Scope) -> Value:
    """`a[i]`."""
    array_node, index_node = node.child_by_field_name("array"), node.child_by_field_name("index")
    assert array_node is not None
    assert index_node is not None
    array = scope.translate(array_node)
    element = array.type.element
    nullable = element == STRING and not array.foreign and array.text != "args"
    text = f"{array.primary}[{_index(index_node, array, scope)}]"
    return Value(text, type=element, foreign=array.foreign, nullable=nullable)


def _index(node: Node, array: Value, scope: Scope) -> str:
    """An index; `at` keeps Python from counting a negative one from the end."""
    value = scope.translate(node) if node.id not in scope.noted else Value(scope.noted[node.id])
    if value.type.unboxed.name == "char":
        return f"ord({value.argument})"
    span = scope.unit.ranges.of(node)
    is_natural = span is not None and span[0] >= 0
    if array.foreign or (is_natural and not _expects_fault(node)):
        return value.argument
    scope.unit.use("at")
    is_plain = re.fullmatch(r"[\w.]+", array.text) is not None
    return f"at({value.argument}{f', {array.text}' if is_plain else ''})"


def _expects_fault(node: Node) -> bool:
    """Whether a `catch` around an index waits for one that is too large, with Java's message."""
    place: Node | None = node
    while place is not None and place.type != "method_declaration":
        if place.type == "try_statement" and any(
            child.type == "catch_clause" and b"IndexOutOfBounds" in (child.text or b"")
            for child in place.children
        ):
            return True
        place = place.parent
    return False


def array_creation(node: Node, scope: Scope) -> Value:
    """`new int[3][4]`, `new double[] {1, 2}`."""
    type_node = node.child_by_field_name("type")
    assert type_node is not None
    element = parse(scope.text(type_node))
    filled = node.child_by_field_name("value")
    sizes = [child for child in node.named_children if child.type == "dimensions_expr"]
    empty = sum(
        scope.text(child).count("[") for child in node.named_children if child.type == "dimensions"
    )
    java_type = element.array(len(sizes) + empty)
    if filled is not None:
        return listed(filled, java_type, scope)
    lengths = [
        scope.translate(next(c for c in size.named_children if "comment" not in c.type))
        for size in sizes
    ]
    content = "None" if empty else _zero(element)
    text = f"[{content}] * {lengths[-1].at(Level.UNARY)}"
    for length in reversed(lengths[:-1]):
        text = f"[{text} for _ in range({length.argument})]"
    level = Level.MULTIPLY if len(lengths) == 1 else Level.PRIMARY
    return Value(text, level, java_type)


def initializer(node: Node, scope: Scope) -> Value:
    """`{1, 2}` after the name of a variable; the declaration knows its type."""
    raise Untranslatable(node, "an array without a type")


def listed(node: Node, java_type: JavaType, scope: Scope) -> Value:
    """`{{1, 2}, {3}}` of a known type."""
    parts = []
    for child in node.named_children:
        if "comment" in child.type:
            continue
        if child.type == "array_initializer":
            parts.append(listed(child, java_type.element, scope))
        else:
            parts.append(assigned(scope.translate(child), java_type.element, scope))
    return Value("[" + ", ".join(part.argument for part in parts) + "]", type=java_type)


def _zero(element: JavaType) -> str:
    if element.name in {"byte", "short", "int", "long"}:
        return "0"
    return _ZEROS.get(element.name, "None")


def default(java_type: JavaType) -> str:
    """What a field has before anything is assigned."""
    return "None" if java_type.dimensions else _zero(java_type)
