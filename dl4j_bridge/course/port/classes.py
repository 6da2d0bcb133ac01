"""Classes, methods and functions."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from ..source import walk
from .arrays import default
from .bodies import class_scope, filled, method_scope
from .constructors import constructor_lines, default_constructor, instance_fields
from .creation import declared, exception_class
from .declarations import initial
from .documentation import (
    documentation,
    documentation_as_comment,
    leading_comments,
    trailing_comment,
)
from .foreign import is_foreign
from .functional import FUNCTIONAL, FUNCTIONAL_METHODS
from .lambdas import early
from .listeners import implementing
from .overloads import argument_nodes, own_arguments
from .program import Class, Field, Method
from .scope import Scope
from .statements import block, indented, todo
from .types import UNKNOWN, VOID, JavaType
from .unit import Untranslatable


def function(owner: Class, method: Method, scope: Scope, name: str, first: str) -> list[str]:
    """A method as `def`.

    Args:
        owner: its class.
        method: the method.
        scope: of the class.
        name: Python's.
        first: `self`, or empty.
    """
    inner = method_scope(owner, method, scope)
    parameters = [first] * bool(first)
    for i, (parameter, java_type) in enumerate(method.parameters):
        star = "*" if method.is_varargs and i == len(method.parameters) - 1 else ""
        parameters.append(star + inner.declare(parameter, java_type))
    body = method.node.child_by_field_name("body")
    if body is not None:
        parameters += early(body, scope, inner)
    head = f"def {name}({', '.join(parameters)}):"
    text = documentation(method.node, scope)
    if body is None:
        return [head, *indented(text), "    raise NotImplementedError"]
    lines = _with_globals(block(body.named_children, inner), inner)
    return [head, *indented([*text, *filled(lines, text)])]


def local_function(name: str, parameters: Sequence[str], body: Node, scope: Scope) -> list[str]:
    """The body of a lambda as a function before the statement."""
    scope.returns = scope.returns if scope.returns != VOID else UNKNOWN
    before = scope.before
    scope.before = []
    outer = {scope.unit.name(n) for n in scope.variables}
    lines = block(body.named_children, scope)
    scope.before = before
    del outer
    return [f"def {name}({', '.join(parameters)}):", *indented(filled(lines, [])), ""]


def local_class(made: Class, scope: Scope) -> list[str]:
    """A class within a method, which sees the method's variables."""
    inner = Scope(scope.unit, scope.source, made, dict(scope.variables), is_static=False)
    inner.looped = set(scope.looped)
    return [*class_lines(made, inner), ""]


def class_lines(made: Class, scope: Scope) -> list[str]:
    """A class with all that is in it."""
    decorators, bases, extra = _heritage(made, scope)
    head = f"class {made.name}({', '.join(bases)}):" if bases else f"class {made.name}:"
    text = documentation(made.node, scope)
    if made.node.type == "class_body":
        text = []
    body: list[str] = []
    for group in (_constants(made, scope), _record_fields(made, scope), *_methods(made, scope)):
        if group:
            body += ([""] if body or text else []) + group
    for method in extra:
        body += [""] * bool(body) + method
    lines = [*decorators, head, *indented([*text, *filled(body, text)])]
    return [*lines, *_late_statics(made, scope)]


def _with_globals(lines: list[str], scope: Scope) -> list[str]:
    names = sorted(scope.written & scope.unit.module_names())
    return [*([f"global {', '.join(names)}"] if names else []), *lines]


def _heritage(made: Class, scope: Scope) -> tuple[list[str], list[str], list[list[str]]]:
    """Decorators, bases, and the methods that an interface of Java asks for besides."""
    program = scope.unit.program
    bases, foreign = [], []
    for parent in made.parents:
        if parent.name in program.classes:
            bases.append(parent.name)
        elif parent.name.endswith(("Exception", "Error")) or parent.name == "Throwable":
            scope.unit.use("JavaThrowable")
            known = {"Exception", "RuntimeException", "Throwable", "Error"}
            is_root = parent.name in known
            bases.append("JavaThrowable" if is_root else exception_class(parent.name, scope))
        elif parent.name in {
            "Comparable",
            "Serializable",
            "Cloneable",
            "AutoCloseable",
            "Iterable",
            "Iterator",
            *FUNCTIONAL,
        }:
            continue
        elif is_foreign(parent.name):
            foreign.append(parent.name)
    if made.kind == "enum":
        scope.unit.use("JavaEnum")
        return [], ["JavaEnum"], []
    if made.kind == "record":
        scope.unit.use("Record")
        scope.unit.from_modules.add(("dataclasses", "dataclass"))
        return ["@dataclass(frozen=True)"], ["Record", *bases], []
    if not foreign:
        return [], bases, []
    decorator, extra = implementing(made, foreign, scope)
    return [decorator], bases, extra


def _record_fields(made: Class, scope: Scope) -> list[str]:
    if made.kind != "record":
        return []
    names = [f for f in made.fields.values() if not f.is_static]
    return [f"{scope.unit.field_name(f.name)}: {_python_type(f)}" for f in names]


def _python_type(field: Field) -> str:
    java_type = field.type.unboxed
    if java_type.dimensions:
        return "list"
    if java_type.is_fractional:
        return "float"
    names = {"int": "int", "long": "int", "boolean": "bool", "String": "str", "char": "str"}
    return names.get(java_type.name, "object")


def _constants(made: Class, scope: Scope) -> list[str]:
    """Enum constants and static fields of plain values."""
    lines = []
    inner = class_scope(made, scope)
    for field in made.fields.values():
        if made.kind == "enum" and field.node.type == "enum_constant":
            listed = field.node.child_by_field_name("arguments")
            nodes = argument_nodes(listed) if listed is not None else []
            pairs = [(made, constructor) for constructor in made.constructors]
            text = own_arguments(pairs, field.node, inner)[2] if nodes and pairs else ""
            comma = "," if text and len(nodes) == 1 else ""
            lines.append(f"{scope.unit.field_name(field.name)} = ({text}{comma})")
        elif field.is_static and not _is_late(made, field, scope):
            lines += static_field(field, inner, "") if made is not scope.unit.flat else []
    return lines


def _late_statics(made: Class, scope: Scope) -> list[str]:
    """Static fields that need the class itself come after it."""
    lines: list[str] = []
    inner = class_scope(made, scope)
    for field in made.fields.values():
        if field.is_static and _is_late(made, field, scope):
            lines += static_field(field, inner, f"{made.name}.")
    for member in made.members:
        if member.type == "static_initializer":
            lines += block(member.named_children[0].named_children, inner)
    for field in made.fields.values():
        body = field.node.child_by_field_name("body")
        if field.node.type == "enum_constant" and body is not None:
            lines += [*[""] * bool(lines), *_constant_body(made, field, body, inner)]
    return ["", "", *lines] if lines else []


def _constant_body(made: Class, field: Field, body: Node, scope: Scope) -> list[str]:
    """The methods that a constant of an enum has for itself."""
    if any(n.type in {"super", "field_declaration"} for n in walk(body)):
        raise Untranslatable(body, f"what the constant {field.name} has for itself")
    own = declared(JavaType(made.name), body, scope)
    name = scope.unit.fresh("".join(word.title() for word in field.name.split("_")))
    constant = f"{made.name}.{scope.unit.field_name(field.name)}"
    scope.unit.use("body_of")
    lines = [row for method in _methods(own, class_scope(own, scope)) for row in ["", *method]]
    return ["", "", f"@body_of({constant})", f"class {name}:", *indented(filled(lines[1:], []))]


def _is_late(made: Class, field: Field, scope: Scope) -> bool:
    if field.node.type == "enum_constant" or made is scope.unit.flat:
        return False
    value = field.node.child_by_field_name("value")
    own = set(made.fields) | {m.name for m in made.methods} | set(scope.unit.program.classes)
    return made.kind == "enum" or (
        value is not None
        and any(
            n.type in {"identifier", "type_identifier"} and scope.text(n) in own
            for n in walk(value)
        )
    )


def static_field(field: Field, scope: Scope, prefix: str) -> list[str]:
    """A static field with its first value."""
    name = prefix + scope.unit.field_name(field.name)
    declaration = field.node.parent
    assert declaration is not None
    value = field.node.child_by_field_name("value")
    comments = documentation_as_comment(declaration, scope)
    if value is None:
        return [*comments, f"{name} = {default(field.type)}{trailing_comment(declaration, scope)}"]
    try:
        scope.before = []
        text = initial(value, field.type, scope).argument
    except Untranslatable as problem:
        rows = todo(declaration, problem, scope)
        return [*comments, *[row for row in rows if row.startswith("#")], f"{name} = None"]
    return [*scope.before, *comments, f"{name} = {text}{trailing_comment(declaration, scope)}"]


def _protocol(made: Class, scope: Scope) -> list[list[str]]:
    """What makes Python call or go through an object as Java does by an interface."""
    names = {parent.name for parent in made.parents}
    if "Iterable" in names:
        scope.unit.use("iterated")
        return [["def __iter__(self):", "    return iterated(self.iterator())"]]
    functional = names & set(FUNCTIONAL)
    own = [m for m in made.methods if not m.is_static and m.name != "<init>" and not m.is_abstract]
    wanted = [m for m in own if m.name in FUNCTIONAL_METHODS]
    if functional and len(wanted) == 1:
        name = scope.unit.overload_name(made, wanted[0])
        return [["def __call__(self, *values):", f"    return self.{name}(*values)"]]
    return []


def _methods(made: Class, scope: Scope) -> list[list[str]]:
    found: list[list[str]] = []
    if any(parent.name == "Iterator" for parent in made.parents):
        scope.unit.java_named |= {(made.name, name, 0) for name in ("hasNext", "next", "remove")}
    if made.constructors:
        found += [constructor_lines(made, method, scope) for method in made.constructors]
    elif (instance_fields(made) and made.kind != "record") or not made.is_static:
        found.append(default_constructor(made, scope))
    for method in made.methods:
        if method.name == "<init>":
            continue
        name = scope.unit.overload_name(made, method)
        comments = leading_comments(method.node, scope)
        static = ["@staticmethod"] if method.is_static else []
        first = "" if method.is_static else "self"
        decorator = ["@JOverride"] if (made.name, method.name, len(method.parameters)) in (
            scope.unit.kept
        ) else []  # fmt: skip
        lines = function(made, method, scope, name, first)
        found.append([*comments, *static, *decorator, *lines])
    found += _protocol(made, scope)
    if any(m.name == "equals" for m in made.methods) and not any(
        m.name == "hashCode" for m in made.methods
    ):
        found.append(["__hash__ = object.__hash__"])
    return found
