"""Declarations of local variables."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from ..source import walk
from .conversions import assigned, text_from_java
from .lambdas import for_type
from .library import COLLECTIONS
from .program import dimensions, type_of
from .scope import Scope
from .types import JavaType
from .values import Level, Value


def local_declaration(node: Node, scope: Scope) -> list[str]:
    """`int a = 1, b;`."""
    lines = []
    written = type_of(scope.source, node)
    for declarator in node.children_by_field_name("declarator"):
        java_type = written.array(dimensions(declarator))
        lines += _declared(declarator, java_type, scope)
    return lines


def _declared(node: Node, java_type: JavaType, scope: Scope) -> list[str]:
    name = scope.source.name(node)
    value_node = node.child_by_field_name("value")
    if value_node is None:
        python = scope.declare(name, java_type)
        if not _is_read(node, name, scope):
            scope.renamed[name] = f"_{python}"
        return []
    value = initial(value_node, java_type, scope)
    foreign_class = java_type.name in {"var"} or not java_type.is_known
    kept = value.type if foreign_class else java_type
    if value.type.name in COLLECTIONS and java_type.name in COLLECTIONS and not value.foreign:
        kept = replace(java_type, name=value.type.name)  # a Map that is a TreeMap stays one
    python = scope.declare(name, kept)
    if not _is_read(node, name, scope):
        python = scope.renamed[name] = f"_{python}"  # what linters take for meant
    if value.level == Level.LAMBDA:
        parameters, result = _lambda_parts(value.text)
        return [f"def {python}({parameters}):", f"    return {result}", ""]
    return [f"{python} = {value.argument}"]


def _lambda_parts(text: str) -> tuple[str, str]:
    parsed = ast.parse(text, mode="eval").body
    assert isinstance(parsed, ast.Lambda)
    return ast.unparse(parsed.args), ast.get_source_segment(text, parsed.body) or ""


def _is_read(node: Node, name: str, scope: Scope) -> bool:
    """Whether anything in the method reads the variable that a node declares."""
    top = node
    while top.parent is not None and top.type not in _BODIES:
        top = top.parent
    if top.id not in scope.unit.read_names:
        scope.unit.read_names[top.id] = frozenset(_read_names(top, scope))
    return name in scope.unit.read_names[top.id]


def _read_names(top: Node, scope: Scope) -> Iterator[str]:
    """The names that are read in a method or class."""
    for below in walk(top):
        if below.type == "identifier" and below.parent is not None:
            around = below.parent
            is_target = around.type == "assignment_expression" and (
                around.child_by_field_name("left") == below
                and scope.text(around.children[1]) == "="
            )
            declares = around.child_by_field_name("name") == below
            if not is_target and not (declares and around.type != "method_invocation"):
                yield scope.text(below)


_BODIES = {
    "method_declaration",
    "constructor_declaration",
    "static_initializer",
    "lambda_expression",
    "class_body",
}


def initial(node: Node, java_type: JavaType, scope: Scope) -> Value:
    """The value of a variable in the type that it is declared with."""
    value = for_type(node, java_type, scope)
    if java_type.name == "var":
        return text_from_java(value, scope)
    if value.foreign and java_type.arguments:
        value = value.typed(java_type)
    return assigned(value, java_type, scope)
