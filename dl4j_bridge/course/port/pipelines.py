"""Java's streams as Python's comprehensions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tree_sitter import Node

from .functional import order
from .lambdas import for_type
from .scope import Scope
from .stream_steps import Stream, applied, begins_in_stream, parts, stream_of
from .types import BOOLEAN, DOUBLE, LONG, STRING, UNKNOWN, JavaType
from .unit import Untranslatable
from .values import Level, Value, quoted

_OPTIONAL = {"get", "getAsInt", "getAsDouble", "getAsLong", "orElse", "orElseThrow"}


def pipeline(node: Node, scope: Scope) -> Value | None:
    """A stream, or what comes out at its end; None if there is no stream.

    Raises:
        Untranslatable: a stream that does something that no comprehension can.
    """
    name, owner, nodes = parts(node, scope)
    if owner is None or not begins_in_stream(node, scope):
        return None
    optional = parts(owner, scope) if name in _OPTIONAL and owner.type == node.type else None
    if optional is not None and optional[0] in _CHOICES and optional[1] is not None:
        return _choice(node, optional[0], optional[1], optional[2], nodes, scope)
    stream = stream_of(node, scope)
    if stream is not None:
        return Value(stream.values, type=JavaType("Stream", (stream.type,)))
    whole = stream_of(owner, scope)
    make = _ENDS.get(name)
    if whole is None or make is None:
        raise Untranslatable(node, f"{name} of a stream")
    return make(whole, nodes, node, scope)


def _sum(stream: Stream, nodes: list[Node], node: Node, scope: Scope) -> Value:
    java_type = stream.type.unboxed
    if java_type == DOUBLE:
        scope.unit.use("double_sum")
        return Value(f"double_sum{_call(stream)}", type=DOUBLE)
    function = "int64" if java_type == LONG else "int32"
    total = f"sum{_call(stream)}"
    plain = stream.element is None and not scope.unit.ranges.total_may_leave(java_type)
    if plain and not stream.source.text.startswith("range"):
        return Value(total, type=java_type)
    scope.unit.use(function)
    return Value(f"{function}({total})", type=java_type)


def _call(stream: Stream) -> str:
    """The stream as the only argument of a call."""
    return f"({stream.values})" if stream.is_plain else f"({stream.inside})"


def _count(stream: Stream, nodes: list[Node], node: Node, scope: Scope) -> Value:
    return Value(f"len({stream.listed})", type=LONG, natural=True)


def _list(stream: Stream, nodes: list[Node], node: Node, scope: Scope) -> Value:
    return Value(stream.listed, type=JavaType("List", (stream.type,)))


def _array(stream: Stream, nodes: list[Node], node: Node, scope: Scope) -> Value:
    return Value(stream.listed, type=stream.type.array())


def _matched(stream: Stream, nodes: list[Node], node: Node, scope: Scope) -> Value:
    name = parts(node, scope)[0]
    stream, result = applied(stream, nodes[0], scope)
    function = "all" if name == "allMatch" else "any"
    text = f"{function}({replace(stream, element=result).inside})"
    if name == "noneMatch":
        return Value(f"not {text}", Level.NOT, BOOLEAN)
    return Value(text, type=BOOLEAN)


def _reduced(stream: Stream, nodes: list[Node], node: Node, scope: Scope) -> Value:
    if len(nodes) != 2:
        raise Untranslatable(node, "reduce of a stream without a start")
    start = scope.translate(nodes[0])
    function = for_type(nodes[1], JavaType("BinaryOperator", (stream.type,)), scope)
    scope.unit.from_modules.add(("functools", "reduce"))
    text = f"reduce({function.at(Level.LAMBDA)}, {stream.values}, {start.argument})"
    return Value(text, type=stream.type if stream.type != UNKNOWN else start.type)


def _collected(stream: Stream, nodes: list[Node], node: Node, scope: Scope) -> Value:
    name, _, words = parts(nodes[0], scope)
    if name in {"toList", "toUnmodifiableList"}:
        return _list(stream, nodes, node, scope)
    if name == "toSet":
        scope.unit.use("HashSet")
        return Value(f"HashSet({stream.values})", type=JavaType("HashSet", (stream.type,)))
    if name == "joining":
        glue, before, after = ([scope.translate(n) for n in words] + [Value(quoted(""))] * 3)[:3]
        text = f"{glue.primary}.join{_call(stream)}"
        if len(words) < 3:
            return Value(text, type=STRING)
        return Value(f"{before.at(Level.ADD)} + {text} + {after.at(Level.ADD)}", Level.ADD, STRING)
    raise Untranslatable(node, f"{scope.text(nodes[0])} of a stream")


def _choice(
    node: Node, name: str, owner: Node, arguments: list[Node], nodes: list[Node], scope: Scope
) -> Value:
    """`max().getAsInt()`, `average().orElse(0)`, `findFirst().get()`."""
    stream = stream_of(owner, scope)
    if stream is None:
        raise Untranslatable(node, f"{name} of a stream")
    other = scope.translate(nodes[0]) if nodes else None
    java_type, values = stream.type, stream.values
    if name == "average":
        scope.unit.use("mean")
        java_type, values = DOUBLE, f"mean{_call(stream)}"
    elif name in {"max", "min"}:
        key = ""
        if arguments:
            wanted = JavaType("Comparator", (stream.type,))
            by = order(arguments[0], stream.type, scope) or for_type(arguments[0], wanted, scope)
            scope.unit.from_modules.add(("functools", "cmp_to_key"))
            key = f", key=cmp_to_key({by.argument})"
            if name == "max":  # of equal ones Java takes the last
                raise Untranslatable(node, "max of a stream by an order")
        default = f", default={_like(other, java_type)}" if other else ""
        single = f"{name}{_call(stream)}" if not key + default else ""
        text = single or f"{name}({values}{key}{default})"
        return Value(text, type=java_type)
    if other is not None:
        scope.unit.use("first_or")
        return Value(f"first_or({values}, {_like(other, java_type)})", type=java_type)
    scope.unit.use("only")
    return Value(f"only({values})", type=java_type)


def _like(value: Value, java_type: JavaType) -> str:
    whole = java_type == DOUBLE and re.fullmatch(r"-?\d+", value.text)
    return f"{value.text}.0" if whole else value.argument


_CHOICES = {"average", "max", "min", "findFirst", "findAny"}
_ENDS: dict[str, Callable[[Stream, list[Node], Node, Scope], Value]] = {
    "allMatch": _matched,
    "anyMatch": _matched,
    "collect": _collected,
    "count": _count,
    "noneMatch": _matched,
    "reduce": _reduced,
    "sum": _sum,
    "toArray": _array,
    "toList": _list,
}
