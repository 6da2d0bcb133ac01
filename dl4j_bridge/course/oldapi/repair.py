"""Places of a file where the old API stands, with the text that takes their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from ..finding import Finding
from ..source import Source, line


@dataclass(frozen=True, order=True)
class Edit:
    """Bytes of a file to replace: from `start` up to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Repair:
    """A finding with the edits that repair it; none where a person has to."""

    finding: Finding
    edits: tuple[Edit, ...] = ()


def finding(source: Source, node: Node, rule: str, what: str, why: str, fix: str) -> Finding:
    """A finding at the beginning of a node."""
    start = source.code.rfind(b"\n", 0, node.start_byte) + 1
    column = len(source.code[start : node.start_byte].decode("utf-8", "replace")) + 1
    return Finding(source.path, line(node), column, rule, what, why, fix)


def replaced(node: Node, text: str) -> Edit:
    """Another text in a node's place."""
    return Edit(node.start_byte, node.end_byte, text)


def removed(source: Source, start: int, end: int) -> Edit:
    """Take out some code; with its line, if nothing else is there but a comment about it."""
    code = source.code
    begin = code.rfind(b"\n", 0, start) + 1
    stop = code.find(b"\n", end)
    stop = len(code) if stop < 0 else stop + 1
    rest = code[end:stop].strip()
    if code[begin:start].strip():
        return Edit(start, end, "")
    if not rest or rest.startswith(b"//"):
        return Edit(begin, stop, "")
    before = code[:start].rstrip()
    comment = b"//" in before[before.rfind(b"\n") + 1 :]
    return Edit(start if comment else len(before), end, "")


def apply(source: Source, repairs: Iterable[Repair], imports: Sequence[Edit] = ()) -> bytes:
    """A file's text with its repairs made; where two overlap, the first one is."""
    edits = sorted({*imports, *(edit for repair in repairs for edit in repair.edits)})
    parts, at = [], 0
    for edit in edits:
        if edit.start >= at:
            parts += [source.code[at : edit.start], edit.text.encode()]
            at = edit.end
    return b"".join([*parts, source.code[at:]])
