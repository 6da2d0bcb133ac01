"""What the conditions around a variable say about it."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from ..source import assignments

Guard = tuple[str, Node]  # an operator of comparison, and what stands on its right

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}
_LOOPS = {"for_statement", "while_statement", "do_statement", "enhanced_for_statement"}
_ENDS = {"method_declaration", "constructor_declaration", "lambda_expression", "class_body"}


def guards(node: Node) -> Iterator[Guard]:
    """Comparisons that hold where a local variable is used."""
    name = node.text
    child, parent = node, node.parent
    while parent is not None and parent.type not in _ENDS:
        condition = _holding(parent, child)
        if condition is not None and not _changed(name, child, node):
            yield from _comparisons(condition, name)
        child, parent = parent, parent.parent


def _holding(parent: Node, child: Node) -> Node | None:
    """The condition that was true when the child is reached."""
    if parent.type == "binary_expression":
        operator = parent.child_by_field_name("operator")
        is_right = parent.child_by_field_name("right") == child
        return parent.child_by_field_name("left") if is_right and _text(operator) == "&&" else None
    if parent.type in {"if_statement", "ternary_expression"}:
        chosen = parent.child_by_field_name("consequence") == child
        return parent.child_by_field_name("condition") if chosen else None
    if parent.type in {"while_statement", "for_statement"}:
        inside = child == parent.child_by_field_name("body")
        return parent.child_by_field_name("condition") if inside else None
    return None


def _changed(name: bytes | None, within: Node, use: Node) -> bool:
    """Whether a variable is written between the condition and its use."""
    loops = []
    place = use.parent
    while place is not None and place != within.parent:
        if place.type in _LOOPS:
            loops.append(place)
        place = place.parent
    for below, target in assignments(within):
        if target.text != name or target == use:
            continue
        again = any(r.start_byte <= below.start_byte < r.end_byte for r in loops)
        if below.start_byte < use.start_byte or again:
            return True
    return False


def _comparisons(condition: Node, name: bytes | None) -> Iterator[Guard]:
    while condition.type == "parenthesized_expression":
        condition = condition.named_children[0]
    if condition.type != "binary_expression":
        return
    left, right = (condition.child_by_field_name(side) for side in ("left", "right"))
    assert left is not None
    assert right is not None
    operator = _text(condition.child_by_field_name("operator"))
    if operator == "&&":
        yield from _comparisons(left, name)
        yield from _comparisons(right, name)
    elif operator in _TURNED and left.text == name:
        yield operator, right
    elif operator in _TURNED and right.text == name:
        yield _TURNED[operator], left


def _text(node: Node | None) -> str:
    return (node.text or b"").decode() if node is not None else ""
