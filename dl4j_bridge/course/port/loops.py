"""Loops, and how to leave them."""

from __future__ import annotations

import re

from tree_sitter import Node

from ..source import walk
from .calls import invocation
from .program import assigned_names, dimensions, type_of
from .scope import Loop, Scope
from .types import JavaType
from .unit import Untranslatable
from .updates import assignment, update
from .values import Level, Value

_MUTATING = {"add", "remove", "clear", "put", "addAll", "push", "pop", "poll", "offer", "append",
             "insert", "removeAll", "next", "setLength", "removeFirst", "removeLast"}  # fmt: skip


def loop(node: Node, scope: Scope, label: str) -> list[str]:
    """Any loop, or a block with a label."""
    if node.type == "for_statement":
        return _for(node, scope, label)
    if node.type == "enhanced_for_statement":
        return _each(node, scope, label)
    if node.type == "while_statement":
        test = scope.translate(_part(node, "condition"))
        text = "True" if test.text == "True" else test.text
        return [f"while {text}:", *_body(node, scope, label, [])]
    if node.type == "do_statement":
        return _do(node, scope, label)
    raise Untranslatable(node, "a label on something that is no loop")


def leave(node: Node, scope: Scope) -> list[str]:
    """`break` and `continue`, with a label or without."""
    word = "break" if node.type == "break_statement" else "continue"
    label = scope.text(node.named_children[0]) if node.named_children else ""
    inside = [place for place in scope.loops if place.kind == "loop"]
    if not label:
        if word == "break" and scope.loops and scope.loops[-1].kind == "switch":
            raise Untranslatable(node, "a break within a case")
        return [*inside[-1].update, "continue"] if word == "continue" else ["break"]
    target = next((place for place in inside if place.label == label), None)
    if target is None:
        raise Untranslatable(node, f"{word} {label}")
    if target is inside[-1]:
        return [*target.update, "continue"] if word == "continue" else ["break"]
    flag = target.flags.setdefault(word, scope.unit.fresh(f"{word}_{scope.unit.name(label)}"))
    return [f"{flag} = True", "break"]


def _body(node: Node, scope: Scope, label: str, update: list[str]) -> list[str]:
    """The indented body, with what it does about labels."""
    from .statements import indented, suite

    body = _part(node, "body")
    inner = scope.inner()
    place = Loop(label, "loop", node, update)
    inner.loops = [*scope.loops, place]
    lines = suite(body, inner)
    flags = [f"{flag} = False" for flag in place.flags.values()]
    return [*indented(flags), *lines, *indented(update)]


def after_inner(node: Node, scope: Scope) -> list[str]:
    """What follows a loop within others that it may leave as well."""
    lines: list[str] = []
    inside = [place for place in scope.loops if place.kind == "loop"]
    for i, place in enumerate(inside):
        for word, flag in place.flags.items():
            if not any(
                n.type == f"{word}_statement"
                and n.named_children
                and scope.text(n.named_children[0]) == place.label
                for n in walk(node)
            ):
                continue  # fmt: skip
            innermost = i == len(inside) - 1
            going_on = word == "continue" and innermost
            step = [*place.update, "continue"] if going_on else ["break"]
            lines += [f"if {flag}:", *("    " + row for row in step)]
    return lines


def _for(node: Node, scope: Scope, label: str) -> list[str]:
    inner = scope.inner()
    counted = _counted(node, scope, inner)
    if counted is not None:
        lines = [counted, *_body(node, inner, label, [])]
        return [*lines, *after_inner(node, scope)]
    from .statements import statement

    before: list[str] = []
    for part in node.children_by_field_name("init"):
        if part.type == "local_variable_declaration":
            before += statement(part, inner)
        else:
            before += _effect(part, inner)
    update = [row for part in node.children_by_field_name("update") for row in _effect(part, inner)]
    condition = node.child_by_field_name("condition")
    test = inner.translate(condition).text if condition is not None else "True"
    lines = [*before, f"while {test}:", *_body(node, inner, label, update)]
    return [*lines, *after_inner(node, scope)]


def _effect(node: Node, scope: Scope) -> list[str]:
    if node.type == "assignment_expression":
        return assignment(node, scope)
    if node.type == "update_expression":
        return update(node, scope)
    if node.type == "method_invocation":
        return [invocation(node, scope).text]
    raise Untranslatable(node, "this part of a for loop")


def _counted(node: Node, scope: Scope, inner: Scope) -> str | None:
    """`for i in range(...)`, where that counts the same; None elsewhere."""
    init = node.children_by_field_name("init")
    condition = node.child_by_field_name("condition")
    updates = node.children_by_field_name("update")
    if len(init) != 1 or init[0].type != "local_variable_declaration" or condition is None:
        return None
    declarators = init[0].children_by_field_name("declarator")
    java_type = type_of(scope.source, init[0])
    if len(declarators) != 1 or len(updates) != 1 or java_type.name not in {"int", "long"}:
        return None
    name = scope.source.name(declarators[0])
    start_node = declarators[0].child_by_field_name("value")
    step = _step(updates[0], name, scope)
    bound = _bound(condition, name, step, scope)
    body = _part(node, "body")
    if (
        start_node is None
        or step is None
        or bound is None
        or name in assigned_names(scope.source, body)
    ):
        return None
    if dimensions(declarators[0]) or not _unchanged(bound[0], name, body, scope):
        return None
    start = scope.translate(start_node)
    if start.type.unboxed == JavaType("char"):
        return None
    end = _end(scope.translate(bound[0]), bound[1])
    python = inner.declare(name, java_type)
    if start.natural and step > 0:
        inner.natural.add(name)
    words = [start.argument, end, str(step)]
    if step == 1:
        words = words[:2] if start.text != "0" else words[1:2]
    return f"for {python} in range({', '.join(words)}):"


def _step(node: Node, name: str, scope: Scope) -> int | None:
    text = scope.text(node).replace(" ", "")
    if text in {f"{name}++", f"++{name}"}:
        return 1
    if text in {f"{name}--", f"--{name}"}:
        return -1
    found = re.fullmatch(rf"{re.escape(name)}([+-])=(\d+)", text)
    found = found or re.fullmatch(rf"{re.escape(name)}={re.escape(name)}([+-])(\d+)", text)
    return int(found[1] + found[2]) or None if found else None


def _bound(node: Node, name: str, step: int | None, scope: Scope) -> tuple[Node, int] | None:
    """The bound, and what is to be added to it to leave it out."""
    if node.type != "binary_expression" or step is None:
        return None
    left, right = _part(node, "left"), _part(node, "right")
    operator = scope.text(_part(node, "operator"))
    if scope.text(left) != name:
        return None
    if step > 0 and operator in {"<", "<="}:
        return right, int(operator == "<=")
    if step < 0 and operator in {">", ">="}:
        return right, -int(operator == ">=")
    return None


def _end(bound: Value, more: int) -> str:
    if not more:
        return bound.argument
    if re.fullmatch(r"-?\d+", bound.text):
        return str(int(bound.text) + more)
    return f"{bound.at(Level.ADD)} {'+' if more > 0 else '-'} 1"


def _unchanged(bound: Node, name: str, body: Node, scope: Scope) -> bool:
    """Whether the bound stays the same throughout the loop."""
    changed = assigned_names(scope.source, body)
    mutated = {
        scope.text(owner)
        for call in walk(body)
        if call.type == "method_invocation"
        for owner, called in [
            (call.child_by_field_name("object"), call.child_by_field_name("name"))
        ]
        if owner is not None and called is not None and scope.text(called) in _MUTATING
    }
    for below in walk(bound):
        text = scope.text(below)
        if below.type in {"identifier", "field_access"} and (text in changed or text == name):
            return False
        if below.type in {"update_expression", "assignment_expression", "lambda_expression"}:
            return False
        if below.type == "method_invocation":
            owner = below.child_by_field_name("object")
            called = scope.text(_part(below, "name"))
            if owner is None or scope.text(owner) in mutated or called.startswith(("next", "read")):
                return False
        if below.type == "identifier" and text not in scope.variables:
            found = scope.variable(text)
            if found is not None and _written_elsewhere(text, scope, body):
                return False
    return scope.translate(bound).type.unboxed.name in {"int", "long", "short", "byte", "?"}


def _written_elsewhere(name: str, scope: Scope, body: Node) -> bool:
    """Whether a call in the body may change a field."""
    calls_own = any(
        n.type == "method_invocation" and n.child_by_field_name("object") is None
        for n in walk(body)
    )
    return calls_own and any(
        name in {target.rpartition(".")[2] for target in assigned_names(s, s.root)}
        for s in scope.unit.program.sources
    )


def _each(node: Node, scope: Scope, label: str) -> list[str]:
    collection = scope.translate(_part(node, "value"))
    java_type = type_of(scope.source, node)
    inner = scope.inner()
    if java_type.name == "var":
        java_type = collection.type.element
    name = inner.declare(scope.source.name(node), java_type)
    if inner.loops == []:
        inner.looped.add(scope.source.name(node))
    source = collection.argument
    body = _part(node, "body")
    if collection.type.name == "String" and java_type.unboxed.name == "int":
        source = f"map(ord, {source})"
    head = f"for {name} in {source}:"
    lines = _body(node, inner, label, [])
    if java_type.unboxed.name in {"double", "float"} and collection.type.element.is_integral:
        lines.insert(0, f"    {name} = float({name})")
    del body
    return [head, *lines, *after_inner(node, scope)]


def _do(node: Node, scope: Scope, label: str) -> list[str]:
    test = scope.translate(_part(node, "condition"))
    from .operators import negated

    leaving = [f"if {negated(test).text}:", "    break"]
    has_continue = any(n.type == "continue_statement" for n in walk(_part(node, "body")))
    if has_continue:
        first = scope.unit.fresh("first")
        both = f"{first} or {test.at(Level.AND)}"
        lines = [f"{first} = True", f"while {both}:", f"    {first} = False"]
        return [*lines, *_body(node, scope, label, []), *after_inner(node, scope)]
    if test.text == "True":
        leaving = []
    return ["while True:", *_body(node, scope, label, leaving), *after_inner(node, scope)]


def _part(node: Node, name: str) -> Node:
    found = node.child_by_field_name(name)
    assert found is not None
    return found
