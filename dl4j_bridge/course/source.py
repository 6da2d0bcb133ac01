"""A Java source file with its syntax tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import tree_sitter_java
from tree_sitter import Language, Node, Parser, Tree

from ..errors import DataError

_JAVA = Language(tree_sitter_java.language())
TYPES = frozenset(
    {
        "class_declaration",
        "interface_declaration",
        "enum_declaration",
        "record_declaration",
        "annotation_type_declaration",
    }
)


@dataclass(frozen=True)
class Source:
    """A file of Java source.

    Attributes:
        path: where it is, or what to call it in messages.
        code: its UTF-8 bytes, in which a node's `start_byte` and `end_byte` count.
    """

    path: Path
    code: bytes

    @classmethod
    def read(cls, path: Path) -> Source:
        """Read a file.

        Raises:
            DataError: no such file, not readable, or not text in UTF-8.
        """
        try:
            code = path.read_bytes()
        except OSError as error:
            raise DataError(
                f"{path} cannot be read: {error.strerror or error}. Check the path."
            ) from error
        try:
            code.decode("utf-8")
        except UnicodeDecodeError as error:
            line = code.count(b"\n", 0, error.start) + 1
            raise DataError(
                f"{path} is not UTF-8 text (line {line}, byte {error.start}). "
                "Save it as UTF-8 in your editor."
            ) from error
        return cls(path, code.removeprefix(b"\xef\xbb\xbf"))

    @cached_property
    def tree(self) -> Tree:
        """The syntax tree; it has nodes of type ERROR where the text is no Java."""
        return Parser(_JAVA).parse(self.code)

    @property
    def root(self) -> Node:
        """The whole file's node."""
        return self.tree.root_node

    def text(self, node: Node) -> str:
        """The source text of a node."""
        return self.code[node.start_byte : node.end_byte].decode("utf-8")

    @cached_property
    def package(self) -> str:
        """The package it declares, empty for none."""
        for node in self.root.named_children:
            if node.type == "package_declaration":
                return self.text(node.named_children[-1])
        return ""

    @cached_property
    def types(self) -> tuple[Node, ...]:
        """Its classes, interfaces, enums and records on the top level."""
        return tuple(node for node in self.root.named_children if node.type in TYPES)

    def name(self, node: Node) -> str:
        """The name that a declaration gives."""
        named = node.child_by_field_name("name")
        return self.text(named) if named is not None else ""


def walk(node: Node) -> Iterator[Node]:
    """A node, then all below it, in the order of the text."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))


def line(node: Node) -> int:
    """The line a node begins on, from 1."""
    return node.start_point.row + 1
