"""Java's comments in Python."""

from __future__ import annotations

import re
import textwrap

WIDTH = 100


def comment_lines(text: str) -> list[str]:
    """A comment as lines that begin with `#`."""
    return [f"# {row}".rstrip() for row in _rows(text)]


def docstring(text: str) -> list[str]:
    """A Javadoc comment as a docstring."""
    rows = [re.sub(r"\{@\w+ ([^}]*)\}|</?\w+/?>", r"\1", row) for row in _rows(text)]
    rows = [row.replace("\\", "\\\\").replace('"""', "'''").rstrip() for row in rows]
    while rows and not rows[0]:
        rows.pop(0)
    if not rows:
        return []
    if rows[-1].endswith('"'):
        rows[-1] += " "
    if len(rows) == 1:
        return [f'"""{rows[0].rstrip()}"""'] if not rows[0].endswith(" ") else [f'"""{rows[0]}"""']
    return [f'"""{rows[0]}', *rows[1:], '"""']


def _rows(text: str) -> list[str]:
    if text.startswith("//"):
        return [text[2:].strip().lstrip("/").strip()]
    body = re.sub(r"^/\*+|\*+/$", "", text)
    rows = [re.sub(r"^\s*\* ?", "", row).rstrip() for row in body.splitlines()]
    if rows:
        rows[0] = rows[0].strip()
    while rows and not rows[-1].strip():
        rows.pop()
    while rows and not rows[0].strip():
        rows.pop(0)
    return textwrap.dedent("\n".join(rows)).splitlines()
