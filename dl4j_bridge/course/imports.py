"""The imports of a Java file."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from .source import Source, walk


@dataclass(frozen=True)
class Import:
    """One import declaration.

    Attributes:
        node: the declaration.
        name: what is imported, without `.*`: a class, a package, or with `static` a member.
        static: whether members of a class are imported.
        wildcard: whether it ends in `.*`.
    """

    node: Node
    name: str
    static: bool
    wildcard: bool


def imports(source: Source) -> list[Import]:
    """A file's imports, in their order."""
    return [_read(source, n) for n in source.root.named_children if n.type == "import_declaration"]


def _read(source: Source, node: Node) -> Import:
    words = {child.type for child in node.children}
    named = [n for n in node.named_children if n.type in ("identifier", "scoped_identifier")]
    # Blanks and comments may stand between the parts of a name.
    parts = (n for n in walk(named[0]) if n.type == "identifier") if named else ()
    name = ".".join(map(source.text, parts))
    return Import(node, name, "static" in words, "asterisk" in words)
