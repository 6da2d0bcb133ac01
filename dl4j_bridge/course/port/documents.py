"""Text that may be broken at certain places: Wadler's pretty printer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

WIDTH = 100


@dataclass(frozen=True)
class Line:
    """Where a group that is too long begins a new line; else this text."""

    flat: str = ""


@dataclass(frozen=True)
class Group:
    """On one line where it fits, else broken at each of its places."""

    content: Document


@dataclass(frozen=True)
class Indent:
    """One level further in."""

    content: Document


@dataclass(frozen=True)
class IfBroken:
    """Text that is only there in a group that is broken."""

    text: str


Document = Union[str, Line, Group, Indent, IfBroken, "tuple[Document, ...]"]
_Task = tuple[int, bool, Document]  # indentation, whether it is broken, what to print


def render(document: Document, indentation: int, suffix: str = "") -> str:
    """The text, without the indentation of its first line.

    Args:
        document: what to print.
        indentation: of the first line, in spaces.
        suffix: what follows it.
    """
    out: list[str] = []
    column = indentation
    tasks: list[_Task] = [(indentation, True, (document, suffix))]
    while tasks:
        indent, broken, item = tasks.pop()
        if isinstance(item, str):
            out.append(item)
            column += len(item)
        elif isinstance(item, tuple):
            tasks += [(indent, broken, part) for part in reversed(item)]
        elif isinstance(item, Indent):
            tasks.append((indent + 4, broken, item.content))
        elif isinstance(item, Group):
            fits = _fits(WIDTH - column, [*tasks, (indent, False, item.content)])
            tasks.append((indent, not fits, item.content))
        elif isinstance(item, IfBroken):
            tasks.append((indent, broken, item.text if broken else ""))
        elif broken:
            out.append("\n" + " " * indent)
            column = indent
        else:
            tasks.append((indent, broken, item.flat))
    return "".join(out)


def _fits(room: int, tasks: list[_Task]) -> bool:
    """Whether what comes up to the next line break has room."""
    waiting = list(tasks)
    while waiting and room >= 0:
        indent, broken, item = waiting.pop()
        if isinstance(item, str):
            room -= len(item)
        elif isinstance(item, tuple):
            waiting += [(indent, broken, part) for part in reversed(item)]
        elif isinstance(item, Indent):
            waiting.append((indent, broken, item.content))
        elif isinstance(item, Group):
            waiting.append((indent, broken and False, item.content))
        elif isinstance(item, IfBroken):
            room -= len(item.text) if broken else 0
        elif broken:
            return True
        else:
            room -= len(item.flat)
    return room >= 0
