"""Python's names for Java's."""

from __future__ import annotations

import builtins
import keyword
import re

from .. import java
from ..source import walk
from .program import Program

PYTHON_NAMES = {
    *keyword.kwlist,
    *dir(builtins),
    *java.__all__,
    *("java_class", "math", "re", "sys", "time", "self", "functools", "random", "cmp_to_key"),
}


def python_names(program: Program) -> dict[str, str]:
    """Python spelling of each of the program's own names, where no two become the same."""
    own: dict[str, None] = {}
    for source in program.sources:
        for node in walk(source.root):
            if node.type in _DECLARING:
                named = node.child_by_field_name("name") or (
                    node.named_children[0] if node.named_children else None
                )
                if named is not None and named.type == "identifier":
                    own[source.text(named)] = None
            elif node.type == "inferred_parameters":
                own.update((source.text(child), None) for child in node.named_children)
            elif node.type == "lambda_expression":
                first = node.child_by_field_name("parameters")
                if first is not None and first.type == "identifier":
                    own[source.text(first)] = None
    classes = set(program.classes)
    found: dict[str, str] = {}
    for name in own:
        python = legal(snake(name))
        if python in found.values() or (python != name and python in own) or python in classes:
            python = legal(name)
        while python in found.values() or python in classes:
            python += "_"
        found[name] = python
    return found


def nullable_names(program: Program) -> set[str]:
    """Names of variables that are given null somewhere, or that are fields without a value."""
    found = set()
    for source in program.sources:
        for node in walk(source.root):
            if node.type == "variable_declarator":
                value = node.child_by_field_name("value")
                around = node.parent.type if node.parent is not None else ""
                if (value is None and around == "field_declaration") or (
                    value is not None and value.type == "null_literal"
                ):
                    found.add(source.name(node))
            elif node.type == "assignment_expression":
                value = node.child_by_field_name("right")
                if value is not None and value.type == "null_literal":
                    found.add(source.text(node.children[0]).rpartition(".")[2])
    return found


def variable_names(program: Program) -> set[str]:
    """Names of variables, fields and parameters."""
    kinds = _DECLARING - {"method_declaration"}
    return {
        source.text(named)
        for source in program.sources
        for node in walk(source.root)
        if node.type in kinds
        for named in [node.child_by_field_name("name")]
        if named is not None
    }


_DECLARING = {
    "variable_declarator",
    "formal_parameter",
    "method_declaration",
    "catch_formal_parameter",
    "enhanced_for_statement",
    "resource",
    "instanceof_expression",
}


def snake(name: str) -> str:
    """`batch_size` for `batchSize`."""
    if name.isupper() or "_" in name:
        return name
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def legal(name: str) -> str:
    """A name that is neither a keyword nor one of ours."""
    if name in {"l", "O", "I"}:  # too much like 1 and 0
        return f"{name}_"
    name = name.replace("$", "_")
    return f"{name}_" if name in PYTHON_NAMES else name
