"""Sizes of memory as people write them."""

from __future__ import annotations

import re

from .errors import UsageError

MIB = 1 << 20
_UNITS = {"": MIB, "k": 1 << 10, "m": MIB, "g": 1 << 30, "t": 1 << 40}


def parse_size(text: str, source: str) -> int:
    """Bytes of a size such as `512M`, `4G`, `4GiB`, `1.5g`; a bare number counts MiB.

    Args:
        text: the size.
        source: names it in the error.

    Raises:
        UsageError: it is none.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?\s*", text, re.I | re.A)
    if match is None:
        raise UsageError(f"{source} is {text!r}, but must be a size such as 512M or 4G.")
    return int(float(match[1]) * _UNITS[match[2].lower()])


def size_text(size: int) -> str:
    """A size in GiB or MiB: `4 GiB`, `1.5 GiB`, `512 MiB`."""
    return f"{size / 2**30:.3g} GiB" if size >= 1 << 30 else f"{size / MIB:.0f} MiB"
