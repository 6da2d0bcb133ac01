"""Constructors with the fields that they fill."""

from __future__ import annotations

from tree_sitter import Node

from .arrays import default
from .bodies import class_scope, filled, method_scope
from .declarations import initial
from .documentation import (
    documentation,
    documentation_as_comment,
    leading_comments,
    trailing_comment,
)
from .overloads import argument_nodes, own_arguments
from .program import Class, Field, Method
from .scope import Scope
from .statements import block, indented, todo
from .unit import Untranslatable, primary_constructor


def instance_fields(made: Class) -> list[Field]:
    """The fields that each object has."""
    return [f for f in made.fields.values() if not f.is_static]


def _field_lines(made: Class, scope: Scope) -> list[str]:
    lines = []
    for field in instance_fields(made):
        if made.kind == "record":
            continue
        name = f"self.{scope.unit.field_name(field.name)}"
        value = field.node.child_by_field_name("value")
        declaration = field.node.parent
        assert declaration is not None
        tail = trailing_comment(declaration, scope)
        comments = documentation_as_comment(declaration, scope)
        if value is None:
            lines += [*comments, f"{name} = {default(field.type)}{tail}"]
            continue
        try:
            scope.before, scope.after, scope.may_defer = [], [], True
            made_value = initial(value, field.type, scope)
            text = f"{name} = {made_value.argument}{tail}"
            lines += [*scope.before, *comments, text, *scope.after]
        except Untranslatable as problem:
            lines += todo(declaration, problem, scope)
    for member in made.members:
        if member.type == "block":
            lines += block(member.named_children, scope)
    return lines


def _instance_scope(made: Class, scope: Scope) -> Scope:
    inner = class_scope(made, scope)
    inner.is_static = False
    return inner


def default_constructor(made: Class, scope: Scope) -> list[str]:
    """The constructor of a class that has none, for its fields."""
    inner = _instance_scope(made, scope)
    has_parent = made.superclass is not None and made.superclass.name in scope.unit.program.classes
    outer = "" if made.is_static else ", outer"
    star = ", *arguments" if has_parent else ""
    head = f"def __init__(self{outer}{star}):"
    lines = ["super().__init__(*arguments)"] if has_parent else []
    if outer:
        lines.append("self.outer = outer")
    lines += _field_lines(made, inner)
    return [head, *indented(filled(lines, []))]


def constructor_lines(made: Class, method: Method, scope: Scope) -> list[str]:
    """A constructor: `__init__`, or a class method for all but the first."""
    inner = method_scope(made, method, scope)
    inner.is_static = False
    names = [
        ("*" if method.is_varargs and i == len(method.parameters) - 1 else "")
        + inner.declare(name, java_type)
        for i, (name, java_type) in enumerate(method.parameters)
    ]
    first = primary_constructor(made) is method
    if not made.is_static:
        names.insert(0, "outer")
    body = method.node.child_by_field_name("body")
    assert body is not None
    nodes = body.named_children
    call = next((n for n in nodes if n.type == "explicit_constructor_invocation"), None)
    text = documentation(method.node, scope)
    rest = [n for n in nodes if n is not call and (call is None or n.id != call.id)]
    lines = _explicit(made, call, inner, first)
    if not made.is_static:
        lines.append("self.outer = outer")
    if call is None or call.children[0].type != "this":
        lines += _field_lines(made, _constructor_fields(made, scope))
    lines += block(rest, inner)
    comments = leading_comments(method.node, scope)
    if first:
        head = f"def __init__({', '.join(['self', *names])}):"
        return [*comments, head, *indented([*text, *filled(lines, text)])]
    name = scope.unit.constructor(made, method).partition(".")[2]
    head = f"def {name}({', '.join(['cls', *names])}):"
    return [*comments, "@classmethod", head, *indented([*text, *lines, "return self"])]


def _constructor_fields(made: Class, scope: Scope) -> Scope:
    """First values of fields do not see the constructor's parameters."""
    return _instance_scope(made, scope)


def _explicit(made: Class, call: Node | None, scope: Scope, first: bool) -> list[str]:
    """`super(...)` and `this(...)`."""
    program = scope.unit.program
    parent = program.classes.get(made.superclass.name) if made.superclass else None
    is_error = made.superclass is not None and made.superclass.name.endswith(("Exception", "Error"))
    if call is not None and call.children[0].type == "this":
        pairs = [(made, constructor) for constructor in made.constructors]
        _, chosen, text = own_arguments(pairs, call, scope)
        target = scope.unit.constructor(made, chosen).replace(made.name, "cls", 1)
        return [f"self = {target}({text})"]
    lines = [] if first else ["self = cls.__new__(cls)"]
    owner = "super()" if first else f"super({made.name}, self)"
    if call is not None and parent is not None:
        if parent.constructors:
            pairs = [(parent, constructor) for constructor in parent.constructors]
            _, chosen, text = own_arguments(pairs, call, scope)
            if scope.unit.constructor(parent, chosen) != parent.name:
                raise Untranslatable(call, "super(...) of a second constructor")
            return [*lines, f"{owner}.__init__({text})"]
        return [*lines, f"{owner}.__init__()"]
    if call is not None and is_error:
        listed = call.child_by_field_name("arguments")
        assert listed is not None
        words = [scope.translate(n).argument for n in argument_nodes(listed)]
        return [*lines, f"{owner}.__init__({', '.join(words)})"]
    if parent is not None and (parent.constructors or instance_fields(parent)):
        return [*lines, f"{owner}.__init__()"]
    return lines
