"""Rules about the steps of training."""

from __future__ import annotations

from collections.abc import Iterator

from ..code import Code
from ..finding import Finding
from ..names import Variable
from .iterators import held_in
from .program import Program
from .rule import Rule, Severity

_NETWORKS = ("MultiLayerNetwork", "ComputationGraph")
_LOOPS = ("for_statement", "while_statement", "do_statement", "enhanced_for_statement")
_NEEDS_WEIGHTS = {"evaluate", "output", "predict", "score", "summary", "feedForward"}


def _calls_on(program: Program, variable: Variable) -> list[Code] | None:
    """The calls on a variable, or None where it is passed on."""
    calls = []
    for use in program.names.uses(variable):
        parent = use.parent
        if parent is not None and parent.kind == "method_invocation":
            calls.append(parent)
        elif parent is None or parent.field("left") != use:
            return None
    return calls


class UsedBeforeInit(Rule):
    """A network is asked for something before init()."""

    id = "used-before-init"
    severity = Severity.ERROR
    why = (
        "init() makes the weights; before it there are none, and these methods throw. "
        "(fit() and setListeners() call init() themselves.)"
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for code in program.created(*_NETWORKS):
            variable = held_in(program.names, code)
            calls = _calls_on(program, variable) if variable else None
            if not variable or not calls or len(code.arguments) != 1:
                continue
            first = calls[0]
            asked = first.field_text("name") in _NEEDS_WEIGHTS
            if asked and _method(first) == _method(code) is not None:
                yield self.at(
                    first.field("name") or first,
                    f"{variable.name} has no weights here.",
                    f"Call {variable.name}.init() first.",
                )


class NeverEvaluated(Rule):
    """A network is trained, and nothing looks at the result."""

    id = "never-evaluated"
    why = "Without an evaluation, a score or a saved file nobody knows what was learnt."

    def _find(self, program: Program) -> Iterator[Finding]:
        for code in program.created(*_NETWORKS):
            variable = held_in(program.names, code)
            calls = _calls_on(program, variable) if variable else None
            if not calls or not all(call.parent for call in calls):
                continue
            names = {call.field_text("name") for call in calls}
            if "fit" in names and names <= {"init", "fit", "setLearningRate"}:
                last = [call for call in calls if call.field_text("name") == "fit"][-1]
                yield self.at(
                    last.field("name") or last,
                    f"After {variable.name if variable else ''}.fit() the program just ends.",
                    "Print evaluate(testIterator).stats(), or save the network.",
                )


class ListenersTooLate(Rule):
    """Listeners are set after the training that they should watch."""

    id = "listeners-after-fit"
    why = "A listener hears only of what happens after it was set."

    def _find(self, program: Program) -> Iterator[Finding]:
        for call in program.calls("setListeners"):
            variable = program.variable(call.field("object"))
            fits = [c for c in program.fitted if program.variable(c.field("object")) == variable]
            if variable is None or not fits or not program.is_network(call.field("object")):
                continue
            block = _method(call)
            inside = all(_method(fit) == block for fit in fits)
            looped = any(outer.kind in _LOOPS for outer in call.ancestors)
            late = all(fit.node.end_byte <= call.node.start_byte for fit in fits)
            if inside and late and not looped:
                yield self.at(
                    call.field("name") or call,
                    "The listeners are set after the last fit().",
                    "Move this line before fit().",
                )


def _method(code: Code) -> Code | None:
    kinds = ("method_declaration", "constructor_declaration", "lambda_expression")
    return next((outer for outer in code.ancestors if outer.kind in kinds), None)


class EpochsSquared(Rule):
    """fit(data, epochs) stands in a loop over the same epochs."""

    id = "epochs-squared"
    why = "fit(data, n) trains n epochs each time, so the loop trains n times n."

    def _find(self, program: Program) -> Iterator[Finding]:
        for call in program.fitted:
            if len(call.arguments) != 2:
                continue
            bound = program.variable(call.arguments[1])
            for loop in call.ancestors:
                condition = loop.field("condition") if loop.kind == "for_statement" else None
                names = condition.within("identifier") if condition else ()
                counts = bound is not None and bound.type in ("int", "Integer")
                if bound and counts and any(program.variable(name) == bound for name in names):
                    yield self.at(
                        call.arguments[1],
                        f"The loop runs to {bound.name}; each fit() trains as many epochs.",
                        f"Write fit({call.arguments[0].text}) in the loop, or drop the loop.",
                    )
                    break


class StoppedByTraining(Rule):
    """Early stopping looks at the training data."""

    id = "stopped-by-training-data"
    why = "The loss on training data goes on falling while the network overfits."

    def _find(self, program: Program) -> Iterator[Finding]:
        trainers = program.created("EarlyStoppingTrainer", "EarlyStoppingGraphTrainer")
        trained = {
            program.variable(trainer.arguments[2])
            for trainer in trainers
            if len(trainer.arguments) > 2
        }
        for code in program.created("DataSetLossCalculator", "ClassificationScoreCalculator"):
            place = 0 if code.created == "DataSetLossCalculator" else 1
            given = code.arguments[place] if len(code.arguments) > place else None
            variable = program.variable(given)
            if given is not None and variable is not None and variable in trained:
                yield self.at(
                    given,
                    f"The score is taken from {variable.name}, which the network trains with.",
                    "Give it an iterator over validation data.",
                )
