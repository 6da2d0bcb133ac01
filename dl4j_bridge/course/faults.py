"""What a Java compiler has against course code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError


@dataclass(frozen=True, order=True)
class Fault:
    """One error of a compiler.

    Attributes:
        path: the file.
        line: from 1.
        column: from 1; 0 where the compiler gives none.
        message: in the compiler's words, on one line.
        code: the source line.
    """

    path: Path
    line: int
    column: int
    message: str
    code: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}\n    {self.code.strip()}"


class CourseFaults(UsageError):
    """A program does not compile.

    Attributes:
        faults: what the compiler found, sorted by place.
    """

    def __init__(self, faults: Sequence[Fault], message: str = "") -> None:
        self.faults = tuple(faults)
        super().__init__(message or said(self.faults))


def said(faults: Sequence[Fault]) -> str:
    """Faults as a message, with what this machine's libraries have to do with them."""
    count = f"{len(faults)} error{'s' * (len(faults) != 1)}"
    lines = [f"The program does not compile: {count}.", *map(str, faults)]
    missing = sorted({package for fault in faults for package in _missing_package(fault)})
    if missing:
        lines.append(
            f"Not part of Java, of Deeplearning4j or of the program: {', '.join(missing)}. "
            "The bridge brings no other libraries; take out what uses them."
        )
    return "\n".join(lines)


# javac's words, then those of Eclipse's compiler.
_PACKAGE = re.compile(r"package (\S+) does not exist|The import (\S+) cannot be resolved")


def _missing_package(fault: Fault) -> list[str]:
    found = _PACKAGE.search(fault.message)
    return [found[1] or found[2]] if found else []
