"""Statements that catch what goes wrong."""

from __future__ import annotations

from tree_sitter import Node

from ..source import walk
from .program import type_of
from .scope import Scope
from .types import JavaType, parse
from .values import quoted


def try_statement(node: Node, scope: Scope) -> list[str]:
    """`try`, with resources or without."""
    from .statements import indented, suite

    resources = node.child_by_field_name("resources")
    body = node.child_by_field_name("body")
    assert body is not None
    inner = scope.inner()
    opened = []
    for resource in resources.named_children if resources is not None else ():
        opened.append(_resource(resource, inner))
    lines = suite(body, inner)
    for head in reversed(opened):
        lines = indented([head, *lines])
    clauses = [c for c in node.named_children if c.type in {"catch_clause", "finally_clause"}]
    if not clauses:
        return [row[4:] for row in lines] if opened else lines
    lines = ["try:", *lines]
    for clause in clauses:
        lines += _clause(clause, scope)
    return lines


def _resource(node: Node, scope: Scope) -> str:
    value_node = node.child_by_field_name("value")
    if value_node is None:
        return f"with {scope.translate(node.named_children[0]).text}:"
    java_type = type_of(scope.source, node)
    value = scope.translate(value_node)
    name = scope.declare(
        scope.source.name(node), value.type if java_type.name == "var" else java_type
    )
    return f"with {value.text} as {name}:"


_EVERYTHING = {"Exception", "Throwable", "RuntimeException", "Error"}


def _clause(node: Node, scope: Scope) -> list[str]:
    from .statements import suite

    if node.type == "finally_clause":
        return ["finally:", *suite(node.named_children[-1], scope)]
    parameter = next(c for c in node.named_children if c.type == "catch_formal_parameter")
    body = node.child_by_field_name("body")
    assert body is not None
    types = [parse(scope.text(t)) for c in parameter.named_children if c.type == "catch_type"
             for t in c.named_children]  # fmt: skip
    inner = scope.inner()
    name = scope.source.name(parameter)
    python = inner.declare(name, types[0] if len(types) == 1 else JavaType("Throwable"))
    used = any(n.type == "identifier" and scope.text(n) == name for n in walk(body))
    head = f"except {_caught(types, scope)}" + (f" as {python}" if used else "") + ":"
    return [head, *suite(body, inner)]


def _caught(types: list[JavaType], scope: Scope) -> str:
    names = [java_type.name for java_type in types]
    if set(names) & _EVERYTHING:
        return "Exception"
    own = [name for name in names if name in scope.unit.program.classes]
    foreign = [name for name in names if name not in own]
    if not foreign:
        return own[0] if len(own) == 1 else f"({', '.join(own)})"
    scope.unit.use("caught")
    full = [scope.unit.program.imports.get(name, name) for name in foreign]
    call = f"caught({', '.join(map(quoted, full))})"
    return f"({', '.join([*own, '*' + call])})" if own else call
