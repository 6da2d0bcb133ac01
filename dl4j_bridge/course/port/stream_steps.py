"""Java's streams up to their last call, as comprehensions in the making."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tree_sitter import Node

from .functional import order
from .lambdas import for_type
from .overloads import argument_nodes
from .scope import Scope
from .types import DOUBLE, INT, LONG, STRING, UNKNOWN, JavaType
from .unit import Untranslatable
from .values import Level, Value

_NUMBERS = {"IntStream": INT, "DoubleStream": DOUBLE, "LongStream": LONG}


@dataclass(frozen=True)
class Stream:
    """`element for variable in source if conditions`.

    Attributes:
        source: what it goes through.
        variable: of the comprehension; empty where none has a name yet.
        element: what it gives for each.
        conditions: which it leaves out.
        type: of the elements.
    """

    source: Value
    variable: str = ""
    element: Value | None = None
    conditions: tuple[str, ...] = field(default=())
    type: JavaType = UNKNOWN

    @property
    def is_plain(self) -> bool:
        """Whether it gives the source's elements as they are."""
        return self.element is None and not self.conditions

    @property
    def inside(self) -> str:
        """What stands between the brackets of a comprehension."""
        element = self.element.argument if self.element else self.variable
        tests = "".join(f" if {test}" for test in self.conditions)
        return f"{element} for {self.variable} in {self.source.at(Level.OR)}{tests}"

    @property
    def values(self) -> str:
        """As an argument that is gone through once."""
        return self.source.argument if self.is_plain else f"({self.inside})"

    @property
    def listed(self) -> str:
        """As a list of its own."""
        return f"list({self.source.argument})" if self.is_plain else f"[{self.inside}]"


def parts(node: Node, scope: Scope) -> tuple[str, Node | None, list[Node]]:
    """The name of a call, what it is called on, and its arguments."""
    name, listed = node.child_by_field_name("name"), node.child_by_field_name("arguments")
    nodes = argument_nodes(listed) if listed is not None else []
    return scope.text(name) if name else "", node.child_by_field_name("object"), nodes


def begins_in_stream(node: Node, scope: Scope) -> bool:
    """Whether a chain of calls begins in a stream of the program's own values."""
    place: Node | None = node
    while place is not None and place.type == "method_invocation":
        name, owner, nodes = parts(place, scope)
        if owner is None:
            return False
        if scope.text(owner) in {*_NUMBERS, "Stream"}:
            return name in {"of", "range", "rangeClosed"}
        if scope.text(owner) == "Arrays" and name == "stream":
            return True
        if name in {"stream", "chars"} and not nodes:
            return not scope.translate(owner).foreign
        place = owner
    return False


def stream_of(node: Node, scope: Scope) -> Stream | None:
    """A stream without an end; None if the last call is none that gives a stream."""
    name, owner, nodes = parts(node, scope)
    if owner is None:
        return None
    begun = _source(name, owner, nodes, scope)
    if begun is not None:
        return begun
    make = _STEPS.get(name)
    if make is None or owner.type != "method_invocation":
        return None
    before = stream_of(owner, scope)
    return make(before, nodes, name, scope) if before is not None else None


def _source(name: str, owner: Node, nodes: list[Node], scope: Scope) -> Stream | None:
    class_name = scope.text(owner)
    if class_name in {*_NUMBERS, "Stream"}:
        values = [scope.translate(n) for n in nodes]
        if name == "of":
            text = "[" + ", ".join(value.argument for value in values) + "]"
            java_type = _NUMBERS.get(class_name, values[0].type if values else UNKNOWN)
            return Stream(Value(text), type=java_type)
        start, end = values
        last = f"{end.at(Level.ADD)} + 1" if name == "rangeClosed" else end.argument
        words = last if start.text == "0" else f"{start.argument}, {last}"
        return Stream(Value(f"range({words})"), type=_NUMBERS[class_name])
    if class_name == "Arrays" and name == "stream" and len(nodes) == 1:
        array = scope.translate(nodes[0])
        return Stream(array, type=array.type.element)
    if name == "stream" and not nodes:
        collection = scope.translate(owner)
        return Stream(collection, type=collection.type.element)
    if name == "chars" and not nodes:
        letters = scope.translate(owner)
        return Stream(Value(f"map(ord, {letters.argument})"), type=INT)
    return None


def applied(stream: Stream, function: Node, scope: Scope) -> tuple[Stream, Value]:
    """A function of the elements: the stream with a variable, and the result."""
    if stream.element is not None:
        stream = Stream(Value(f"({stream.inside})"), type=stream.type)
    if function.type != "lambda_expression":
        variable = stream.variable or scope.unit.fresh("item")
        made = for_type(function, JavaType("Function", (stream.type,)), scope)
        result = Value(f"{made.primary}({variable})", type=_result(scope.text(function), scope))
        return replace(stream, variable=variable), result
    parameters, body = (function.child_by_field_name(part) for part in ("parameters", "body"))
    assert parameters is not None
    assert body is not None
    if body.type == "block":
        raise Untranslatable(function, "a lambda with statements in a stream")
    name = scope.text(parameters).strip("()").split()[-1]
    inner = scope.inner()
    inner.may_defer = False
    python = inner.declare(name, stream.type)
    if stream.variable and stream.variable != python:
        inner.renamed[name] = stream.variable
    return replace(stream, variable=stream.variable or python), inner.translate(body)


_RESULTS = {"Integer::parseInt": INT, "Integer::intValue": INT, "String::length": INT,
            "Double::parseDouble": DOUBLE, "Double::doubleValue": DOUBLE, "Math::sqrt": DOUBLE,
            "String::valueOf": STRING, "String::toUpperCase": STRING, "String::trim": STRING,
            "String::toLowerCase": STRING, "Integer::toString": STRING}  # fmt: skip


def _result(reference: str, scope: Scope) -> JavaType:
    """What the method of a reference gives."""
    owner, _, name = reference.partition("::")
    own = scope.unit.program.classes.get(owner)
    if own is not None:
        found = scope.unit.program.methods(own, name)
        if found:
            return found[0][1].returns
        if own.kind == "record" and name in own.fields:
            return own.fields[name].type
        return JavaType(own.name) if name == "new" else UNKNOWN
    return _RESULTS.get(reference, UNKNOWN)


def _map(stream: Stream, nodes: list[Node], name: str, scope: Scope) -> Stream:
    stream, result = applied(stream, nodes[0], scope)
    wanted = {"mapToInt": INT, "mapToDouble": DOUBLE, "mapToLong": LONG}.get(name)
    if wanted is None and stream.type in {INT, LONG, DOUBLE} and name == "map":
        wanted = stream.type
    if wanted == DOUBLE and result.type.is_integral:
        result = Value(f"float({result.argument})", type=DOUBLE)
    return replace(stream, element=result, type=wanted or result.type)


def _filter(stream: Stream, nodes: list[Node], name: str, scope: Scope) -> Stream:
    stream, result = applied(stream, nodes[0], scope)
    return replace(stream, conditions=(*stream.conditions, result.at(Level.OR)))


def _same(stream: Stream, nodes: list[Node], name: str, scope: Scope) -> Stream:
    return stream


def _as_double(stream: Stream, nodes: list[Node], name: str, scope: Scope) -> Stream:
    return Stream(Value(f"map(float, {stream.values})"), type=DOUBLE)


def _sorted(stream: Stream, nodes: list[Node], name: str, scope: Scope) -> Stream:
    if not nodes:
        return Stream(Value(f"sorted({stream.values})"), type=stream.type)
    wanted = JavaType("Comparator", (stream.type,))
    by = order(nodes[0], stream.type, scope) or for_type(nodes[0], wanted, scope)
    scope.unit.from_modules.add(("functools", "cmp_to_key"))
    text = f"sorted({stream.values}, key=cmp_to_key({by.argument}))"
    return Stream(Value(text), type=stream.type)


def _distinct(stream: Stream, nodes: list[Node], name: str, scope: Scope) -> Stream:
    return Stream(Value(f"dict.fromkeys({stream.values})"), type=stream.type)


def _cut(stream: Stream, nodes: list[Node], name: str, scope: Scope) -> Stream:
    count = scope.translate(nodes[0]).argument
    scope.unit.from_modules.add(("itertools", "islice"))
    end = f"{count}, None" if name == "skip" else count
    return Stream(Value(f"islice({stream.values}, {end})"), type=stream.type)


_STEPS: dict[str, Callable[[Stream, list[Node], str, Scope], Stream]] = {
    **dict.fromkeys(("map", "mapToInt", "mapToDouble", "mapToLong", "mapToObj"), _map),
    **dict.fromkeys(("boxed", "sequential", "asLongStream", "stream"), _same),
    **dict.fromkeys(("limit", "skip"), _cut),
    "asDoubleStream": _as_double,
    "distinct": _distinct,
    "filter": _filter,
    "sorted": _sorted,
}
