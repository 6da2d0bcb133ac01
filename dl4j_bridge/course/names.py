"""What the names in a Java program stand for, as far as its text tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .code import Code
from .source import Source

_METHODS = ("method_declaration", "constructor_declaration", "compact_constructor_declaration")
_TYPES = ("class_declaration", "enum_declaration", "interface_declaration", "record_declaration")
_BLOCKS = ("block", "constructor_body", "switch_block_statement_group", "program")


@dataclass(frozen=True)
class Variable:
    """A field, local variable or parameter.

    Attributes:
        name: what it is called.
        type: the declared type's text, empty where the text names none.
        code: the node that declares it.
        initial: what it begins with, where the declaration says so.
    """

    name: str
    type: str
    code: Code
    initial: Code | None


class Names:
    """Looks up what an identifier means where it stands."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.files = [Code(source, source.root) for source in sources]
        self._scopes: dict[Code, dict[str, list[Variable]]] = {}
        self._named: dict[Code, Variable | None] = {}
        self.constants: dict[Variable, int | float | bool | str | None] = {}
        """What `constants` has found out about variables."""
        self._used: dict[Variable, list[Code]] = {}
        self._assigned: dict[Variable, list[Code]] = {}

    @cached_property
    def _identifiers(self) -> dict[str, list[Code]]:
        found = defaultdict(list)
        for file in self.files:
            for code in file.within("identifier"):
                found[code.text].append(code)
        return found

    @cached_property
    def _fields(self) -> dict[tuple[str, str], Variable]:
        found = {}
        for file in self.files:
            for declared in file.within(*_TYPES):
                body = declared.field("body")
                for variable in _declared_in(body) if body else ():
                    found[declared.field_text("name"), variable.name] = variable
        return found

    @cached_property
    def methods(self) -> dict[str, list[Code]]:
        """The declared methods by name."""
        found = defaultdict(list)
        for file in self.files:
            for method in file.within("method_declaration"):
                found[method.field_text("name")].append(method)
        return found

    def variable(self, code: Code) -> Variable | None:
        """The variable that an expression names, or None."""
        code = code.bare
        if code not in self._named:
            self._named[code] = self._look_up(code)
        return self._named[code]

    def _look_up(self, code: Code) -> Variable | None:
        if code.kind == "identifier":
            return self._visible(code)
        if code.kind != "field_access":
            return None
        owner, name = code.field_text("object"), code.field_text("field")
        if owner == "this":
            owner = _enclosing_type(code)
        return self._fields.get((owner.rpartition(".")[2], name))

    def _visible(self, code: Code) -> Variable | None:
        name, inner = code.text, code
        for outer in code.ancestors:
            if outer not in self._scopes:
                self._scopes[outer] = _by_name(_declared_in(outer))
            for variable in self._scopes[outer].get(name, ()):
                # A local variable is known only after its declaration.
                before = variable.code.node.start_byte < inner.node.start_byte
                if before or outer.kind not in _BLOCKS:
                    return variable
            inner = outer
        return None

    def uses(self, variable: Variable) -> list[Code]:
        """Every place that names a variable, but its declaration, in the order of the text."""
        if variable not in self._used:
            wholes = map(_whole_name, self._identifiers[variable.name])
            self._used[variable] = [
                whole for whole in wholes if whole and self.variable(whole) == variable
            ]
        return self._used[variable]

    def assignments(self, variable: Variable) -> list[Code]:
        """Every assignment, increment or decrement of a variable."""
        if variable not in self._assigned:
            parents = [(use, use.parent) for use in self.uses(variable)]
            self._assigned[variable] = [
                parent
                for use, parent in parents
                if parent is not None
                and (
                    parent.kind == "update_expression"
                    or (parent.kind == "assignment_expression" and parent.field("left") == use)
                )
            ]
        return self._assigned[variable]

    def value(self, variable: Variable) -> Code | None:
        """What a variable holds, where it is given a value once only."""
        changes = self.assignments(variable)
        if variable.initial is not None:
            return None if changes else variable.initial
        if len(changes) == 1 and variable.code.kind == "variable_declarator":
            return changes[0].field("right")
        return None

    def definition(self, code: Code) -> Code:
        """The expression behind a name or a call of the program's own method."""
        code = code.bare
        for _ in range(20):
            behind = self._behind(code)
            if behind is None:
                return code
            code = behind.bare
        return code

    def _behind(self, code: Code) -> Code | None:
        if code.kind == "method_invocation":
            return self.returned(code)
        variable = self.variable(code)
        return None if variable is None else self.value(variable)

    def returned(self, call: Code) -> Code | None:
        """What the program's own method returns, where it has a single return."""
        owner = call.field("object")
        if owner is not None and owner.text != "this" and not self._is_own_type(owner):
            return None
        methods = self.methods.get(call.field_text("name"), [])
        if len(methods) != 1:
            return None
        returns = list(methods[0].within("return_statement"))
        return returns[0].parts[0] if len(returns) == 1 and returns[0].parts else None

    def _is_own_type(self, code: Code) -> bool:
        types = {file.source.name(node) for file in self.files for node in file.source.types}
        return code.text in types


def _whole_name(code: Code) -> Code | None:
    """The expression that an identifier is the name in; None where it names no variable."""
    parent = code.parent
    if parent is None:
        return None
    if parent.kind == "field_access" and parent.field("field") == code:
        return parent
    named = parent.field("name") == code
    return None if named and parent.kind != "field_access" else code


def _enclosing_type(code: Code) -> str:
    return next((outer.field_text("name") for outer in code.ancestors if outer.kind in _TYPES), "")


def _by_name(variables: Iterable[Variable]) -> dict[str, list[Variable]]:
    found = defaultdict(list)
    for variable in variables:
        found[variable.name].append(variable)
    return found


def _declared_in(outer: Code) -> Iterator[Variable]:
    """The variables that a node declares for what is inside it."""
    if outer.kind in ("class_body", "enum_body_declarations", "interface_body"):
        for part in outer.parts:
            if part.kind in ("field_declaration", "constant_declaration"):
                yield from _declarators(part)
    elif outer.kind in _BLOCKS:
        for part in outer.parts:
            if part.kind == "local_variable_declaration":
                yield from _declarators(part)
    elif outer.kind == "local_variable_declaration":
        yield from _declarators(outer)
    else:
        yield from _headed(outer)


def _headed(outer: Code) -> Iterator[Variable]:
    """The variables that a loop, method, lambda, catch or try declares in its head."""
    if outer.kind == "for_statement":
        init = outer.field("init")
        if init is not None and init.kind == "local_variable_declaration":
            yield from _declarators(init)
    elif outer.kind == "enhanced_for_statement":
        yield Variable(outer.field_text("name"), outer.field_text("type"), outer, None)
    elif outer.kind in (*_METHODS, "lambda_expression"):
        parameters = outer.field("parameters")
        for part in (parameters, *parameters.parts) if parameters else ():
            name = part.text if part.kind == "identifier" else part.field_text("name")
            if name:
                yield Variable(name, part.field_text("type"), part, None)
    elif outer.kind == "catch_clause":
        for part in outer.parts:
            if part.kind == "catch_formal_parameter":
                yield Variable(part.field_text("name"), "", part, None)
    elif outer.kind == "try_with_resources_statement":
        for part in outer.within("resource"):
            yield Variable(
                part.field_text("name"), part.field_text("type"), part, part.field("value")
            )


def _declarators(declaration: Code) -> Iterator[Variable]:
    kind = declaration.field_text("type")
    for part in declaration.parts:
        if part.kind == "variable_declarator":
            yield Variable(part.field_text("name"), kind, part, part.field("value"))
