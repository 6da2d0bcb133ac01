"""Java's functional interfaces as Python's functions."""

from __future__ import annotations

from tree_sitter import Node

from .overloads import argument_nodes
from .scope import Scope
from .types import UNKNOWN, JavaType
from .unit import Untranslatable
from .values import Level, Value

FUNCTIONAL = {
    "Function": 1, "BiFunction": 2, "Supplier": 0, "Consumer": 1, "BiConsumer": 2, "Predicate": 1,
    "BiPredicate": 2, "UnaryOperator": 1, "BinaryOperator": 2, "Runnable": 0, "Callable": 0,
    "IntFunction": 1, "IntUnaryOperator": 1, "IntBinaryOperator": 2, "IntPredicate": 1,
    "DoubleUnaryOperator": 1, "DoubleBinaryOperator": 2, "DoubleFunction": 1, "IntSupplier": 0,
    "DoubleSupplier": 0, "IntConsumer": 1, "DoubleConsumer": 1, "ToDoubleFunction": 1,
    "ToIntFunction": 1, "Comparator": 2, "DoublePredicate": 1, "BooleanSupplier": 0,
    "IntToDoubleFunction": 1, "LongUnaryOperator": 1, "LongSupplier": 0,
}  # fmt: skip
_RESULTS = {
    "Predicate": "boolean", "BiPredicate": "boolean", "IntPredicate": "boolean",
    "IntUnaryOperator": "int", "IntBinaryOperator": "int", "IntSupplier": "int",
    "DoubleUnaryOperator": "double", "DoubleBinaryOperator": "double", "DoubleSupplier": "double",
    "ToDoubleFunction": "double", "ToIntFunction": "int", "Comparator": "int",
    "DoublePredicate": "boolean", "BooleanSupplier": "boolean", "IntToDoubleFunction": "double",
    "Consumer": "void", "BiConsumer": "void", "Runnable": "void", "LongUnaryOperator": "long",
}  # fmt: skip
FUNCTIONAL_METHODS = {
    "apply", "accept", "test", "get", "call", "run", "compare", "applyAsInt", "applyAsDouble",
    "applyAsLong", "getAsInt", "getAsDouble", "getAsLong", "getAsBoolean",
}  # fmt: skip
_COMBINING = {
    "andThen": "and_then",
    "compose": "and_then",
    "negate": "negate",
    "and": "both",
    "or": "either",
    "reversed": "reversed_order",
}
_KEYED = {"comparing", "comparingInt", "comparingDouble", "comparingLong"}
_THEN = {"thenComparing", "thenComparingInt", "thenComparingDouble", "thenComparingLong"}


def function_call(node: Node, owner: Value, name: str, scope: Scope) -> Value:
    """`f.apply(x)`, `f.andThen(g)`, `p.negate()`."""
    from .lambdas import for_type

    java_type = owner.type
    listed = node.child_by_field_name("arguments")
    assert listed is not None
    nodes = argument_nodes(listed)
    if name in FUNCTIONAL_METHODS:
        text = ", ".join(scope.translate(n).argument for n in nodes)
        result = JavaType(_RESULTS.get(java_type.name, "?"))
        if result == UNKNOWN and java_type.arguments:
            result = java_type.arguments[-1]
        return Value(f"{owner.primary}({text})", type=result)
    function = _COMBINING.get(name)
    if function is None:
        made = order(node, None, scope)
        if made is None:
            raise Untranslatable(node, f"{java_type.name}.{name}")
        return made
    if name == "andThen" and java_type.name.endswith("Consumer"):
        function = "in_turn"
    values = [owner, *(for_type(n, _combined(java_type, name), scope) for n in nodes)]
    if name == "compose":
        values.reverse()
    scope.unit.use(function)
    return Value(f"{function}({', '.join(v.argument for v in values)})", type=java_type)


def _combined(java_type: JavaType, name: str) -> JavaType:
    """The type of the function that another is combined with."""
    if name == "andThen" and "Consumer" not in java_type.name and java_type.arguments:
        return JavaType("Function", (java_type.arguments[-1], UNKNOWN))
    if name == "compose":
        return JavaType("Function", (UNKNOWN, *java_type.arguments[:1]))
    return java_type


def order(node: Node, element: JavaType | None, scope: Scope) -> Value | None:
    """`Comparator.comparing(f).thenComparing(g).reversed()`; None if it is something else.

    Args:
        node: a call.
        element: what is compared, if that is known.
        scope: where.
    """
    name, owner = node.child_by_field_name("name"), node.child_by_field_name("object")
    listed = node.child_by_field_name("arguments")
    if node.type != "method_invocation" or name is None or owner is None or listed is None:
        return None
    nodes, word = argument_nodes(listed), scope.text(name)
    wanted = JavaType("Comparator", (element or UNKNOWN,))
    if scope.text(owner) in {"Comparator", "Collections"}:
        return _first_order(word, nodes, wanted, scope)
    if word not in {*_THEN, "reversed"}:
        return None
    first = order(owner, element, scope)
    if first is None and owner.type == "identifier":
        variable = scope.variable(scope.text(owner))
        first = variable if variable is not None and variable.type.name == "Comparator" else None
    if first is None:
        return None
    if word == "reversed":
        scope.unit.use("reversed_order")
        return Value(f"reversed_order({first.argument})", type=first.type)
    second = _second_order(nodes, first.type, scope)
    scope.unit.use("then_comparing")
    return Value(f"then_comparing({first.argument}, {second})", type=first.type)


def _first_order(word: str, nodes: list[Node], wanted: JavaType, scope: Scope) -> Value | None:
    if word == "naturalOrder" or (word in {"reverseOrder"} and not nodes):
        scope.unit.use("compare")
        if word == "naturalOrder":
            return Value("compare", type=wanted)
        scope.unit.use("reversed_order")
        return Value("reversed_order(compare)", type=wanted)
    if word not in _KEYED or len(nodes) != 1:
        return None
    scope.unit.use("comparing")
    return Value(f"comparing({_key(nodes[0], wanted, scope)})", type=wanted)


def _second_order(nodes: list[Node], java_type: JavaType, scope: Scope) -> str:
    from .lambdas import for_type

    (node,) = nodes
    is_key = node.type == "method_reference" or (
        node.type == "lambda_expression" and scope.text(node.children[0]).count(",") == 0
    )
    if is_key:
        scope.unit.use("comparing")
        return f"comparing({_key(node, java_type, scope)})"
    return (order(node, java_type.element, scope) or for_type(node, java_type, scope)).argument


def _key(node: Node, comparator: JavaType, scope: Scope) -> str:
    from .lambdas import for_type

    return for_type(node, JavaType("Function", comparator.arguments), scope).at(Level.LAMBDA)
