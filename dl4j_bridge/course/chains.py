"""Builders of a Java program, with every call on them wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .code import Code
from .names import Names, Variable

_UNSURE = {
    "if_statement",
    "for_statement",
    "enhanced_for_statement",
    "while_statement",
    "do_statement",
    "switch_expression",
    "catch_clause",
    "lambda_expression",
    "ternary_expression",
}


@dataclass(frozen=True)
class Call:
    """A call on a builder.

    Attributes:
        name: the method's.
        arguments: what is passed.
        at: the method's name in the text.
        code: the call.
    """

    name: str
    arguments: tuple[Code, ...]
    at: Code
    code: Code


@dataclass(frozen=True)
class Chain:
    """All that is done to one builder.

    Attributes:
        root: the `new` that makes it.
        calls: on it, in the order of the text.
        whole: nothing can be done to it that `calls` does not show.
    """

    root: Code
    calls: tuple[Call, ...]
    whole: bool

    def last(self, *names: str) -> Call | None:
        """The last call of one of these methods."""
        return next((call for call in reversed(self.calls) if call.name in names), None)


def follow(names: Names, root: Code) -> Chain:
    """The chain that begins with an expression, through variables or returns."""
    calls: list[Call] = []
    whole = _follow(names, root, calls, set())
    return Chain(root, tuple(calls), whole)


def origin(names: Names, code: Code) -> Code:
    """The expression that a chain of calls begins with, through variables or methods."""
    for _ in range(100):
        code = names.definition(code)
        inner = code.field("object") if code.kind == "method_invocation" else None
        if inner is None:
            return code
        code = inner
    return code


def _follow(names: Names, start: Code, calls: list[Call], seen: set[Variable]) -> bool:
    """Collect the calls on an expression; whether all are known."""
    code, steps = start, list(_outward(start))
    calls += steps
    if steps:
        code = steps[-1].code
    if any(step.name == "build" for step in steps):
        return True
    variable = _receives(names, code)
    if variable is not None:
        if variable in seen:
            return True
        seen.add(variable)
        return _through(names, variable, calls, seen)
    parent = code.parent
    if parent is not None and parent.kind == "return_statement":
        return _returned(names, parent, calls, seen)
    return parent is not None and parent.kind == "expression_statement"


def _through(names: Names, variable: Variable, calls: list[Call], seen: set[Variable]) -> bool:
    whole = True
    for use in names.uses(variable):
        parent = use.parent
        if parent is None or (
            parent.kind == "assignment_expression" and parent.field("left") == use
        ):
            continue
        before = len(calls)
        known = _follow(names, use, calls, seen)
        doubted = len(calls) > before and _unsure(use, variable)
        whole = whole and known and not doubted
    return whole


def _returned(names: Names, code: Code, calls: list[Call], seen: set[Variable]) -> bool:
    method = next((outer for outer in code.ancestors if outer.kind == "method_declaration"), None)
    name = method.field_text("name") if method else ""
    callers = [
        call
        for file in names.files
        for call in file.within("method_invocation")
        if call.field_text("name") == name and names.returned(call) is not None
    ]
    return len(callers) == 1 and _follow(names, callers[0], calls, seen)


def _outward(code: Code) -> Iterator[Call]:
    """The calls made on an expression directly, from the inside out."""
    while True:
        parent = code.parent
        while parent is not None and parent.kind in ("parenthesized_expression", "cast_expression"):
            code, parent = parent, parent.parent
        if parent is None or parent.kind != "method_invocation" or parent.field("object") != code:
            return
        name = parent.field("name")
        if name is None:
            return
        yield Call(name.text, parent.arguments, name, parent)
        code = parent


def _receives(names: Names, code: Code) -> Variable | None:
    """The variable that an expression is put into."""
    parent = code.parent
    if parent is None:
        return None
    if parent.kind == "variable_declarator":
        name = parent.field("name")
        return _declared(names, parent, name.text) if name else None
    if parent.kind == "assignment_expression" and parent.field("right") == code:
        left = parent.field("left")
        return names.variable(left) if left else None
    return None


def _declared(names: Names, declarator: Code, name: str) -> Variable | None:
    declaration = declarator.parent
    kind = declaration.field_text("type") if declaration else ""
    return Variable(name, kind, declarator, declarator.field("value"))


def _unsure(use: Code, variable: Variable) -> bool:
    """Whether a use may happen never or often, seen from the variable's declaration."""
    around = set(variable.code.ancestors)
    return any(outer.kind in _UNSURE and outer not in around for outer in use.ancestors)
