"""Rules about which data an iterator gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..code import Code
from ..finding import Finding
from ..names import Variable
from .files import rows
from .iterators import held_in
from .program import Program
from .rule import Rule, Severity

_TEST_NAME = re.compile(r"(?:^|_)(?:test|eval)|Test|Eval|TEST|EVAL")
_ALL_DATA = {"ListDataSetIterator", "ExistingDataSetIterator", "INDArrayDataSetIterator"}
_EVALUATING = ("evaluate", "doEvaluation", "evaluateROC", "evaluateROCMultiClass")


class TestFromTraining(Rule):
    """An iterator that is meant for testing gives training data."""

    id = "test-from-training-data"
    severity = Severity.ERROR
    why = (
        "The network has seen these examples, so the result is too good. In "
        "MnistDataSetIterator(batch, examples, binarize) the third argument makes pixels black "
        "or white; this constructor always reads the training set."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for known in program.iterators:
            named = known.variable and _TEST_NAME.search(known.variable.name)
            training = "train" in known.variable.name.lower() if known.variable else True
            if named and known.training and not training:
                text = known.at.field_text("type")
                yield self.at(
                    known.at,
                    f"{known.variable and known.variable.name} reads the training set "
                    f"of {known.data.name}.",
                    f"Write new {text}(batch, false, seed): the second argument says train."
                    if known.data.name == "MNIST"
                    else "Ask for the test set.",
                )


class EvaluatedOnTraining(Rule):
    """A network is only evaluated on the data that it was trained with."""

    id = "evaluated-on-training-data"
    why = "Accuracy on training data does not tell how the network does on new examples."

    def _find(self, program: Program) -> Iterator[Finding]:
        trained = {variable for call in program.fitted if (variable := _first(program, call))}
        yield from self._by_file(program, trained)
        calls = [c for c in program.calls(*_EVALUATING) if program.is_network(c.field("object"))]
        judged = [(call, _first(program, call)) for call in calls]
        if not judged or any(variable is None for _, variable in judged):
            return
        if all(variable in trained and self._is_part(program, variable) for _, variable in judged):
            for call, variable in judged:
                name = variable.name if variable else ""
                yield self.at(
                    call.field("name") or call,
                    f"{name} is what the network was trained with.",
                    "Evaluate on data that fit() has not seen.",
                )

    def _by_file(self, program: Program, trained: set[Variable]) -> Iterator[Finding]:
        """Another iterator, but over the same rows of the same file."""
        known = {found for variable in trained if (found := rows(program, variable))}
        for code in program.created("RecordReaderDataSetIterator"):
            variable = held_in(program.names, code)
            found = rows(program, variable) if variable else None
            if variable and found and found in known and variable not in trained:
                yield self.at(
                    code,
                    f"{variable.name} reads {found.file} again, which the network is trained with.",
                    "Read a file that fit() has not seen.",
                )

    @staticmethod
    def _is_part(program: Program, variable: Variable | None) -> bool:
        """Whether there are other data than these: XOR's four rows are all there is."""
        value = program.names.value(variable) if variable else None
        kind = value.created.partition("<")[0] if value else ""
        if kind in _ALL_DATA or not kind.endswith("DataSetIterator"):
            return bool(program.calls("splitTestAndTrain"))
        return True


def _first(program: Program, call: Code) -> Variable | None:
    """The variable that is passed first."""
    return program.variable(call.arguments[0]) if call.arguments else None


class BatchTooLarge(Rule):
    """A batch is larger than all examples asked for."""

    id = "batch-larger-than-data"
    why = "Every epoch is then a single step, and the arguments may be swapped."

    def _find(self, program: Program) -> Iterator[Finding]:
        for known in program.iterators:
            if known.batch and known.examples and known.batch > known.examples:
                yield self.at(
                    known.at,
                    f"A batch of {known.batch} is asked of {known.examples} examples.",
                    "The order is (batch, examples).",
                )


class LabelsNotOneHot(Rule):
    """Labels are numbers of classes in one column, where softmax needs a column a class."""

    id = "labels-not-one-hot"
    severity = Severity.ERROR
    why = (
        "MCXENT, NEGATIVELOGLIKELIHOOD and MSE compare the outputs column by column; "
        "one column against several outputs throws an IllegalArgumentException."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        network = program.network
        output = network.outputs[0] if network and len(network.outputs) == 1 else None
        outputs = output.size("nOut") if output else None
        if output is None or outputs is None or outputs < 2 or output.loss == "SPARSE_MCXENT":
            return
        for labels in self._labels(program):
            if _columns(program, labels) == 1:
                yield self.at(
                    labels,
                    f"The labels have 1 column, the network {outputs} outputs.",
                    "Write a row such as {0, 1, 0} for class 1 of 3.",
                )
        for reader in program.created("RecordReaderDataSetIterator"):
            given = reader.arguments
            one = len(given) == 5 and given[2].text == given[3].text
            if one and program.constant(given[4]) is True:
                yield self.at(
                    reader,
                    f"The labels are one number (regression), the network has {outputs} outputs.",
                    "Write new RecordReaderDataSetIterator(reader, batch, labelColumn, classes).",
                )

    @staticmethod
    def _labels(program: Program) -> Iterator[Code]:
        """Arrays that are passed as labels."""
        places = [code for code in program.created("DataSet") if len(code.arguments) == 2]
        places += [call for call in program.fitted if len(call.arguments) == 2]
        for code in places:
            yield code.arguments[1]


def _columns(program: Program, code: Code) -> int | None:
    """The columns of an array that is written out or made in a known shape."""
    made = program.names.definition(code)
    if made.kind != "method_invocation" or made.field_text("object") != "Nd4j":
        return None
    given = made.arguments
    if made.field_text("name") in ("create", "zeros", "ones") and len(given) == 2:
        columns = program.number(given[1])
        return columns if isinstance(columns, int) else None
    if made.field_text("name") not in ("create", "createFromArray") or len(given) != 1:
        return None
    rows = program.names.definition(given[0])
    if rows.kind == "array_creation_expression":
        rows = rows.field("value") or rows
    if rows.kind != "array_initializer" or not rows.parts:
        return None
    widths = {len(row.parts) for row in rows.parts if row.kind == "array_initializer"}
    return widths.pop() if len(widths) == 1 else None
