"""What a reader under fire is: files to begin with, damage, the judge of what was read."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Protocol


class Target(Protocol):
    """A reader with the files it is tried with."""

    seeds: tuple[bytes, ...]
    """Whole files; each must be read."""

    def damaged(self, random: Random) -> bytes:
        """One of the seeds with damage in it."""

    def read(self, content: bytes, folder: Path) -> bool:
        """Whether the content was read, and read rightly; False if it was properly refused.

        Args:
            content: of the file.
            folder: for that file; what is in it stays from case to case.

        Raises:
            Exception: any other outcome is a fault of the reader; AssertionError for one that
                gives what is not in the file.
        """


def refused(error: Exception, name: object = "") -> bool:
    """False, after a look at the words of a refusal: the file's name, nothing but text."""
    text = str(error)
    assert str(name) in text, text
    assert text.replace("\n", "").replace("\t", "").isprintable(), text
    return False
