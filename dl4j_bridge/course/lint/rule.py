"""What every rule of the lint is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from enum import Enum
from typing import ClassVar

from ..code import Code
from ..finding import Finding
from .program import Program


class Severity(Enum):
    """How sure a rule is that what it finds is wrong."""

    ERROR = "error"
    WARNING = "warning"


class Rule(ABC):
    """A mistake that can be seen in the text of a program; the first line says which.

    Attributes:
        id: what `--select`, `--ignore` or a comment calls it.
        severity: an error is sure, a warning may be meant so.
        why: what Deeplearning4j does with it.
    """

    id: ClassVar[str]
    severity: ClassVar[Severity] = Severity.WARNING
    why: ClassVar[str]

    @property
    def doc(self) -> str:
        """The mistake in a line."""
        return (type(self).__doc__ or "").partition("\n")[0]

    def check(self, program: Program) -> Iterator[Finding]:
        """Find the mistake; silent where the text does not tell."""
        return self._find(program)

    @abstractmethod
    def _find(self, program: Program) -> Iterator[Finding]: ...

    def at(self, code: Code, what: str, fix: str, why: str = "") -> Finding:
        """A finding at a place."""
        point = code.node.start_point
        begin = code.node.start_byte - point.column
        column = len(code.source.code[begin : code.node.start_byte].decode("utf-8")) + 1
        return Finding(code.source.path, point.row + 1, column, self.id, what, why or self.why, fix)
