"""Java's statements in Python, as logical lines with four spaces for each level."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from tree_sitter import Node

from ..source import line, walk
from . import loops
from .calls import invocation
from .comments import comment_lines
from .conversions import assigned
from .declarations import local_declaration
from .lambdas import for_type
from .program import declare, type_of
from .scope import Scope
from .switches import switch_statement
from .trying import try_statement
from .types import UNKNOWN
from .unit import Untranslatable
from .updates import assignment, update
from .values import quoted

TRAILING = "\0"  # between a line and the comment behind it


def block(nodes: Iterable[Node], scope: Scope) -> list[str]:
    """Statements one after the other, with their comments."""
    lines: list[str] = []
    last_row = -1
    for node in nodes:
        if "comment" in node.type:
            made = comment_lines(scope.text(node))
            if node.start_point.row == last_row and lines and TRAILING not in lines[-1]:
                lines[-1] += TRAILING + " ".join(made)
            else:
                lines += _gap(node, last_row, lines) + made
        else:
            made = statement(node, scope)
            lines += (_gap(node, last_row, lines) if made else []) + made
        last_row = node.end_point.row
    return lines


def _gap(node: Node, last_row: int, lines: list[str]) -> list[str]:
    """An empty line where Java has one."""
    return [""] if lines and last_row >= 0 and node.start_point.row > last_row + 1 else []


def statement(node: Node, scope: Scope) -> list[str]:
    """A statement; one that cannot be said in Python raises NotImplementedError there."""
    before, after, defer = scope.before, scope.after, scope.may_defer
    scope.before, scope.after = [], []
    scope.may_defer = node.type in _UNCONDITIONAL
    written = set(scope.written)
    try:
        lines = _statement(node, scope)
        lines = [*scope.before, *lines, *scope.after]
        _check(lines, node)
    except Untranslatable as problem:
        scope.written &= written
        lines = todo(node, problem, scope)
    finally:
        scope.before, scope.after, scope.may_defer = before, after, defer
    return [*_hoisted(node, scope), *lines]


def _check(lines: list[str], node: Node) -> None:
    """Refuse what is no Python, so that it is left to do."""
    try:
        ast.parse("\n".join(row.partition(TRAILING)[0] for row in lines))
    except SyntaxError as error:
        raise Untranslatable(node, "an expression that the translator garbles") from error


_UNCONDITIONAL = {
    "expression_statement",
    "local_variable_declaration",
    "return_statement",
    "throw_statement",
}


def _statement(node: Node, scope: Scope) -> list[str]:
    translate = _STATEMENTS.get(node.type)
    if translate is None:
        raise Untranslatable(node, node.type.replace("_", " "))
    return translate(node, scope)


def todo(node: Node, problem: Untranslatable, scope: Scope) -> list[str]:
    """What stands for a statement that is left to do."""
    scope.unit.todo(scope.source, problem.node, problem.reason)
    number = line(problem.node)
    java = scope.text(node).strip().splitlines()
    rows = [f"# TODO line {number}: {problem.reason}", *(f"#     {row.rstrip()}" for row in java)]
    names = []
    if node.type == "local_variable_declaration":
        for declarator in node.children_by_field_name("declarator"):
            names.append(scope.declare(scope.source.name(declarator), type_of(scope.source, node)))
    return [*rows, *(f"{name} = None" for name in names),
            f"raise NotImplementedError({quoted(f'line {number}: {problem.reason}')})"]  # fmt: skip


_INNER = {"block", "class_body", "switch_block", "constructor_body"}


def _hoisted(node: Node, scope: Scope) -> list[str]:
    """Comments within an expression come before the statement."""
    found: list[str] = []
    waiting = list(reversed(node.children)) if node.type not in _INNER else []
    while waiting:
        child = waiting.pop()
        if "comment" in child.type:
            found += comment_lines(scope.text(child))
        elif child.type not in _INNER and not child.type.endswith("_statement"):
            waiting.extend(reversed(child.children))
    return found


def indented(lines: Iterable[str]) -> list[str]:
    """One level further in."""
    return ["    " + row if row else "" for row in lines]


def suite(node: Node, scope: Scope) -> list[str]:
    """The body of a compound statement, indented; never empty."""
    inner = scope.inner()
    nodes = node.named_children if node.type in _INNER else [node]
    lines = block(nodes, inner)
    if not any(row and not row.lstrip().startswith("#") for row in lines):
        lines.append("pass")
    return indented(lines)


def _expression(node: Node, scope: Scope) -> list[str]:
    inside = next(child for child in node.named_children if "comment" not in child.type)
    if scope.yields and node.parent is not None and node.parent.type == "switch_rule":
        return _yield(node, scope)
    if inside.type == "assignment_expression":
        return assignment(inside, scope)
    if inside.type == "update_expression":
        return update(inside, scope)
    if inside.type == "switch_expression":
        return switch_statement(inside, scope, block)
    if inside.type == "method_invocation":
        each = _for_each(inside, scope)
        if each is not None:
            return each
        return [invocation(inside, scope).text]
    return [scope.translate(inside).text]


def _for_each(node: Node, scope: Scope) -> list[str] | None:
    """`list.forEach(x -> ...)`, `map.forEach((k, v) -> ...)` as a loop."""
    name, owner = node.child_by_field_name("name"), node.child_by_field_name("object")
    listed = node.child_by_field_name("arguments")
    if name is None or scope.text(name) != "forEach" or owner is None or listed is None:
        return None
    function = listed.named_children[0]
    collection = scope.translate(owner)
    if function.type != "lambda_expression":
        callee = scope.translate(function)
        item = scope.unit.fresh("item")
        return [f"for {item} in {collection.argument}:", f"    {callee.primary}({item})"]
    from .lambdas import _parameters

    parameters = function.child_by_field_name("parameters")
    body = function.child_by_field_name("body")
    assert parameters is not None
    assert body is not None
    if any(below.type == "return_statement" for below in walk(body)):
        raise Untranslatable(node, "a return in forEach")
    inner = scope.inner()
    names = _parameters(parameters, scope)
    types = collection.type.arguments or (UNKNOWN, UNKNOWN)
    words = [inner.declare(n, t) for (n, _), t in zip(names, types, strict=False)]
    source = f"{collection.primary}.items()" if len(words) == 2 else collection.argument
    head = f"for {', '.join(words)} in {source}:"
    if body.type == "block":
        return [head, *suite(body, inner)]
    return [head, f"    {inner.translate(body).text}"]


def _return(node: Node, scope: Scope) -> list[str]:
    values = [child for child in node.named_children if "comment" not in child.type]
    if not values:
        return ["return"]
    value = assigned(for_type(values[0], scope.returns, scope), scope.returns, scope)
    if scope.after:
        name = scope.unit.fresh("result")
        scope.after.append(f"return {name}")
        return [f"{name} = {value.argument}"]
    return [f"return {value.argument}"]


def _if(node: Node, scope: Scope) -> list[str]:
    lines: list[str] = []
    word = "if"
    rest: Node | None = node
    while rest is not None and rest.type == "if_statement":
        condition = rest.child_by_field_name("condition")
        yes = rest.child_by_field_name("consequence")
        assert condition is not None
        assert yes is not None
        test = scope.translate(condition)
        lines += [f"{word} {test.text}:", *suite(yes, scope)]
        rest = rest.child_by_field_name("alternative")
        word = "elif"
    if rest is not None:
        lines += ["else:", *suite(rest, scope)]
    return lines


def _throw(node: Node, scope: Scope) -> list[str]:
    return [f"raise {scope.translate(node.named_children[0]).text}"]


def _labeled(node: Node, scope: Scope) -> list[str]:
    label, body = node.named_children[0], node.named_children[-1]
    return loops.loop(body, scope, scope.text(label))


def _block(node: Node, scope: Scope) -> list[str]:
    return block(node.named_children, scope.inner())


def _loop(node: Node, scope: Scope) -> list[str]:
    return loops.loop(node, scope, "")


def _assert(node: Node, scope: Scope) -> list[str]:
    return []  # Java runs without assertions


def _switch(node: Node, scope: Scope) -> list[str]:
    return switch_statement(node, scope, block)


def _class(node: Node, scope: Scope) -> list[str]:
    from .classes import local_class

    made = declare(scope.unit.program, scope.source, node, scope.java_class)
    made.is_static = True
    return local_class(made, scope)


def _yield(node: Node, scope: Scope) -> list[str]:
    if not scope.yields:
        raise Untranslatable(node, "yield")
    value = scope.translate(node.named_children[0])
    scope.yielded.append(value.type)
    return [f"{scope.yields} = {value.argument}"]


_STATEMENTS: dict[str, Callable[[Node, Scope], list[str]]] = {
    "assert_statement": _assert,
    "block": _block,
    "break_statement": loops.leave,
    "class_declaration": _class,
    "continue_statement": loops.leave,
    "do_statement": _loop,
    "enhanced_for_statement": _loop,
    "enum_declaration": _class,
    "expression_statement": _expression,
    "for_statement": _loop,
    "if_statement": _if,
    "interface_declaration": _class,
    "labeled_statement": _labeled,
    "local_variable_declaration": local_declaration,
    "record_declaration": _class,
    "return_statement": _return,
    "switch_expression": _switch,
    "synchronized_statement": lambda node, scope: _block(node.named_children[-1], scope),
    "throw_statement": _throw,
    "try_statement": try_statement,
    "try_with_resources_statement": try_statement,
    "while_statement": _loop,
    "yield_statement": _yield,
    ";": lambda node, scope: [],
}
