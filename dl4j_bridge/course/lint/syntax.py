"""The rule about text that is no Java."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding
from .program import Program
from .rule import Rule, Severity


class SyntaxFault(Rule):
    """The text is no Java at some place."""

    id = "syntax"
    severity = Severity.ERROR
    why = "A compiler will refuse the file, and the other rules may miss what stands around it."

    def _find(self, program: Program) -> Iterator[Finding]:
        for file in program.names.files:
            if not file.node.has_error:
                continue
            for code in file.anything():
                if code.node.is_missing or code.node.is_error:
                    missing = f"{code.kind!r} is missing here."
                    yield self.at(
                        code,
                        missing if code.node.is_missing else "This is no Java.",
                        "Compare the line and the one before with a program that compiles.",
                    )
                    break
