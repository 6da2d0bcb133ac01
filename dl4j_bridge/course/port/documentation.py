"""The comments of a declaration."""

from __future__ import annotations

from tree_sitter import Node

from .comments import comment_lines, docstring
from .scope import Scope


def documentation(node: Node, scope: Scope) -> list[str]:
    """The docstring made of the Javadoc before a declaration."""
    previous = node.prev_sibling
    while previous is not None and previous.type == "line_comment":
        previous = previous.prev_sibling
    if previous is not None and previous.type == "block_comment":
        text = scope.text(previous)
        if text.startswith("/**"):
            return docstring(text)
    return []


def leading_comments(node: Node, scope: Scope) -> list[str]:
    """Plain comments right before a declaration."""
    found: list[str] = []
    previous = node.prev_sibling
    row = node.start_point.row
    while previous is not None and "comment" in previous.type:
        before = previous.prev_sibling
        if before is not None and before.end_point.row == previous.start_point.row:
            break  # it belongs to what stands before it
        if not scope.text(previous).startswith("/**"):
            found = comment_lines(scope.text(previous)) + found
        row = previous.start_point.row
        previous = before
    del row
    return found


def trailing_comment(node: Node, scope: Scope) -> str:
    """A comment behind a declaration on its line."""
    after = node.next_sibling
    if (
        after is not None
        and "comment" in after.type
        and (after.start_point.row == node.end_point.row)
    ):
        return "\0" + " ".join(comment_lines(scope.text(after)))
    return ""


def documentation_as_comment(node: Node, scope: Scope) -> list[str]:
    """Javadoc and comments of a field."""
    previous = node.prev_sibling
    javadoc = previous is not None and scope.text(previous).startswith("/**")
    if javadoc and previous is not None:
        return comment_lines(scope.text(previous))
    return leading_comments(node, scope)
