"""A Java source file with its syntax tree."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import tree_sitter_java
from tree_sitter import Language, Node, Parser, Tree

from ..errors import DataError

_JAVA = Language(tree_sitter_java.language())
# The last one has a letter for every byte.
_ENCODINGS = ("UTF-8", "Windows-1252", "ISO-8859-1")
_LARGEST_FILE = 1_000_000  # bytes
_MOST_BYTES = 200_000
_MOST_NODES = 50_000
_DEEPEST = 160  # each level may take several of the 1,000 calls that Python has room for
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
        encoding: that of the file; `code` is UTF-8 all the same.
    """

    path: Path
    code: bytes
    encoding: str = "UTF-8"

    @classmethod
    def read(cls, path: Path) -> Source:
        """Read a file: in UTF-8, else as old Windows editors save it.

        Raises:
            DataError: no such file, not readable, too large, or no text.
        """
        try:
            with path.open("rb") as file:
                code = file.read(_LARGEST_FILE + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise DataError(f"{path} cannot be read: {reason}. Check the path.") from error
        if len(code) > _LARGEST_FILE:
            raise DataError(
                f"{path} has more than {_LARGEST_FILE:,} bytes, too many for a course program. "
                "Name a .java file that a person has written."
            )
        text, encoding = _decoded(code, path)
        return cls(path, text.removeprefix("\ufeff").encode(), encoding)

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


def check_size(source: Source) -> None:
    """Refuse a file that would take minutes or more memory than there is to look through.

    Raises:
        DataError: it is too long, or nested too deeply; the message names the line.
    """
    count = source.root.descendant_count
    if len(source.code) > _MOST_BYTES or count > _MOST_NODES:
        raise DataError(
            f"{source.path} has {len(source.code):,} bytes with {count:,} words and signs, too "
            f"many to look through ({_MOST_BYTES:,} and {_MOST_NODES:,} are not). Split it up."
        )
    cursor = source.root.walk()
    while True:
        if cursor.depth > _DEEPEST:
            assert cursor.node is not None
            raise DataError(
                f"{source.path}, line {line(cursor.node)}: expressions or blocks lie more than "
                f"{_DEEPEST} deep in one another. Split the statement up."
            )
        if not cursor.goto_first_child():
            while not cursor.goto_next_sibling():
                if not cursor.goto_parent():
                    return


def warn_of_encodings(sources: Iterable[Source]) -> None:
    """Warn of files that are not in UTF-8, in which Java's own tools would read other letters."""
    for source in sources:
        if source.encoding != "UTF-8":
            warnings.warn(
                f"{source.path} is not UTF-8; it is read as {source.encoding}. "
                "Save it as UTF-8 if its letters look wrong.",
                stacklevel=3,
            )


def _decoded(code: bytes, path: Path) -> tuple[str, str]:
    """The text of a file with the encoding it is in."""
    marked = code.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("UTF-16",) if marked else _ENCODINGS:
        with suppress(UnicodeDecodeError):
            text = code.decode(encoding)
            if "\0" not in text:
                return text, encoding
    raise DataError(f"{path} is no text, so it is no Java file. Name a .java file.")


def walk(node: Node) -> Iterator[Node]:
    """A node, then all below it, in the order of the text."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))


def assignments(node: Node) -> Iterator[tuple[Node, Node]]:
    """Each assignment, `++` and `--` in a node, with what it gives a value."""
    for below in walk(node):
        if below.type == "assignment_expression":
            target = below.child_by_field_name("left")
        elif below.type == "update_expression":
            target = below.named_children[0]
        else:
            continue
        if target is not None:
            yield below, target


def line(node: Node) -> int:
    """The line a node begins on, from 1."""
    return node.start_point.row + 1
