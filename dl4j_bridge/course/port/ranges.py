"""How large the whole numbers of a program can become."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from .flows import HEAP, LIBRARY, Flows, Key, text
from .guards import Guard, guards
from .program import Program
from .spans import (
    INT_SPAN,
    LONG_SPAN,
    MANY,
    SIZE,
    Span,
    combined,
    fits,
    joined,
    of_type,
    settled,
    stored,
)
from .types import JavaType, parse

_LIBRARY: Span = (-MANY, MANY)
_PATIENCE = 8  # rounds after which what still grows is taken for anything
_CALLS: dict[str, Span | None] = {
    **dict.fromkeys(("length", "size", "ordinal", "count"), SIZE),
    **dict.fromkeys(("indexOf", "lastIndexOf"), (-1, MANY)),
    "charAt": (0, 2**16 - 1),
    **dict.fromkeys(("hashCode", "nextInt", "parseInt", "valueOf", "intValue"), INT_SPAN),
    **dict.fromkeys(("nextLong", "parseLong", "longValue", "getSeed"), LONG_SPAN),
    "currentTimeMillis": (0, 2**53),
    "nanoTime": (-(2**62), 2**62 - 1),
    **dict.fromkeys(("round", "floor", "ceil", "sqrt", "pow", "exp", "log", "random", "rint",
                     "nextDouble", "nextGaussian", "doubleValue", "parseDouble"), None),
}  # fmt: skip
_CONSTANTS = {
    "Integer.MAX_VALUE": INT_SPAN[1],
    "Integer.MIN_VALUE": INT_SPAN[0],
    "Long.MAX_VALUE": LONG_SPAN[1],
    "Long.MIN_VALUE": LONG_SPAN[0],
    "Byte.MAX_VALUE": 127,
    "Byte.MIN_VALUE": -128,
    "Short.MAX_VALUE": 2**15 - 1,
    "Short.MIN_VALUE": -(2**15),
}


class Ranges:
    """The least and the greatest value of each expression.

    A variable lies between the values it is given; one that is stepped moves away from them by
    at most `MANY` steps. What grows otherwise may be anything that its type holds.

    Args:
        program: all of it: what a method is given depends on all its calls.
    """

    def __init__(self, program: Program) -> None:
        self._flows = Flows(program)
        self._spans: dict[Key, Span] = {LIBRARY: _LIBRARY}
        self._guards: dict[int, list[Guard]] = {}
        self._known: dict[int, Span | None] | None = None
        self._settle()
        self._known = {}

    def of(self, node: Node) -> Span | None:
        """The range of an expression; None if it is no whole number, as far as can be told."""
        if self._known is None:
            return self._made(node)
        if node.id not in self._known:
            self._known[node.id] = self._made(node)
        return self._known[node.id]

    def exact(self, node: Node) -> Span | None:
        """The range of `a + b`, `a += b`, `a++`, `-a` or `abs(a)` before it overflows."""
        if node.type == "update_expression":
            target = self.of(node.named_children[0])
            return target and (target[0] - any(c.type == "--" for c in node.children),
                               target[1] + any(c.type == "++" for c in node.children))  # fmt: skip
        if node.type == "unary_expression":
            inside = self.of(node.named_children[-1])
            return inside and (-inside[1], -inside[0])
        if node.type == "method_invocation":
            return self._absolute(node)
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        a, b = left and self.of(left), right and self.of(right)
        operator = text(node.child_by_field_name("operator")).removesuffix("=")
        return combined(operator, a, b) if a and b else None

    def may_leave(self, node: Node, java_type: JavaType) -> bool:
        """Whether arithmetic on whole numbers may overflow."""
        place, span = of_type(java_type), self.exact(node)
        return place is not None and (span is None or not fits(span, place))

    def total_may_leave(self, java_type: JavaType) -> bool:
        """Whether the sum of an array or a collection may overflow."""
        place, (low, high) = of_type(java_type), self._spans.get(HEAP, (0, 0))
        return place is not None and not fits((low * MANY, high * MANY), place)

    def _settle(self) -> None:
        """Repeat until nothing grows any more."""
        keys = [key for key in {*self._flows.given, *self._flows.steps} if key != LIBRARY]
        for turn in range(3 * _PATIENCE):
            grown = False
            for key in keys:
                before = self._spans.get(key, (0, 0))
                now = joined(before, self._place(key))
                if now != before:
                    grown = True
                    self._spans[key] = now if turn < _PATIENCE else self._limit(key)
            if not grown:
                return

    def _limit(self, key: Key) -> Span:
        return of_type(self._flows.types.get(key, JavaType("long"))) or LONG_SPAN

    def _place(self, key: Key) -> Span:
        """What a place holds, by what is known so far."""
        limit = self._limit(key)
        low, high = 0, 0
        first = True
        for value in self._flows.given[key]:
            span = self._given(key, value)
            if span is not None:
                low, high = span if first else joined((low, high), span)
                first = False
        down, up = 0, 0
        for sign, step in self._flows.steps[key]:
            by = (1, 1) if step is None else self.of(step)
            if by is None and key != HEAP:
                return limit
            a, b = sorted(sign * limit for limit in by or (0, 0))
            down, up = min(down, a), max(up, b)
        span = low + MANY * down, high + MANY * up
        return settled(span) if key == HEAP else stored(span, limit)

    def _given(self, key: Key, value: Node | Key) -> Span | None:
        if isinstance(value, tuple):
            return self._spans.get(value, (0, 0))
        if value.type == "assignment_expression" and text(value.children[1]) != "=":
            span = self.exact(value)
            return settled(span) if span else self._limit(key)
        span = self.of(value)
        return self._limit(key) if span is None and key != HEAP else span

    def _made(self, node: Node) -> Span | None:
        make = _BY_TYPE.get(node.type)
        return make(self, node) if make else None

    def _literal(self, node: Node) -> Span | None:
        word = text(node).replace("_", "").rstrip("lL")
        if len(word) > 1 and word[0] == "0" and word.isdigit():
            word = f"0o{word[1:]}"
        number = int(word, 0)
        bits = 64 if text(node)[-1] in "lL" else 32
        if node.type != "decimal_integer_literal" and number >= 2 ** (bits - 1):
            number -= 2**bits
        return number, number

    def _character(self, node: Node) -> Span | None:
        return 0, 2**16 - 1

    def _inside(self, node: Node) -> Span | None:
        return self.of(next(n for n in node.named_children if "comment" not in n.type))

    def _variable(self, node: Node) -> Span | None:
        key = self._flows.key(node)
        if key is None:
            return _LIBRARY
        java_type = self._flows.types[key]
        if java_type.is_known and of_type(java_type) is None:
            return None
        span = self._spans.get(key, (0, 0))
        return span if not key[0] else self._narrowed(node, span)

    def _narrowed(self, node: Node, span: Span) -> Span:
        """A local variable's range, by the conditions around it."""
        if node.id not in self._guards:
            self._guards[node.id] = list(guards(node))
        low, high = span
        for operator, bound in self._guards[node.id]:
            limit = self.of(bound)
            if limit is None:
                continue
            if operator in {"<", "<=", "=="}:
                high = min(high, limit[1] - (operator == "<"))
            if operator in {">", ">=", "=="}:
                low = max(low, limit[0] + (operator == ">"))
        return (low, high) if low <= high else span

    def _field(self, node: Node) -> Span | None:
        if text(node) in _CONSTANTS:
            return (_CONSTANTS[text(node)],) * 2
        if text(node.child_by_field_name("field")) == "length":
            return SIZE
        return self._variable(node)

    def _element(self, node: Node) -> Span | None:
        array = node
        while array.type == "array_access":
            array = array.child_by_field_name("array") or array.children[0]
        key = self._flows.key(array)
        java_type = self._flows.types.get(key, JavaType("?")) if key else JavaType("?")
        limit = of_type(JavaType(java_type.name))
        if limit is None and java_type.is_known:
            return None
        return stored(self._spans.get(HEAP, (0, 0)), limit or LONG_SPAN)

    def _operation(self, node: Node) -> Span | None:
        span = self.exact(node)
        return span and settled(span)

    def _unary(self, node: Node) -> Span | None:
        operator = text(node.children[0])
        span = self.of(node.named_children[-1])
        if span is None or operator == "!":
            return None
        if operator == "+":
            return span
        return settled((-span[1] - (operator == "~"), -span[0] - (operator == "~")))

    def _cast(self, node: Node) -> Span | None:
        limit = of_type(parse(text(node.child_by_field_name("type"))))
        value = node.child_by_field_name("value")
        span = self.of(value) if value is not None and limit else None
        certain = span is not None and not any(
            n.type == "method_invocation" and text(n.child_by_field_name("name")) not in _CALLS
            for n in [value] if n is not None
        )  # fmt: skip
        return stored(span, limit) if span and limit and certain else limit

    def _choice(self, node: Node) -> Span | None:
        yes, no = (self.of(n) for n in (node.child_by_field_name("consequence"),
                                        node.child_by_field_name("alternative")) if n)  # fmt: skip
        return joined(yes, no) if yes and no else None

    def _assigned(self, node: Node) -> Span | None:
        left = node.child_by_field_name("left")
        return self.of(left) if left is not None else None

    def _call(self, node: Node) -> Span | None:
        name, owner = text(node.child_by_field_name("name")), node.child_by_field_name("object")
        listed = node.child_by_field_name("arguments")
        values = listed.named_children if listed is not None else []
        spans = [self.of(value) for value in values]
        own = self._flows.result(node)
        heap = self._spans.get(HEAP, (0, 0))
        if own is not None:
            java_type = self._flows.types[own]
            if java_type.is_known and of_type(java_type) is None:
                return None
            return joined(self._spans.get(own, (0, 0)), heap if owner else (0, 0))
        if text(owner) in {"Math", "Integer", "Long"} and None not in spans:
            a, b = [span for span in spans if span][:2] if len(spans) == 2 else ((0, 0), (0, 0))
            if name in {"max", "min"} and len(spans) == 2:
                choose: Callable[[int, int], int] = max if name == "max" else min
                return choose(a[0], b[0]), choose(a[1], b[1])
            if name == "abs":
                span = self._absolute(node)
                return span and settled(span)
            if name == "floorMod" and len(spans) == 2:
                return min(0, b[0]), max(0, b[1])
        if name == "nextInt" and len(spans) == 1 and spans[0]:
            return 0, max(0, spans[0][1] - 1)
        component = self._flows.types.get((0, name))
        if component is not None and not values:  # of a record
            return self._spans.get((0, name), (0, 0)) if of_type(component) else None
        if name in _CALLS:
            return _CALLS[name]
        return joined(heap, _LIBRARY)

    def _absolute(self, node: Node) -> Span | None:
        listed = node.child_by_field_name("arguments")
        span = self.of(listed.named_children[0]) if listed is not None else None
        if span is None:
            return None
        return max(0, span[0], -span[1]), max(abs(span[0]), abs(span[1]))


_BY_TYPE: dict[str, Callable[[Ranges, Node], Span | None]] = {
    **dict.fromkeys(("decimal_integer_literal", "hex_integer_literal", "octal_integer_literal",
                     "binary_integer_literal"), Ranges._literal),
    "array_access": Ranges._element,
    "assignment_expression": Ranges._assigned,
    "binary_expression": Ranges._operation,
    "cast_expression": Ranges._cast,
    "character_literal": Ranges._character,
    "field_access": Ranges._field,
    "identifier": Ranges._variable,
    "method_invocation": Ranges._call,
    "parenthesized_expression": Ranges._inside,
    "ternary_expression": Ranges._choice,
    "unary_expression": Ranges._unary,
    "update_expression": Ranges._inside,
}  # fmt: skip
