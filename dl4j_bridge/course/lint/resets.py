"""Rules about iterators that are read on from where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from ..code import Code
from ..finding import Finding
from ..names import Variable
from .program import Program
from .rule import Rule, Severity

_READING = {"fit", "evaluate", "doEvaluation", "evaluateRegression", "evaluateROC", "pretrain"}
_LOOPS = ("for_statement", "while_statement", "do_statement", "enhanced_for_statement")
_METHODS = ("method_declaration", "constructor_declaration", "static_initializer")


class At(Enum):
    """Where an iterator stands."""

    START = "start"
    INSIDE = "inside"
    END = "end"
    UNKNOWN = "unknown"


Places = dict[Variable, At]
Missed = dict[Code, At]


def misses(program: Program) -> Missed:
    """Each read of an iterator that does not begin at its start, with where it begins."""
    found: Missed = {}
    for file in program.names.files:
        for method in file.within(*_METHODS):
            body = method.field("body") or method
            _Reader(program, found).visit(body, {})
    return found


class _Reader:
    """Follows the iterators through one method, each loop twice."""

    def __init__(self, program: Program, found: Missed) -> None:
        self.program, self.found = program, found

    def visit(self, code: Code, places: Places) -> None:
        if code.kind in ("lambda_expression", "class_body"):
            return
        if code.kind in _LOOPS:
            self._loop(code, places)
        elif code.kind in ("if_statement", "switch_expression"):
            self._branches(code, places)
        else:
            self._parts(code, places)
            self._happens(code, places)

    def _parts(self, code: Code, places: Places) -> None:
        for part in code.parts:
            self.visit(part, places)

    def _happens(self, code: Code, places: Places) -> None:
        if code.kind == "variable_declarator":
            self._declared(code, places)
        elif code.kind == "method_invocation":
            self._call(code, places)
        elif code.kind in ("object_creation_expression", "assignment_expression"):
            left = code.field("left")
            for part in (*code.arguments, *([left] if left else [])):
                variable = self.program.variable(part)
                if variable in places and variable is not None:
                    places[variable] = At.UNKNOWN

    def _declared(self, code: Code, places: Places) -> None:
        declared, value = code.parent, code.field("value")
        kind = declared.field_text("type").split("<")[0] if declared else ""
        if value and (kind.endswith("DataSetIterator") or value.created.endswith("SetIterator")):
            variable = Variable(
                code.field_text("name"), declared.field_text("type") if declared else "",
                code, value,
            )  # fmt: skip
            places[variable] = At.START if value.created else At.UNKNOWN

    def _loop(self, code: Code, places: Places) -> None:
        condition = code.field("condition")
        call = condition.bare if condition else None
        over = call and call.field_text("name") == "hasNext"
        variable = self.program.variable(call.field("object")) if call and over else None
        if call is None or variable is None or variable not in places:
            self._parts(code, places)
            self._parts(code, places)
            return
        if code.kind != "do_statement" and places[variable] in (At.END, At.INSIDE):
            self.found[call] = places[variable]
        places[variable] = At.UNKNOWN
        self._parts(code, places)
        left_early = any(code.within("break_statement", "return_statement", "throw_statement"))
        places[variable] = At.UNKNOWN if left_early else At.END

    def _branches(self, code: Code, places: Places) -> None:
        """One way of several is gone; all begin where the iterators stand now."""
        condition = code.field("condition")
        if condition is not None:
            self.visit(condition, places)
        names = ("consequence", "alternative")
        branches = [branch for name in names if (branch := code.field(name))]
        if code.kind == "switch_expression":
            body = code.field("body")
            branches = list(body.parts) if body else []
        before = dict(places)
        ways = [dict(before) for _ in branches]
        for branch, way in zip(branches, ways, strict=True):
            self.visit(branch, way)
        if len(branches) < 2 or code.kind == "switch_expression":
            ways.append(before)
        for variable in before:
            ends = {way[variable] for way in ways}
            places[variable] = ends.pop() if len(ends) == 1 else At.UNKNOWN

    def _call(self, code: Code, places: Places) -> None:
        name, on = code.field_text("name"), self.program.variable(code.field("object"))
        if on in places and on is not None:
            if name == "reset":
                places[on] = At.START
            elif name == "forEachRemaining":
                places[on] = At.END
            elif name == "next":
                # In a loop it may have come to the end by counting.
                counted = any(outer.kind in _LOOPS for outer in code.ancestors)
                places[on] = At.UNKNOWN if counted else At.INSIDE
            return
        for given in code.arguments:
            variable = self.program.variable(given)
            if variable is None or variable not in places:
                continue
            if name in _READING and self.program.is_network(code.field("object")):
                # Deeplearning4j resets an iterator that has nothing left, and only such.
                if places[variable] is At.INSIDE:
                    self.found[code] = At.INSIDE
                places[variable] = At.END
            else:
                places[variable] = At.UNKNOWN


class LoopWithoutReset(Rule):
    """A loop over an iterator that was read to its end, without reset()."""

    id = "loop-without-reset"
    severity = Severity.ERROR
    why = (
        "After fit(), evaluate() or a loop the iterator stands at its end: hasNext() is false at "
        "once, and the loop does nothing."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for code, place in misses(program).items():
            if place is At.END:
                name = code.field_text("object")
                yield self.at(
                    code, f"{name} stands at its end.", f"Call {name}.reset() before the loop."
                )


class ReadWithoutReset(Rule):
    """Training or evaluation begins after next() took examples from the iterator."""

    id = "read-without-reset"
    why = (
        "fit() and evaluate() begin where the iterator stands, unless it is at its end: "
        "what next() gave is left out."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for code, place in misses(program).items():
            if place is At.INSIDE:
                name = code.field("name") or code
                yield self.at(
                    name, "The iterator has given examples already.", "Call reset() before this."
                )
