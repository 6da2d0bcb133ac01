"""The files that a program's iterators read by DataVec's record readers."""

from __future__ import annotations

from dataclasses import dataclass

from ..code import Code
from ..names import Variable
from .program import Program

_FILES = ("File", "ClassPathResource")
_DEEPEST = 10  # objects within objects


@dataclass(frozen=True)
class Rows:
    """Rows of a file.

    Attributes:
        file: as the program names it.
        skipped: how many lines are passed over at its beginning.
    """

    file: str
    skipped: int | float


def rows(program: Program, iterator: Variable) -> Rows | None:
    """What an iterator reads, where the text tells."""
    made = program.names.value(iterator)
    if made is None or made.created != "RecordReaderDataSetIterator" or not made.arguments:
        return None
    reader = program.variable(made.arguments[0])
    begun = [
        call
        for call in program.calls("initialize")
        if program.variable(call.field("object")) == reader
    ]
    value = program.names.value(reader) if reader else None
    if value is None or len(begun) != 1 or not begun[0].arguments:
        return None
    file = _file(program, begun[0].arguments[0])
    skipped = program.number(value.arguments[0]) if value.arguments else 0
    return Rows(file, skipped) if file is not None and skipped is not None else None


def _file(program: Program, code: Code) -> str | None:
    """The name in `new FileSplit(new File("rows.csv"))`, also behind variables."""
    for _ in range(_DEEPEST):
        code = program.names.definition(code)
        if code.created in _FILES and len(code.arguments) == 1:
            name = program.constant(code.arguments[0])
            return name if isinstance(name, str) else None
        # `.getFile()` of a resource, or a split that is given the file alone.
        inner = code.field("object")
        if code.created:
            inner = code.arguments[0] if len(code.arguments) == 1 else None
        if inner is None:
            return None
        code = inner
    return None
