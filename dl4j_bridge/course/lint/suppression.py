"""Comments that silence rules on their line."""

from __future__ import annotations

import re

from ..source import Source, line, walk

_IGNORE = re.compile(r"dl4j-bridge:\s*ignore(?:\[([^\]]*)\])?")


def ignored(source: Source) -> dict[int, frozenset[str]]:
    """The rules that each line's comment silences; an empty set silences all."""
    found = {}
    for node in walk(source.root):
        if "comment" in node.type:
            match = _IGNORE.search(source.text(node))
            if match:
                named = (match[1] or "").replace(",", " ").split()
                found[line(node)] = frozenset(named)
    return found
