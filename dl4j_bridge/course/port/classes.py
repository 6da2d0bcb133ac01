"""Classes, methods and functions."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from ..source import walk
from .arrays import default
from .calls import argument_nodes, own_arguments
from .comments import comment_lines, docstring
from .creation import exception_class
from .listeners import implementing
from .program import Class, Field, Method
from .scope import Scope
from .statements import block, indented, initial, todo
from .types import UNKNOWN, VOID
from .unit import Untranslatable, is_foreign, primary_constructor


def function(owner: Class, method: Method, scope: Scope, name: str, first: str) -> list[str]:
    """A method as `def`.

    Args:
        owner: its class.
        method: the method.
        scope: of the class.
        name: Python's.
        first: `self`, or empty.
    """
    inner = _scope(owner, method, scope)
    parameters = [first] * bool(first)
    for i, (parameter, java_type) in enumerate(method.parameters):
        star = "*" if method.is_varargs and i == len(method.parameters) - 1 else ""
        parameters.append(star + inner.declare(parameter, java_type))
    body = method.node.child_by_field_name("body")
    head = f"def {name}({', '.join(parameters)}):"
    text = documentation(method.node, scope)
    if body is None:
        return [head, *indented(text), "    raise NotImplementedError"]
    lines = _with_globals(block(body.named_children, inner), inner)
    return [head, *indented([*text, *_filled(lines, text)])]


def local_function(name: str, parameters: Sequence[str], body: Node, scope: Scope) -> list[str]:
    """The body of a lambda as a function before the statement."""
    scope.returns = scope.returns if scope.returns != VOID else UNKNOWN
    before = scope.before
    scope.before = []
    outer = {scope.unit.name(n) for n in scope.variables}
    lines = block(body.named_children, scope)
    scope.before = before
    del outer
    return [f"def {name}({', '.join(parameters)}):", *indented(_filled(lines, [])), ""]


def local_class(made: Class, scope: Scope) -> list[str]:
    """A class within a method, which sees the method's variables."""
    inner = Scope(scope.unit, scope.source, made, dict(scope.variables), is_static=False)
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
    lines = [*decorators, head, *indented([*text, *_filled(body, text)])]
    return [*lines, *_late_statics(made, scope)]


def documentation(node: Node, scope: Scope) -> list[str]:
    """The docstring made of the Javadoc before a declaration."""
    previous = node.prev_sibling
    while previous is not None and previous.type == "line_comment":
        previous = previous.prev_sibling
    if previous is not None and previous.type == "block_comment":
        text = scope.text(previous)
        if text.startswith("/**"):
            return docstring(text)
    return []


def leading_comments(node: Node, scope: Scope) -> list[str]:
    """Plain comments right before a declaration."""
    found: list[str] = []
    previous = node.prev_sibling
    row = node.start_point.row
    while previous is not None and "comment" in previous.type:
        before = previous.prev_sibling
        if before is not None and before.end_point.row == previous.start_point.row:
            break  # it belongs to what stands before it
        if not scope.text(previous).startswith("/**"):
            found = comment_lines(scope.text(previous)) + found
        row = previous.start_point.row
        previous = before
    del row
    return found


def trailing_comment(node: Node, scope: Scope) -> str:
    """A comment behind a declaration on its line."""
    after = node.next_sibling
    if (
        after is not None
        and "comment" in after.type
        and (after.start_point.row == node.end_point.row)
    ):
        return "\0" + " ".join(comment_lines(scope.text(after)))
    return ""


def _scope(owner: Class, method: Method, scope: Scope) -> Scope:
    inner = Scope(scope.unit, owner.source, owner, dict(scope.variables))
    inner.is_static = method.is_static
    inner.returns = method.returns
    return inner


def _with_globals(lines: list[str], scope: Scope) -> list[str]:
    names = sorted(scope.written & scope.unit.module_names())
    return [*([f"global {', '.join(names)}"] if names else []), *lines]


def _filled(lines: list[str], text: list[str]) -> list[str]:
    if any(row and not row.lstrip().startswith("#") for row in lines) or (text and not lines):
        return lines
    return [*lines, "pass"]


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
            "Runnable",
            "AutoCloseable",
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
    inner = _static_scope(made, scope)
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
    inner = _static_scope(made, scope)
    for field in made.fields.values():
        if field.is_static and _is_late(made, field, scope):
            lines += static_field(field, inner, f"{made.name}.")
    for member in made.members:
        if member.type == "static_initializer":
            lines += block(member.named_children[0].named_children, inner)
    return ["", "", *lines] if lines else []


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


def _static_scope(made: Class, scope: Scope) -> Scope:
    return Scope(scope.unit, made.source, made, dict(scope.variables))


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


def documentation_as_comment(node: Node, scope: Scope) -> list[str]:
    """Javadoc and comments of a field."""
    previous = node.prev_sibling
    javadoc = previous is not None and scope.text(previous).startswith("/**")
    if javadoc and previous is not None:
        return comment_lines(scope.text(previous))
    return leading_comments(node, scope)


def _methods(made: Class, scope: Scope) -> list[list[str]]:
    found = []
    if made.constructors:
        found += [_constructor(made, method, scope) for method in made.constructors]
    elif (_instance_fields(made) and made.kind != "record") or not made.is_static:
        found.append(_plain_constructor(made, scope))
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
    if any(m.name == "equals" for m in made.methods) and not any(
        m.name == "hashCode" for m in made.methods
    ):
        found.append(["__hash__ = object.__hash__"])
    return found


def _instance_fields(made: Class) -> list[Field]:
    return [f for f in made.fields.values() if not f.is_static]


def _field_lines(made: Class, scope: Scope) -> list[str]:
    lines = []
    for field in _instance_fields(made):
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
    inner = _static_scope(made, scope)
    inner.is_static = False
    return inner


def _plain_constructor(made: Class, scope: Scope) -> list[str]:
    inner = _instance_scope(made, scope)
    has_parent = made.superclass is not None and made.superclass.name in scope.unit.program.classes
    outer = "" if made.is_static else ", outer"
    star = ", *arguments" if has_parent else ""
    head = f"def __init__(self{outer}{star}):"
    lines = ["super().__init__(*arguments)"] if has_parent else []
    if outer:
        lines.append("self.outer = outer")
    lines += _field_lines(made, inner)
    return [head, *indented(_filled(lines, []))]


def _constructor(made: Class, method: Method, scope: Scope) -> list[str]:
    inner = _scope(made, method, scope)
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
        return [*comments, head, *indented([*text, *_filled(lines, text)])]
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
    if parent is not None and (parent.constructors or _instance_fields(parent)):
        return [*lines, f"{owner}.__init__()"]
    return lines
