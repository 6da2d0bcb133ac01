"""Java's silent conversions: of a value to the type of where it goes, and to text."""

from __future__ import annotations

import re

from .scope import Scope
from .types import BOOLEAN, CHAR, DOUBLE, FLOAT, INT, STRING, UNKNOWN, JavaType
from .values import Level, Value

_WHOLE = re.compile(r"-?[0-9][0-9_]*")


def assigned(value: Value, target: JavaType, scope: Scope) -> Value:
    """A value where a variable, parameter or result of a type is wanted (JLS 5.2)."""
    wanted = target.unboxed
    source = value.type.unboxed
    if wanted.name in {"double", "float"} and source.is_integral:
        if source == CHAR:
            return Value(f"float(ord({value.argument}))", type=wanted)
        if _WHOLE.fullmatch(value.text):
            return Value(f"{value.text}.0", value.level, wanted)
        return Value(f"float({value.argument})", type=wanted)
    if wanted == CHAR and source.name in {"int", "short", "byte"}:
        return Value(f"chr({value.argument})", type=CHAR)
    if wanted.name in {"int", "long"} and source == CHAR:
        return Value(f"ord({value.argument})", type=wanted)
    if wanted == STRING:
        unknown = value.foreign and value.type == UNKNOWN
        return text_from_java(value.typed(STRING) if unknown else value, scope)
    return value


def text_from_java(value: Value, scope: Scope) -> Value:
    """A `java.lang.String` as a Python one."""
    if not value.foreign or value.type != STRING:
        return value
    if value.text.endswith((".readLine()", ".getProperty()", ".getenv()")):
        scope.unit.use("optional_text")
        return Value(f"optional_text({value.text})", type=STRING)
    return Value(f"str({value.argument})", type=STRING)


def shown(value: Value, scope: Scope) -> Value:
    """A value as the text that Java makes of it, as far as Python's `str` would differ."""
    java_type = value.type.unboxed
    if value.nullable:
        scope.unit.use("text")
        return Value(f"text({value.argument})", type=STRING)
    if java_type in {STRING, CHAR} and not value.foreign:
        return value.typed(STRING)
    if java_type.name in {"int", "long", "short", "byte", "String"} and not value.foreign:
        return Value(f"str({value.argument})", type=STRING)
    if java_type.name in {"int", "long", "short", "byte", "String"}:
        return Value(f"str({value.argument})", type=STRING)
    function = "float_text" if java_type.name == "float" or _of_floats(java_type) else "text"
    scope.unit.use(function)
    return Value(f"{function}({value.argument})", type=STRING)


def plain(value: Value) -> bool:
    """Whether Python's `print` and f-strings show it as Java does."""
    names = {"int", "long", "short", "byte", "String", "char"}
    return not value.nullable and value.type.unboxed.name in names


def condition(value: Value) -> str:
    """A truth value where a statement asks for one."""
    return value.text


def to_java(value: Value, scope: Scope) -> str:
    """An argument of a Java call, with the type that javac would see."""
    java_type = value.type
    if java_type == FLOAT:
        scope.unit.from_modules.add(("jpype", "JFloat"))
        return f"JFloat({value.argument})"
    if java_type.name in {"float", "long", "short", "byte", "char"} and java_type.dimensions:
        if value.foreign:
            return value.argument
        name = f"J{java_type.name.capitalize()}"
        scope.unit.from_modules.add(("jpype", name))
        axes = ", ".join(":" * java_type.dimensions)
        return f"{name}[{axes}]({value.argument})"
    return value.argument


def _of_floats(java_type: JavaType) -> bool:
    return bool(java_type.arguments) and java_type.arguments[0].name == "Float"


def widened(value: Value) -> str:
    """A char as its number, where arithmetic is done; all else as it is."""
    if value.type.unboxed == CHAR:
        return f"ord({value.argument})"
    return value.at(Level.UNARY)


__all__ = [
    "BOOLEAN",
    "DOUBLE",
    "INT",
    "assigned",
    "condition",
    "plain",
    "shown",
    "text_from_java",
    "to_java",
    "widened",
]
