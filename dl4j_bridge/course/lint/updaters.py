"""Rules about updaters with their learning rates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..code import Code
from ..finding import Finding
from .program import Program
from .rule import Rule, Severity

# Above these a step of the updater is larger than weights usually are.
_LIMITS = {
    **dict.fromkeys(("Adam", "AdaMax", "Nadam", "AMSGrad", "AdaBelief", "RmsProp"), 0.1),
    "Nesterovs": 1.0,
    "Sgd": 10.0,
    "AdaGrad": 1.0,
}
_RATE_NAME = re.compile(r"rate|^lr$|eta|alpha", re.IGNORECASE)


def rates(program: Program) -> Iterator[tuple[str, Code]]:
    """Each updater that is created with a learning rate, with the rate's expression."""
    for code in program.created(*_LIMITS):
        given = code.arguments
        if given and (code.created != "Nesterovs" or len(given) > 1):
            yield code.created, given[0]
    for call in program.calls("learningRate"):
        receiver = call.field("object")
        while receiver and receiver.kind == "method_invocation":
            receiver = receiver.field("object")
        kind = receiver.created if receiver else ""
        if kind.endswith(".Builder") and call.arguments and kind.partition(".")[0] in _LIMITS:
            yield kind.partition(".")[0], call.arguments[0]


class RateAsMomentum(Rule):
    """Nesterovs gets a learning rate where its only argument is the momentum."""

    id = "rate-as-momentum"
    severity = Severity.ERROR
    why = (
        "The constructor with one number sets the momentum; the learning rate stays at "
        "Deeplearning4j's default of 0.1."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for code in program.created("Nesterovs"):
            if len(code.arguments) != 1:
                continue
            given = code.arguments[0]
            value = program.number(given)
            called = _RATE_NAME.search(given.text) if given.kind == "identifier" else None
            if (value is not None and 0 < value < 0.5) or called:
                yield self.at(
                    code,
                    f"Nesterovs({given.text}) sets the momentum to {given.text}.",
                    f"Write new Nesterovs({given.text}, 0.9): rate, then momentum.",
                )


class MomentumOnly(Rule):
    """Nesterovs gets a momentum but no learning rate."""

    id = "momentum-only"
    why = (
        "The constructor with one number sets the momentum only; the learning rate stays at "
        "Deeplearning4j's default of 0.1, which is large for most networks."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        if program.calls("setLearningRate"):
            return
        for code in program.created("Nesterovs"):
            if len(code.arguments) != 1:
                continue
            given = code.arguments[0]
            value = program.number(given)
            called = given.kind == "identifier" and _RATE_NAME.search(given.text)
            if value is not None and value >= 0.5 and not called:
                yield self.at(
                    code,
                    f"Nesterovs({given.text}) sets the momentum only; the rate is 0.1.",
                    f"Write new Nesterovs(0.01, {given.text}): rate, then momentum.",
                )


class RateAndMomentumSwapped(Rule):
    """Nesterovs gets the momentum first."""

    id = "rate-and-momentum-swapped"
    why = "The order is new Nesterovs(learningRate, momentum)."

    def _find(self, program: Program) -> Iterator[Finding]:
        for code in program.created("Nesterovs"):
            if len(code.arguments) != 2:
                continue
            rate, momentum = map(program.number, code.arguments)
            if rate is not None and momentum is not None and 0.5 <= rate < 1 and momentum < 0.5:
                first, second = (part.text for part in code.arguments)
                yield self.at(
                    code,
                    f"The learning rate is {rate:g} and the momentum {momentum:g}.",
                    f"Write new Nesterovs({second}, {first}).",
                )


class RateTooLarge(Rule):
    """The learning rate is too large for its updater, such as 0.7 with Adam."""

    id = "rate-too-large"
    why = (
        "Adam and its kin move every weight by about the rate at each step, whatever the "
        "gradient; with plain gradient descent a large rate overshoots. "
        "The loss jumps or becomes NaN."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        given = [*rates(program), *self._set_later(program)]
        for updater, rate in given:
            value = program.number(rate)
            if value is not None and value > _LIMITS[updater]:
                usual = "0.001" if _LIMITS[updater] < 1 else "0.01"
                yield self.at(
                    rate,
                    f"The learning rate of {updater} is {value:g}.",
                    f"Begin with {usual} and look at the score.",
                )

    def _set_later(self, program: Program) -> Iterator[tuple[str, Code]]:
        updaters = {code.created for code in program.created(*_LIMITS)}
        if len(updaters) == 1 and len(program.networks) == 1:
            for call in program.calls("setLearningRate"):
                if call.arguments:
                    yield next(iter(updaters)), call.arguments[-1]


class RateNotPositive(Rule):
    """The learning rate is 0 or less, often by a division of whole numbers."""

    id = "rate-not-positive"
    severity = Severity.ERROR
    why = (
        "With a rate of 0 nothing is learnt, below 0 the loss is climbed. "
        "Java divides whole numbers to whole numbers: 1/1000 is 0."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for updater, rate in rates(program):
            value = program.number(rate)
            if value is not None and value <= 0:
                yield self.at(
                    rate,
                    f"The learning rate of {updater} is {value:g}.",
                    "Write the rate as 0.001, or one part of the division as 1.0.",
                )


class RmsPropDefault(Rule):
    """RmsProp is used with its default learning rate of 0.1."""

    id = "rmsprop-default-rate"
    why = (
        "Deeplearning4j's RmsProp has a default rate of 0.1, a hundred times that of Adam "
        "(0.001) or of RMSProp in other libraries; most networks do not learn with it."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        bare = [code for code in program.created("RmsProp") if not code.arguments]
        for call in program.calls("updater"):
            bare += [code for code in call.arguments if code.text.endswith("Updater.RMSPROP")]
        for code in bare:
            yield self.at(code, "RmsProp takes steps at a rate of 0.1.", "Use new RmsProp(0.001).")
