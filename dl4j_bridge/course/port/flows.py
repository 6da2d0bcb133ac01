"""Where whole numbers go: what each variable, parameter and result of a program is given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tree_sitter import Node

from ..source import walk
from .program import Program, dimensions
from .types import UNKNOWN, JavaType, parse

Key = tuple[int, str]  # the method that declares a variable, and its name; 0 for a field

HEAP: Key = (-1, "elements")  # of all arrays and collections, and what goes through lambdas
LIBRARY: Key = (-2, "library")  # what Java's library calls the program with
_RESULT = -3

_CALLABLES = {
    "method_declaration",
    "constructor_declaration",
    "lambda_expression",
    "static_initializer",
    "compact_constructor_declaration",
}
_DECLARING = {"variable_declarator", "formal_parameter", "enhanced_for_statement", "resource"}


class Flows:
    """What may be assigned to what, regardless of when.

    Args:
        program: all of it.

    Attributes:
        types: of the variables, parameters, fields and results.
        given: expressions, or other places, that a place is given.
        steps: expressions that are added (+1) or taken away (-1) from a place.
    """

    def __init__(self, program: Program) -> None:
        self.types: dict[Key, JavaType] = {}
        self.given: dict[Key, list[Node | Key]] = defaultdict(list)
        self.steps: dict[Key, list[tuple[int, Node | None]]] = defaultdict(list)
        self._declared: dict[int, set[str]] = defaultdict(set)
        self._parameters: dict[str, list[list[Key]]] = defaultdict(list)
        nodes = [node for source in program.sources for node in walk(source.root)]
        for node in nodes:
            self._declare(node)
        for node in nodes:
            self._follow(node)
        for lists in self._parameters.values():
            for key in (key for keys in lists for key in keys):
                if not self.given[key]:
                    self.given[key].append(LIBRARY)

    def key(self, node: Node) -> Key | None:
        """The place that an expression names; None if it is none."""
        if node.type == "parenthesized_expression":
            return self.key(node.named_children[0])
        if node.type == "array_access":
            return HEAP
        if node.type == "field_access":
            found = (0, text(node.child_by_field_name("field")))
            return found if found in self.types else None
        if node.type != "identifier":
            return None
        name = text(node)
        place: Node | None = node
        while place is not None:
            if name in self._declared.get(place.id, ()):
                return place.id, name
            place = place.parent
        return (0, name) if (0, name) in self.types else None

    def result(self, node: Node) -> Key | None:
        """The results of the program's methods that a call may mean."""
        found = (_RESULT, text(node.child_by_field_name("name")))
        return found if found in self.types else None

    def _declare(self, node: Node) -> None:
        if node.type in _DECLARING:
            self._variable(node)
        elif node.type == "lambda_expression":
            parameters = node.child_by_field_name("parameters")
            if parameters is not None and parameters.type != "formal_parameters":
                names = [parameters] if parameters.type == "identifier" else parameters.children
                for name in (n for n in names if n.type == "identifier"):
                    self._new(node.id, text(name), UNKNOWN)
                    self.given[node.id, text(name)].append(HEAP)
        elif node.type in {"method_declaration", "constructor_declaration", "record_declaration"}:
            self._callable(node)

    def _variable(self, node: Node) -> None:
        around = _callable_around(node)
        name = text(node.child_by_field_name("name"))
        own = node if node.type != "variable_declarator" else node.parent
        written = own.child_by_field_name("type") if own is not None else None
        java_type = parse(text(written)).array(dimensions(node))
        self._new(around, name, java_type)
        if node.type == "enhanced_for_statement" or (
            node.parent is not None and node.parent.parent is not None
            and node.parent.parent.type == "lambda_expression"
        ):  # fmt: skip
            self.given[around, name].append(HEAP)

    def _new(self, around: int, name: str, java_type: JavaType) -> None:
        known = self.types.get((around, name), java_type)
        self.types[around, name] = java_type if known == java_type else UNKNOWN
        if around:
            self._declared[around].add(name)

    def _callable(self, node: Node) -> None:
        name = text(node.child_by_field_name("name"))
        listed = node.child_by_field_name("parameters")
        nodes = listed.named_children if listed is not None else []
        around = 0 if node.type == "record_declaration" else node.id
        words = [text(n.child_by_field_name("name")) for n in nodes if n.type == "formal_parameter"]
        keys = [(around, word) for word in words]
        self._parameters[name].append(keys)
        if any(child.type == "spread_parameter" for child in nodes):
            for key in keys:  # its calls have other numbers of arguments
                self.given[key].append(HEAP)
        if node.type == "record_declaration":
            for child in nodes:
                self._new(0, text(child.child_by_field_name("name")),
                          parse(text(child.child_by_field_name("type"))))  # fmt: skip
        elif node.type == "method_declaration":
            self._new(_RESULT, name, parse(text(node.child_by_field_name("type"))))

    def _follow(self, node: Node) -> None:
        if node.type == "variable_declarator":
            value = node.child_by_field_name("value")
            key = self.key(node.children[0])
            if value is not None and key is not None:
                self._give(key, value)
        elif node.type == "assignment_expression":
            self._assignment(node)
        elif node.type == "update_expression":
            key = self.key(node.named_children[0])
            if key is not None:
                up = any(child.type == "++" for child in node.children)
                self.steps[key].append((1 if up else -1, None))
        elif node.type in {"method_invocation", "object_creation_expression", "enum_constant",
                           "explicit_constructor_invocation"}:  # fmt: skip
            self._call(node)
        elif node.type in {"array_initializer", "method_reference"}:
            self._spread(node)
        elif node.type == "return_statement" and node.named_children:
            self._return(node)
        elif node.type == "lambda_expression":
            body = node.child_by_field_name("body")
            if body is not None and body.type != "block":
                self._give(HEAP, body)

    def _assignment(self, node: Node) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        assert left is not None
        assert right is not None
        key = self.key(left)
        operator = text(node.child_by_field_name("operator"))
        if key is None:
            return
        if operator in {"+=", "-="}:
            self.steps[key].append((1 if operator == "+=" else -1, right))
        elif operator == "=":
            self._give(key, right)
        else:
            self.given[key].append(node)

    def _give(self, key: Key, value: Node) -> None:
        """Note what is assigned; `x = x + 1` is a step."""
        while value.type == "parenthesized_expression":
            value = value.named_children[0]
        operator = text(value.child_by_field_name("operator"))
        if value.type == "binary_expression" and operator in {"+", "-"}:
            left, right = value.child_by_field_name("left"), value.child_by_field_name("right")
            assert left is not None
            assert right is not None
            is_own = self.key(left) == key or (key == HEAP and self._is_element(left))
            if is_own:
                self.steps[key].append((1 if operator == "+" else -1, right))
                return
        self.given[key].append(value)

    def _is_element(self, node: Node) -> bool:
        """Whether a call takes something out of a collection."""
        names = {"get", "getOrDefault", "getValue", "pop", "poll", "peek"}
        return node.type == "method_invocation" and text(
            node.child_by_field_name("name")) in names  # fmt: skip

    def _call(self, node: Node) -> None:
        listed = node.child_by_field_name("arguments")
        nodes = [n for n in listed.named_children if "comment" not in n.type] if listed else []
        if node.type == "object_creation_expression":
            names = [parse(text(node.child_by_field_name("type"))).name]
        elif node.type == "method_invocation":
            names = [text(node.child_by_field_name("name"))]
        else:
            names = _classes_around(node)
        fitting = [
            keys for name in names for keys in self._parameters.get(name, ())
            if len(keys) == len(nodes)
        ]  # fmt: skip
        for keys in fitting:
            for key, value in zip(keys, nodes, strict=True):
                self._give(key, value)
        if not fitting or node.child_by_field_name("object") is not None:
            for value in nodes:
                self._give(HEAP, value)

    def _spread(self, node: Node) -> None:
        if node.type == "array_initializer":
            for child in node.named_children:
                self._give(HEAP, child)
            return
        for keys in self._parameters.get(text(node.children[-1]), ()):
            for key in keys:
                self.given[key].append(HEAP)

    def _return(self, node: Node) -> None:
        place = node.parent
        while place is not None and place.type not in _CALLABLES:
            place = place.parent
        if place is not None and place.type == "method_declaration":
            name = text(place.child_by_field_name("name"))
            self.given[_RESULT, name].append(node.named_children[0])
        if place is None or place.type == "lambda_expression" or _is_override(place):
            self._give(HEAP, node.named_children[0])


def text(node: Node | None) -> str:
    """The Java text of a node, empty for none."""
    return (node.text or b"").decode() if node is not None else ""


def _callable_around(node: Node) -> int:
    """The method or lambda that a variable belongs to; 0 for a field."""
    if node.parent is not None and node.parent.type in {"field_declaration",
                                                        "constant_declaration"}:  # fmt: skip
        return 0
    for place in _above(node):
        if place.type in _CALLABLES or (place.type == "block" and _is_initializer(place)):
            return place.id
    return 0


def _classes_around(node: Node) -> list[str]:
    """The class that a node is in, with its superclass."""
    for place in _above(node):
        if place.type in {"class_declaration", "enum_declaration", "record_declaration"}:
            above = place.child_by_field_name("superclass")
            parents = [parse(text(above.named_children[0])).name] if above is not None else []
            return [text(place.child_by_field_name("name")), *parents]
    return []


def _is_override(method: Node) -> bool:
    """Whether Java's library may call it."""
    return b"@Override" in (method.children[0].text or b"")


def _is_initializer(node: Node) -> bool:
    return node.parent is not None and node.parent.type == "class_body"


def _above(node: Node) -> Iterator[Node]:
    place = node.parent
    while place is not None:
        yield place
        place = place.parent
