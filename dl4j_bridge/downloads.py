"""How a download is told of, whatever it brings."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["PlainProgress", "Progress", "Status", "megabytes", "offline"]


@dataclass(frozen=True)
class Status:
    """How far a fetch is.

    Attributes:
        stage: `wait` (another process fetches), `damaged` (a file was thrown away), `plan` (what
            the download will bring), `download` (many times), `retry` (a server failed), `done`.
        message: one line for a human; empty for `download`.
        done: bytes that are on this machine.
        total: bytes of everything that is wanted.
    """

    stage: str
    message: str
    done: int
    total: int


Progress = Callable[[Status], None]


class PlainProgress:
    """Writes a fetch to stderr in plain lines, one for every quarter of the download."""

    def __init__(self) -> None:
        self._quarter = 4

    def __call__(self, status: Status) -> None:
        """Write what is new in a status, if anything is."""
        quarter = 4 * status.done // max(status.total, 1)
        if status.stage != "download":
            print(status.message, file=sys.stderr, flush=True)
        elif quarter > self._quarter:
            text = f"  {megabytes(status.done)} of {megabytes(status.total)}"
            print(text, file=sys.stderr, flush=True)
        self._quarter = quarter


def megabytes(size: int) -> str:
    """A size in bytes for humans, in units of 1,000,000 bytes."""
    return f"{size / 1e6:.1f} MB"


def offline() -> bool:
    """Whether `DL4J_BRIDGE_OFFLINE` forbids every connection."""
    return os.environ.get("DL4J_BRIDGE_OFFLINE", "0") not in ("", "0")
