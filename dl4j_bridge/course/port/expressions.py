"""Java's expressions in Python."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from dataclasses import replace

from tree_sitter import Node

from .arrays import access, array_creation, initializer
from .calls import invocation
from .conversions import assigned
from .creation import creation
from .foreign import foreign_return
from .lambdas import lambda_expression, method_reference
from .library import CONSTANTS
from .literals import character, floating, integer, string
from .operators import binary, rounded, unary
from .scope import Scope
from .switches import switch_value
from .types import (
    BOOLEAN,
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    NULL,
    STRING,
    UNKNOWN,
    JavaType,
    parse,
    promoted,
)
from .unit import Untranslatable
from .updates import assignment_value, update_value
from .values import Level, Value


def expression(node: Node, scope: object) -> Value:
    """Translate an expression.

    Raises:
        Untranslatable: something Python cannot say.
    """
    assert isinstance(scope, Scope)
    translate = _BY_TYPE.get(node.type)
    if translate is None:
        raise Untranslatable(node, node.type.replace("_", " "))
    value = translate(node, scope)
    if value.natural or not value.type.is_integral:
        return value
    span = scope.unit.ranges.of(node)
    return replace(value, natural=span is not None and span[0] >= 0)


def _identifier(node: Node, scope: Scope) -> Value:
    name = scope.text(node)
    found = scope.variable(name)
    if found is not None:
        return found
    python = scope.unit.class_name(name)
    if python is not None:
        return Value(python, type=JavaType("Class"))
    raise Untranslatable(node, f"nobody knows what '{name}' is")


def _this(node: Node, scope: Scope) -> Value:
    return Value("self", type=JavaType(scope.java_class.name))


def _field(node: Node, scope: Scope) -> Value:
    whole = scope.text(node)
    owner_node, name_node = node.child_by_field_name("object"), node.child_by_field_name("field")
    assert owner_node is not None
    assert name_node is not None
    name = scope.text(name_node)
    if whole in CONSTANTS and scope.variable(scope.text(owner_node)) is None:
        text, level, java_type, module = CONSTANTS[whole]
        if module:
            scope.unit.modules.add(module)
        return Value(text, level, java_type)
    if name == "this":
        return _outer_this(scope.text(owner_node), scope, node)
    python = class_of(owner_node, scope)
    if python is not None:
        return static_field(python, scope.text(owner_node), name, scope)
    owner = scope.translate(owner_node)
    if name == "length" and (owner.type.dimensions or not owner.type.is_known):
        return Value(f"len({owner.argument})", type=INT, natural=True)
    own = scope.unit.program.classes.get(owner.type.name)
    found = own and scope.unit.program.field(own, name)
    if found:
        return Value(f"{owner.primary}.{scope.unit.field_name(name)}", type=found[1].type)
    return Value(
        f"{owner.primary}.{name}", type=foreign_return(owner.type, f".{name}"), foreign=True
    )


def _outer_this(name: str, scope: Scope, node: Node) -> Value:
    place, text = scope.java_class, "self"
    while place.name != name:
        if place.outer is None:
            raise Untranslatable(node, f"{name}.this")
        place, text = place.outer, f"{text}.outer"
    return Value(text, type=JavaType(name))


def class_of(node: Node, scope: Scope) -> str | None:
    """How Python writes a class, if the node names one."""
    text = scope.text(node)
    if not re.fullmatch(r"[\w.]+", text):
        return None
    first = text.partition(".")[0]
    if first in scope.variables or (
        scope.variable(first) and first not in scope.unit.program.classes
    ):
        return None
    head, _, tail = text.rpartition(".")
    if tail in scope.unit.program.classes and (not head or head in scope.unit.program.classes):
        return tail
    if not tail[:1].isupper():
        return None
    if first[:1].islower() and "." not in text:
        return None
    simple = tail
    if head and head[:1].isupper() and scope.unit.full_name(text.partition(".")[0]) is None:
        return None
    if tail.isupper() and head and len(tail) > 1 and head[:1].isupper():
        return None  # a constant
    del simple
    return scope.unit.class_name(text)


def static_field(python: str, java: str, name: str, scope: Scope) -> Value:
    """A static field of a class."""
    own = scope.unit.program.classes.get(python)
    if own is not None:
        found = scope.unit.program.field(own, name)
        if found is not None:
            return scope.field(*found)
        if name == "length":
            return Value(f"len({python})", type=INT)
    simple = JavaType(java.rpartition(".")[2])
    found_type = foreign_return(simple, f".{name}")
    if keyword.iskeyword(name):  # as JPype has `System.in`
        name += "_"
    return Value(f"{python}.{name}", type=found_type, foreign=True)


def _class_literal(node: Node, scope: Scope) -> Value:
    python = scope.unit.class_name(scope.text(node.named_children[0]))
    own = scope.unit.flat
    if python is None or (own is not None and python == own.name):
        raise Untranslatable(node, "a class literal")
    suffix = "" if python in scope.unit.program.classes else ".class_"
    return Value(f"{python}{suffix}", type=JavaType("Class"))


def _ternary(node: Node, scope: Scope) -> Value:
    condition, yes, no = (
        scope.translate(child) for child in node.named_children if "comment" not in child.type
    )
    java_type = yes.type if yes.type == no.type or no.type == NULL else promoted(yes.type, no.type)
    if yes.type == NULL:
        java_type = no.type
    if yes.type.is_numeric and no.type.is_numeric and java_type != UNKNOWN:
        yes, no = assigned(yes, java_type, scope), assigned(no, java_type, scope)
    if STRING in {yes.type, no.type}:
        java_type = STRING
    text = f"{yes.at(Level.OR)} if {condition.at(Level.OR)} else {no.at(Level.TERNARY)}"
    natural = yes.natural and no.natural
    return Value(text, Level.TERNARY, java_type, foreign=yes.foreign or no.foreign, natural=natural)


def _parenthesized(node: Node, scope: Scope) -> Value:
    (inside,) = (child for child in node.named_children if "comment" not in child.type)
    return scope.translate(inside)


def _cast(node: Node, scope: Scope) -> Value:
    type_node, value_node = node.child_by_field_name("type"), node.child_by_field_name("value")
    assert type_node is not None
    assert value_node is not None
    target = parse(scope.text(type_node))
    value = scope.translate(value_node)
    source = value.type.unboxed
    wanted = target.unboxed if not target.dimensions else target
    if target.dimensions or not wanted.is_numeric:
        return value.typed(target)
    if wanted == DOUBLE:
        return value.typed(DOUBLE) if source.is_fractional else assigned_or_float(value, scope)
    if wanted == FLOAT:
        return rounded(value, scope)
    if wanted == CHAR:
        return value if source == CHAR else Value(f"chr({value.argument})", type=CHAR)
    if wanted.name == "byte":
        return Value(f"({value.at(Level.ADD)} + 128) % 256 - 128", Level.ADD, wanted)
    if wanted.name == "short" and source.name in {"int", "long"}:
        return Value(f"({value.at(Level.ADD)} + 2**15) % 2**16 - 2**15", Level.ADD, wanted)
    if source.name in {"int", "short", "byte"} or source == wanted:
        return value.typed(wanted)
    if source == CHAR:
        return Value(f"ord({value.argument})", type=wanted, natural=True)
    if wanted == LONG and source.is_integral:
        return value.typed(LONG)
    function = "to_long" if wanted == LONG else "to_int"
    scope.unit.use(function)
    return Value(f"{function}({value.argument})", type=wanted, natural=value.natural)


def assigned_or_float(value: Value, scope: Scope) -> Value:
    """A value as a double."""
    made = assigned(value, DOUBLE, scope)
    if made is value:
        made = Value(f"float({value.argument})")
    return made.typed(DOUBLE)


def _instanceof(node: Node, scope: Scope) -> Value:
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    if left is None or right is None:
        raise Untranslatable(node, "a pattern")
    value = scope.translate(left)
    target = parse(scope.text(right))
    python = _PYTHON_TYPES.get(target.name) or scope.unit.class_name(
        scope.text(right).split("<")[0]
    )
    if python is None or target.dimensions:
        raise Untranslatable(node, f"instanceof {target}")
    name = node.child_by_field_name("name")
    subject = value.argument
    if name is not None:
        subject = f"({scope.declare(scope.text(name), target)} := {value.argument})"
        subject = subject[1:-1]
    return Value(f"isinstance({subject}, {python})", type=BOOLEAN)


_PYTHON_TYPES = {
    "String": "str",
    "Integer": "int",
    "Long": "int",
    "Double": "float",
    "Float": "float",
    "Boolean": "bool",
    "Number": "(int, float)",
    "List": "list",
    "Map": "dict",
}


def _literal(text: str, java_type: JavaType) -> Callable[[Node, Scope], Value]:
    return lambda node, scope: Value(text, type=java_type)


_BY_TYPE: dict[str, Callable[[Node, Scope], Value]] = {
    "array_access": access,
    "array_creation_expression": array_creation,
    "array_initializer": initializer,
    "assignment_expression": assignment_value,
    "binary_expression": binary,
    "binary_integer_literal": integer,
    "cast_expression": _cast,
    "character_literal": character,
    "class_literal": _class_literal,
    "decimal_floating_point_literal": floating,
    "decimal_integer_literal": integer,
    "false": _literal("False", BOOLEAN),
    "field_access": _field,
    "hex_floating_point_literal": floating,
    "hex_integer_literal": integer,
    "identifier": _identifier,
    "instanceof_expression": _instanceof,
    "lambda_expression": lambda_expression,
    "method_invocation": invocation,
    "method_reference": method_reference,
    "null_literal": _literal("None", NULL),
    "object_creation_expression": creation,
    "octal_integer_literal": integer,
    "parenthesized_expression": _parenthesized,
    "string_literal": string,
    "switch_expression": switch_value,
    "ternary_expression": _ternary,
    "this": _this,
    "true": _literal("True", BOOLEAN),
    "unary_expression": unary,
    "update_expression": update_value,
}
