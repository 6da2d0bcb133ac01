"""Which overload of a method of the program a call means."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from .conversions import assigned
from .program import Class, Method
from .scope import Scope
from .types import UNKNOWN, JavaType
from .unit import Untranslatable
from .values import Value


def arguments(node: Node, scope: Scope) -> list[Value]:
    """The arguments of a call."""
    listed = node.child_by_field_name("arguments")
    assert listed is not None
    return [scope.translate(child) for child in argument_nodes(listed)]


def argument_nodes(listed: Node) -> list[Node]:
    """The arguments without the comments between them."""
    return [child for child in listed.named_children if "comment" not in child.type]


def own_arguments(
    found: Sequence[tuple[Class, Method]], node: Node, scope: Scope
) -> tuple[Class, Method, str]:
    """Choose the overload of a method of the program, and write its arguments."""
    listed = node.child_by_field_name("arguments")
    assert listed is not None
    nodes = argument_nodes(listed)
    fitting = [(c, m) for c, m in found if len(m.parameters) == len(nodes)]
    fitting += [(c, m) for c, m in found if m.is_varargs and len(nodes) >= len(m.parameters) - 1]
    if not fitting:
        raise Untranslatable(node, "no method takes these arguments")
    if len({id(m.node) for _, m in fitting}) > 1:
        values = [
            UNKNOWN if n.type in {"lambda_expression", "method_reference"}
            else scope.translate(n).type
            for n in nodes
        ]  # fmt: skip
        fitting.sort(key=lambda pair: -_score(pair[1], values))
    owner, method = fitting[0]
    return owner, method, ", ".join(passed(method, nodes, scope))


def passed(method: Method, nodes: Sequence[Node], scope: Scope) -> list[str]:
    """Arguments of a method of the program, in the types that it wants."""
    made = []
    types = [java_type for _, java_type in method.parameters]
    if method.is_varargs:
        spread = len(nodes) != len(types) or not _is_array(nodes[-1], scope)
        if spread:
            types[-1:] = [types[-1].element] * (len(nodes) - len(types) + 1)
        else:
            types[-1] = types[-1]
            return [
                ("*" if i == len(nodes) - 1 else "") + _passed(node, java_type, scope)
                for i, (node, java_type) in enumerate(zip(nodes, types, strict=True))
            ]
    for node, java_type in zip(nodes, types, strict=True):
        made.append(_passed(node, java_type, scope))
    return made


def _passed(node: Node, java_type: JavaType, scope: Scope) -> str:
    from .lambdas import for_type

    return assigned(for_type(node, java_type, scope), java_type, scope).argument


def _is_array(node: Node, scope: Scope) -> bool:
    return scope.translate(node).type.dimensions > 0


def _score(method: Method, types: Sequence[JavaType]) -> int:
    total = -1 if method.is_varargs else 0
    for (_, wanted), given in zip(method.parameters, types, strict=False):
        if wanted == given:
            total += 4
        elif wanted.unboxed == given.unboxed:
            total += 3
        elif wanted.is_numeric and given.is_numeric and not wanted.dimensions:
            total += 2 if wanted.is_fractional or not given.is_fractional else -9
            total -= wanted.name == "double"
        elif wanted.dimensions != given.dimensions or wanted.is_numeric != given.is_numeric:
            total -= 9 if given.is_known else 0
    return total
