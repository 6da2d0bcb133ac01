"""Java takes the left side of an assignment first; Python takes it last."""

from __future__ import annotations

from tree_sitter import Node

from ..source import walk
from .scope import Scope

_CHANGING = {"update_expression", "assignment_expression"}


def taken_first(target: Node, value: Node | None, scope: Scope) -> list[str]:
    """Lines that note the indices of an array's element where what follows would change them.

    Args:
        target: what is assigned to.
        value: what is assigned; None for `a[i]++`.
        scope: where; the indices are renamed in it.
    """
    lines = []
    for index in _indices(target):
        if index.type in _LITERALS or not _differs(index, value, scope):
            continue
        name = scope.unit.fresh("index")
        waiting = len(scope.after)
        java = scope.translate(index)
        lines.append(f"{name} = {java.argument}")
        lines += scope.after[waiting:]
        del scope.after[waiting:]
        scope.noted[index.id] = name
    return lines


_LITERALS = {"decimal_integer_literal", "character_literal"}


def _indices(target: Node) -> list[Node]:
    found: list[Node] = []
    while target.type == "array_access":
        array, index = target.child_by_field_name("array"), target.child_by_field_name("index")
        assert array is not None
        assert index is not None
        found.insert(0, index)
        target = array
    return found


def _differs(index: Node, value: Node | None, scope: Scope) -> bool:
    """Whether it matters that the index is worked out before the value."""
    if _acts(index):
        return value is None or not _deferred(index, value, scope)
    if value is None:
        return False
    names = {scope.text(n) for n in walk(index) if n.type in {"identifier", "field_access"}}
    if names & _written(value, scope):
        return True
    fields = {name for name in names if name not in scope.variables}
    return bool(fields) and any(_calls_own(n, scope) for n in walk(value))


def _acts(node: Node) -> bool:
    """Whether working it out does something."""
    kinds = {*_CHANGING, "method_invocation", "object_creation_expression"}
    return any(n.type in kinds and not _is_harmless(n) for n in walk(node))


def _is_harmless(node: Node) -> bool:
    name = node.child_by_field_name("name")
    return name is not None and name.text in {b"length", b"size", b"min", b"max", b"abs", b"get",
                                              b"charAt", b"ordinal", b"indexOf"}  # fmt: skip


def _deferred(index: Node, value: Node, scope: Scope) -> bool:
    """Whether `a[i++] = x` may count after the statement: nothing else looks at `i`."""
    if index.type != "update_expression" or index.children[0].type in {"++", "--"}:
        return False
    name = scope.text(index.named_children[0])
    if any(scope.text(n) == name for n in walk(value)):
        return False
    return name in scope.variables or not any(_calls_own(n, scope) for n in walk(value))


def _calls_own(node: Node, scope: Scope) -> bool:
    """Whether a method of the program is called, which may change fields."""
    if node.type != "method_invocation":
        return False
    name = node.child_by_field_name("name")
    return name is not None and any(
        method.name == scope.text(name)
        for own in scope.unit.program.classes.values()
        for method in own.methods
    )


def _written(node: Node, scope: Scope) -> set[str]:
    found = set()
    for below in walk(node):
        if below.type in _CHANGING:
            target = below.child_by_field_name("left") or below.named_children[0]
            found.add(scope.text(target))
    return found
