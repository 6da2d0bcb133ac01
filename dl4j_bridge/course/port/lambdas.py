"""Functions as values."""

from __future__ import annotations

import re

from tree_sitter import Node

from .arrays import listed
from .scope import Scope
from .types import INT, UNKNOWN, JavaType
from .unit import Untranslatable
from .values import Level, Value


def for_type(node: Node, wanted: JavaType, scope: Scope) -> Value:
    """An expression where a type is wanted: a lambda learns what it is of."""
    while node.type == "parenthesized_expression":
        node = node.named_children[0]
    if node.type == "array_initializer":
        return listed(node, wanted, scope)
    if node.type not in {"lambda_expression", "method_reference"}:
        return scope.translate(node)
    own = scope.unit.program.classes.get(wanted.name)
    if own is None:
        if node.type == "lambda_expression":
            return _lambda(node, _parameter_types(wanted), scope).typed(wanted)
        return scope.translate(node).typed(wanted)
    abstract = [m for m in own.methods if m.is_abstract]
    if len(abstract) != 1:
        raise Untranslatable(node, f"a lambda for {wanted}")
    types = [java_type for _, java_type in abstract[0].parameters]
    is_lambda = node.type == "lambda_expression"
    made = _lambda(node, types, scope) if is_lambda else scope.translate(node)
    scope.unit.use("implement")
    name = scope.unit.overload_name(own, abstract[0])
    return Value(f"implement({own.name}, {name}={made.argument})", type=wanted)


def lambda_expression(node: Node, scope: Scope) -> Value:
    """`x -> x + 1`, `(a, b) -> { ... }`."""
    return _lambda(node, [], scope)


def _parameter_types(wanted: JavaType) -> list[JavaType]:
    if wanted.name.startswith("Int"):
        return [INT, INT]
    if wanted.name.startswith("Double"):
        return [JavaType("double"), JavaType("double")]
    if wanted.name in {"Comparator", "BinaryOperator"} and wanted.arguments:
        return [wanted.arguments[0]] * 2
    return list(wanted.arguments)


def _lambda(node: Node, types: list[JavaType], scope: Scope) -> Value:
    parameters, body = node.child_by_field_name("parameters"), node.child_by_field_name("body")
    assert parameters is not None
    assert body is not None
    inner = scope.inner()
    inner.loops = []
    inner.looped = set()
    inner.may_defer = False
    names = []
    for i, (name, java_type) in enumerate(_parameters(parameters, scope)):
        known = types[i] if i < len(types) else UNKNOWN
        names.append(inner.declare(name, java_type if java_type != UNKNOWN else known))
    names += early(body, scope, inner)
    if body.type == "block":
        from .classes import local_function

        name = scope.unit.fresh("function")
        scope.before += local_function(name, names, body, inner)
        return Value(name)
    value = inner.translate(body)
    if value.text.partition(" = ")[1] and value.level == 0 and ":=" not in value.text:
        raise Untranslatable(node, "an assignment in a lambda")
    head = "lambda " + ", ".join(names) if names else "lambda"
    return Value(f"{head}: {value.at(Level.LAMBDA)}", Level.LAMBDA)


def early(body: Node, scope: Scope, inner: Scope) -> list[str]:
    """Parameters for variables of the loops around, of which Java takes the value of now."""
    from ..source import walk

    used = {scope.text(n) for n in walk(body) if n.type == "identifier"}
    own = set(inner.variables) - set(scope.variables)
    names = sorted(scope.unit.name(name) for name in (used & scope.looped) - own)
    return [f"{name}={name}" for name in names]


def _parameters(node: Node, scope: Scope) -> list[tuple[str, JavaType]]:
    from .program import type_of

    if node.type == "identifier":
        return [(scope.text(node), UNKNOWN)]
    if node.type == "inferred_parameters":
        return [(scope.text(child), UNKNOWN) for child in node.named_children]
    return [
        (scope.source.name(child), type_of(scope.source, child))
        for child in node.named_children
        if child.type == "formal_parameter"
    ]


def method_reference(node: Node, scope: Scope) -> Value:
    """`Foo::bar`, `this::bar`, `Foo::new`."""
    owner_node, *_, name_node = node.children
    name = scope.text(name_node)
    owner = scope.text(owner_node)
    if owner == "System.out" and name == "println":
        scope.unit.use("text")
        return Value("lambda x: print(text(x))", level=Level.LAMBDA)
    own = scope.unit.program.classes.get(owner)
    if own is not None:
        if name == "new":
            return Value(own.name)
        for place, method in scope.unit.program.methods(own, name):
            python = scope.unit.overload_name(place, method)
            if method.is_static:
                return Value(python if place is scope.unit.flat else f"{place.name}.{python}")
            return Value(f"lambda x, *more: x.{python}(*more)", level=Level.LAMBDA)
    if owner == "this":
        _, found = scope.methods(name)
        if found:
            return Value(f"self.{scope.unit.overload_name(*found[0])}")
    text = _REFERENCES.get(f"{owner}::{name}")
    if text:
        scope.unit.use(*(word for word in _NAMES if re.search(rf"\b{word}\b", text)))
        level = Level.LAMBDA if text.startswith("lambda") else Level.PRIMARY
        return Value(text, level)
    from .expressions import class_of

    class_name = class_of(owner_node, scope)
    if class_name is not None and owner == "Math":
        return Value(f"{class_name}.{name}", foreign=True)
    value = scope.variable(owner)
    if value is not None:
        return Value(f"{value.primary}.{name}", foreign=True)
    raise Untranslatable(node, "this method reference")


def from_body(node: Node, java_type: JavaType, body: Node, scope: Scope) -> Value:
    """An anonymous class of a functional interface of Java's, as a function."""
    from .classes import local_function
    from .program import members, method

    methods = [method(scope.source, m) for m in members(body) if m.type == "method_declaration"]
    fields = [m for m in members(body) if m.type == "field_declaration"]
    if len(methods) != 1:
        raise Untranslatable(node, f"an anonymous {java_type}")
    if fields:
        from .classes import local_class
        from .creation import declared

        made = declared(java_type, body, scope)
        made.interfaces = ()
        scope.before += local_class(made, scope)
        called = scope.unit.overload_name(made, made.methods[0])
        outer = "" if made.is_static else "self"
        return Value(f"{made.name}({outer}).{called}", type=java_type)
    inner = scope.inner()
    inner.loops = []
    inner.looped = set()
    inner.returns = methods[0].returns
    names = [inner.declare(name, parameter) for name, parameter in methods[0].parameters]
    name = scope.unit.fresh(scope.unit.name(methods[0].name))
    block = methods[0].node.child_by_field_name("body")
    assert block is not None
    names += early(block, scope, inner)
    scope.before += local_function(name, names, block, inner)
    return Value(name, type=java_type)


_REFERENCES = {
    "Integer::parseInt": "parse_int",
    "Integer::valueOf": "to_int",
    "Integer::toString": "str",
    "Double::parseDouble": "parse_double",
    "Double::valueOf": "parse_double",
    "String::valueOf": "text",
    "Object::toString": "text",
    "Integer::compare": "compare",
    "Double::compare": "compare",
    "Integer::compareTo": "compare",
    "String::compareTo": "compare",
    "String::length": "len",
    "String::isEmpty": "lambda s: not s",
    "String::trim": "str.strip",
    "String::toUpperCase": "str.upper",
    "String::toLowerCase": "str.lower",
    "Integer::intValue": "to_int",
    "Double::doubleValue": "float",
    "Integer::doubleValue": "float",
    "Integer::sum": "lambda a, b: int32(a + b)",
    "Long::sum": "lambda a, b: int64(a + b)",
    "Double::sum": "lambda a, b: a + b",
    **dict.fromkeys(("Integer::max", "Double::max", "Math::max"), "max"),
    **dict.fromkeys(("Integer::min", "Double::min", "Math::min"), "min"),
    "Math::abs": "abs",
    "Math::sqrt": "sqrt",
    "ArrayList::new": "list",
}
_NAMES = ("parse_int", "to_int", "parse_double", "text", "compare", "sqrt", "int32", "int64")
