"""`Arrays.asList`, `List.of`, `Arrays.stream(a).sum()` and what else makes or eats collections."""

from __future__ import annotations

from tree_sitter import Node

from .scope import Scope
from .types import DOUBLE, INT, JavaType
from .values import Level, Value

_MAKERS = {("Arrays", "asList"), ("List", "of"), ("Set", "of"), ("Map", "of"), ("List", "copyOf")}


def stream_call(node: Node, scope: Scope) -> Value | None:
    """A collection made of its elements, or a number made of a stream; None if neither."""
    owner_node, name_node = node.child_by_field_name("object"), node.child_by_field_name("name")
    listed = node.child_by_field_name("arguments")
    assert owner_node is not None
    assert name_node is not None
    assert listed is not None
    owner, name = scope.text(owner_node), scope.text(name_node)
    nodes = [child for child in listed.named_children if "comment" not in child.type]
    if (owner, name) in _MAKERS:
        return _made(owner, name, nodes, scope)
    if owner == "Arrays" and name == "copyOf" and len(nodes) == 2:
        values = [scope.translate(child) for child in nodes]
        return _copied(values[0], values[1])
    return _reduced(owner_node, name, nodes, scope)


def _made(owner: str, name: str, nodes: list[Node], scope: Scope) -> Value:
    values = [scope.translate(child) for child in nodes]
    if owner == "Map":
        pairs = zip(values[::2], values[1::2], strict=True)
        text = "{" + ", ".join(f"{k.argument}: {v.argument}" for k, v in pairs) + "}"
        types = tuple(value.type for value in values[:2])
        return Value(text, type=JavaType("Map", types))
    if name == "copyOf" or (len(values) == 1 and values[0].type.dimensions):
        return Value(
            f"list({values[0].argument})", type=JavaType("List", (values[0].type.element,))
        )
    element = values[0].type if values else JavaType("?")
    text = "[" + ", ".join(value.argument for value in values) + "]"
    return Value(text, type=JavaType("List", (element,)))


def _copied(array: Value, length: Value) -> Value:
    from .arrays import default

    zero = default(array.type.element)
    a, n = array.primary, length.argument
    if length.text == f"len({array.argument})":
        return Value(f"list({array.argument})", type=array.type)
    text = f"({a}[:{n}] + [{zero}] * ({n} - len({array.argument})))"
    return Value(text, type=array.type)


def _reduced(owner: Node, name: str, nodes: list[Node], scope: Scope) -> Value | None:
    """`Arrays.stream(a).sum()`, `.max().getAsInt()`, `.average().orElse(0)`."""
    if name in {"getAsInt", "getAsDouble", "orElse"} and owner.type == "method_invocation":
        inner, inner_name = owner.child_by_field_name("object"), owner.child_by_field_name("name")
        if inner is None or inner_name is None:
            return None
        array = _streamed(inner, scope)
        word = scope.text(inner_name)
        if array is None or word not in {"max", "min", "average"}:
            return None
        java_type = DOUBLE if word == "average" else array.type.element
        a = array.argument
        text = f"sum({a}) / len({a})" if word == "average" else f"{word}({a})"
        if name == "orElse":
            text = f"({text} if {array.at(Level.BIT_OR)} else {scope.translate(nodes[0]).argument})"
        level = Level.PRIMARY if name == "orElse" or word != "average" else Level.MULTIPLY
        return Value(text, level, java_type)
    if name == "sum" and not nodes:
        array = _streamed(owner, scope)
        if array is not None and array.type.element.is_integral:
            return Value(f"sum({array.argument})", type=array.type.element)
    if name == "count" and not nodes:
        array = _streamed(owner, scope)
        if array is not None:
            return Value(f"len({array.argument})", type=INT)
    return None


def _streamed(node: Node, scope: Scope) -> Value | None:
    if node.type != "method_invocation":
        return None
    owner, name = node.child_by_field_name("object"), node.child_by_field_name("name")
    listed = node.child_by_field_name("arguments")
    if owner is None or name is None or listed is None:
        return None
    if scope.text(owner) == "Arrays" and scope.text(name) == "stream":
        return scope.translate(listed.named_children[0])
    return None
