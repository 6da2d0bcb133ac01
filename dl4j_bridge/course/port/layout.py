"""Logical lines in the form that Python's formatters give them."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH = 100


def laid_out(lines: Sequence[str]) -> str:
    """The text of the module."""
    return "\n".join(row.replace("\0", "  ") for row in lines).strip("\n") + "\n"
