"""What a reader of course code has to say about a line of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """A remark on a place in a Java file; they sort by place.

    Attributes:
        path: the file.
        line: from 1.
        column: from 1, in characters.
        rule: the remark's identity, such as `no-seed`.
        what: what is there.
        why: why that is no good.
        fix: what to write instead.
    """

    path: Path
    line: int
    column: int
    rule: str
    what: str
    why: str
    fix: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place}: {self.what} [{self.rule}]\n    {self.why}\n    Fix: {self.fix}"
