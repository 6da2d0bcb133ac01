"""A reader with every fault there is, to try those who try readers."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random


class Traps:
    """Reads a digit: 1 ends the process, 2 hangs, 3 is read wrongly, 4 fails, 5 is refused."""

    seeds = (b"0",)

    def damaged(self, random: Random) -> bytes:
        return random.choice((b"0", b"1", b"3", b"4", b"5") * 4 + (b"2",))

    def read(self, content: bytes, folder: Path) -> bool:
        match content:
            case b"1":
                os.abort()
            case b"2":
                while True:
                    pass
            case b"3":
                raise AssertionError("another value")
            case b"4":
                raise KeyError("inner")
        return content != b"5"
