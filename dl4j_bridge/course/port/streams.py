"""`Arrays.asList`, `List.of` and what else makes collections of their elements."""

from __future__ import annotations

from tree_sitter import Node

from .scope import Scope
from .types import JavaType
from .values import Value

_MAKERS = {("Arrays", "asList"), ("List", "of"), ("Set", "of"), ("Map", "of"), ("List", "copyOf")}


def stream_call(node: Node, scope: Scope) -> Value | None:
    """A collection made of its elements; None if it is something else."""
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
    return None


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
