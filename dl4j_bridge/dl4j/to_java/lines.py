"""Lines of Java source, none longer than a page is wide."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

WIDTH = 100
STEP = 8  # spaces by which a continued line is indented

# So many calls of one method still have a line each.
_MOST_ALIKE = 3
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|.')


def packed(calls: Iterable[str], indent: int) -> list[str]:
    """The calls of a chain as lines: a long run of one method's short calls shares its lines."""
    lines = []
    for _, group in itertools.groupby(calls, key=lambda call: call.partition("(")[0]):
        run = list(group)
        if len(run) > _MOST_ALIKE and not any("\n" in call for call in run):
            run = list(_filled(run, WIDTH - indent))
        lines += run
    return lines


def _filled(calls: list[str], width: int) -> Iterator[str]:
    line = calls[0]
    for call in calls[1:]:
        if len(line + call) > width:
            yield line
            line = call
        else:
            line += call
    yield line


def folded(text: str) -> str:
    """A file's text, its statements broken where a line would be too long."""
    lines = (part for line in text.split("\n") for part in _folded(line, _indent(line) + STEP))
    return "\n".join(lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _folded(line: str, deeper: int) -> list[str]:
    if len(line) <= WIDTH or line.lstrip().startswith(("//", "/*", "import ", "package ")):
        return [line]
    places = [one for one in _places(line) if deeper < one[1] <= WIDTH]
    if not places:
        return [line]
    enough = [one for one in places if deeper + len(line) - one[1] <= WIDTH]
    # The outermost place at which one break is enough; else as much as there is room for.
    _, place = (
        min(enough, key=lambda one: (one[0], -one[1]))
        if enough
        else max(places, key=lambda one: one[1])
    )
    return [line[:place].rstrip(), *_folded(" " * deeper + line[place:], deeper)]


def _places(line: str) -> Iterator[tuple[int, int]]:
    """Where a line may be broken: how deep inside parentheses, and the column."""
    depth = 0
    for token in _TOKEN.finditer(line):
        after = token.end()
        if token[0] in "({":
            depth += 1
            if line[after : after + 1] not in (")", "}"):
                yield depth, after
        elif token[0] in ")}":
            depth -= 1
        elif token[0] == "," and line[after : after + 1] == " ":
            yield depth, after + 1
