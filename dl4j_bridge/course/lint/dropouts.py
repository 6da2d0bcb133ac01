"""Rules about dropout."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..code import Code
from ..finding import Finding
from .program import Program
from .rule import Rule, Severity

_DROP_NAME = re.compile(r"drop.*(rate|prob)|(rate|prob).*drop|p_?drop", re.IGNORECASE)
_DROP_COMMENT = re.compile(r"drop\D{0,20}(\d+(?:\.\d+)?)\s*%|(\d+(?:\.\d+)?)\s*%\s*drop", re.I)
_KEEPS = ("Dropout", "AlphaDropout", "SpatialDropout", "DropoutLayer.Builder", "DropoutLayer")


def _given(program: Program) -> Iterator[Code]:
    """Each probability that is passed to a dropout."""
    for call in program.calls("dropOut"):
        if len(call.arguments) == 1:
            yield call.arguments[0]
    for code in program.created(*_KEEPS):
        if len(code.arguments) == 1:
            yield code.arguments[0]


class DropoutKeeps(Rule):
    """dropOut(p) is read as the share dropped; it is the share kept."""

    id = "dropout-keeps"
    why = (
        "In Deeplearning4j p is the probability to keep a value, unlike in Keras: "
        "dropOut(0.2) drops 80 %."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for given in _given(program):
            value = program.number(given)
            if value is None or not 0 < value < 1 or value == 0.5:
                continue
            named = given.kind in ("identifier", "field_access") and _DROP_NAME.search(
                given.text.rpartition(".")[2]
            )
            if value < 0.5 or named or _commented(given, value):
                yield self.at(
                    given,
                    f"A share of {value:g} is kept, {1 - value:g} is dropped.",
                    f"To drop {value:g} write dropOut({round(1 - value, 10):g}).",
                )


def _commented(given: Code, value: float) -> bool:
    """Whether a comment on the line speaks of dropping just this share."""
    line = given.source.code.split(b"\n")[given.node.start_point.row].decode("utf-8")
    comment = line.partition("//")[2]
    shares = (float(one or other) / 100 for one, other in _DROP_COMMENT.findall(comment))
    return any(abs(share - value) < 1e-9 for share in shares)


class DropoutInPercent(Rule):
    """dropOut(p) gets a number above 1."""

    id = "dropout-in-percent"
    severity = Severity.ERROR
    why = "p is a probability: every value is kept with probability p, so p lies between 0 and 1."

    def _find(self, program: Program) -> Iterator[Finding]:
        for given in _given(program):
            value = program.number(given)
            if value is not None and value > 1:
                yield self.at(
                    given,
                    f"The probability to keep a value is {value:g}.",
                    "Write a share: dropOut(0.8) keeps 80 %.",
                )
