"""Where a Java program can begin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from .source import TYPES, Source, walk

_BODIES = ("class_body", "interface_body", "enum_body", "enum_body_declarations")
_ARGUMENTS = re.compile(
    r"\(\s*(?:final\s+)?(?:java\.lang\.)?String\s*"
    r"(?:\[\s*\]\s*[\w$]+|\.\.\.\s*[\w$]+|[\w$]+\s*\[\s*\])\s*\)"
)


def mains(source: Source) -> list[str]:
    """The classes that have a `public static void main(String[])`, as Java's launcher names them.

    A nested class is named `Outer$Inner`, after its package.
    """
    found = (_owner(source, node) for node in walk(source.root) if _is_main(source, node))
    prefix = f"{source.package}." if source.package else ""
    return [prefix + "$".join(owner) for owner in found if owner]


def _is_main(source: Source, node: Node) -> bool:
    if node.type != "method_declaration" or source.name(node) != "main":
        return False
    result, parameters = (node.child_by_field_name(field) for field in ("type", "parameters"))
    words = {
        word.type for child in node.children if child.type == "modifiers" for word in child.children
    }
    public = "public" in words or (node.parent is not None and node.parent.type == "interface_body")
    return (
        public
        and "static" in words
        and result is not None
        and source.text(result) == "void"
        and parameters is not None
        and _ARGUMENTS.fullmatch(source.text(parameters)) is not None
    )


def _owner(source: Source, method: Node) -> list[str]:
    """The names of the types around a method, outermost first; none for a local class."""
    return list(reversed(list(_outwards(source, method)))) if _is_member(method) else []


def _outwards(source: Source, method: Node) -> Iterator[str]:
    node = method.parent
    while node is not None:
        if node.type in TYPES:
            yield source.name(node)
        node = node.parent


def _is_member(method: Node) -> bool:
    node = method.parent
    while node is not None and node.type != "program":
        if node.type not in TYPES and node.type not in _BODIES:
            return False
        node = node.parent
    return True
