"""A piece of a Java program: a syntax node with the file it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from .source import Source, walk

_WRAPPERS = {"parenthesized_expression": None, "cast_expression": "value"}


@dataclass(frozen=True)
class Code:
    """A syntax node with its file; equal when it is the same place."""

    source: Source
    node: Node

    @property
    def kind(self) -> str:
        """The grammar's name for it, such as `method_invocation`."""
        return self.node.type

    @property
    def text(self) -> str:
        """Its source text."""
        return self.source.text(self.node)

    @property
    def parent(self) -> Code | None:
        """What it is directly part of."""
        return None if self.node.parent is None else Code(self.source, self.node.parent)

    @property
    def ancestors(self) -> Iterator[Code]:
        """All that it is part of, from the inside out."""
        node = self.node.parent
        while node is not None:
            yield Code(self.source, node)
            node = node.parent

    def field(self, name: str) -> Code | None:
        """The part that the grammar gives a name."""
        node = self.node.child_by_field_name(name)
        return None if node is None else Code(self.source, node)

    def field_text(self, name: str) -> str:
        """The text of a named part, empty without one."""
        part = self.field(name)
        return "" if part is None else part.text

    @property
    def parts(self) -> tuple[Code, ...]:
        """Its parts without punctuation or comments."""
        nodes = (node for node in self.node.named_children if "comment" not in node.type)
        return tuple(Code(self.source, node) for node in nodes)

    @property
    def arguments(self) -> tuple[Code, ...]:
        """What is passed to a call or a constructor."""
        given = self.field("arguments")
        return () if given is None else given.parts

    def within(self, *kinds: str) -> Iterator[Code]:
        """It or what is in it, of these kinds, in the order of the text."""
        for node in walk(self.node):
            if node.type in kinds:
                yield Code(self.source, node)

    def anything(self) -> Iterator[Code]:
        """It, then all that is in it, in the order of the text."""
        return (Code(self.source, node) for node in walk(self.node))

    @property
    def bare(self) -> Code:
        """The expression without parentheses or casts around it."""
        code = self
        while code.kind in _WRAPPERS:
            name = _WRAPPERS[code.kind]
            inner = code.field(name) if name else next(iter(code.parts), None)
            if inner is None:
                break
            code = inner
        return code

    @property
    def created(self) -> str:
        """The class that a `new` names, without its packages or type arguments."""
        if self.kind != "object_creation_expression":
            return ""
        plain = self.field_text("type").split("<")[0]
        parts = ["".join(part.split()) for part in plain.split(".")]
        return ".".join(part for part in parts if part[:1].isupper())
