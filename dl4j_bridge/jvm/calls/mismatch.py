"""The TypeErrors of a call that fits no overload, or more than one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jpype
import numpy as np
from jpype import JByte, JInt, JLong, JShort

from .expressions import Expression
from .names import short_name, suggest
from .rules import Context, JavaType, Overload, component

_SHOWN = 12


def no_overload(
    name: str,
    overloads: Sequence[Overload],
    arguments: Sequence[Any],
    expressions: Sequence[Expression],
) -> TypeError:
    """Says what Java would have taken, nearest first, with a hint where the slip is plain.

    Args:
        name: as in `DenseLayer.Builder.activation`.
        overloads: all of that name.
        arguments: of the call.
        expressions: what the arguments are for javac.
    """
    misfits = {overload: _misfits(overload, arguments, expressions) for overload in overloads}

    def distance(overload: Overload) -> tuple[bool, int, str]:
        found = misfits[overload]
        return found is None, len(found or ()), signature(name, overload)

    nearest = sorted(overloads, key=distance)
    slips = (found[0] for o in nearest if (found := misfits[o]) and len(found) == 1)
    hint = next((f"\n{hint}" for slip in slips if (hint := _hint(*slip))), "")
    return TypeError(
        f"{_call(name, expressions)} fits no overload:\n{_listing(name, nearest)}{hint}"
    )


def ambiguous(
    name: str, overloads: Sequence[Overload], expressions: Sequence[Expression]
) -> TypeError:
    """Says between which overloads javac cannot decide."""
    return TypeError(
        f"{_call(name, expressions)} is ambiguous, in Java too, between\n"
        f"{_listing(name, overloads)}\nSay which type is meant: jpype.JObject(value, Type)."
    )


def signature(name: str, overload: Overload) -> str:
    """`reshape(char, long...)`."""
    types = [short_name(java_type) for java_type in overload.parameters]
    if overload.is_varargs:
        types[-1] = f"{short_name(component(overload.parameters[-1]))}..."
    return f"{name}({', '.join(types)})"


def _call(name: str, expressions: Sequence[Expression]) -> str:
    return f"{name}({', '.join(map(str, expressions))})"


def _listing(name: str, overloads: Sequence[Overload]) -> str:
    lines = [f"    {signature(name.rpartition('.')[2], o)}" for o in overloads[:_SHOWN]]
    more = len(overloads) - len(lines)
    return "\n".join([*lines, f"    ... and {more} more"] if more else lines)


def _misfits(
    overload: Overload, arguments: Sequence[Any], expressions: Sequence[Expression]
) -> list[tuple[Any, Expression, JavaType]] | None:
    """Arguments that are not of the type wanted there; None if not even the number is right."""
    count = len(arguments)
    formals = overload.formals(count, spread=False) or overload.formals(count, spread=True)
    if formals is None:
        return None
    triples = zip(arguments, expressions, formals, strict=True)
    return [
        (argument, expression, wanted)
        for argument, expression, wanted in triples
        if not expression.fits(wanted, Context.LITERAL)
    ]


def _hint(argument: Any, expression: Expression, wanted: JavaType) -> str:
    type_name = short_name(wanted)
    if argument is None:
        return f"None is Java's null, which {type_name} cannot be."
    if isinstance(argument, str) and issubclass(wanted, jpype.JClass("java.lang.Enum")):
        return _enum_hint(argument, wanted)
    if isinstance(argument, float) and wanted in {JByte, JShort, JInt, JLong}:
        return f"{argument!r} is a {expression}, but {type_name} is wanted: int({argument!r})."
    if isinstance(argument, np.ndarray) and component(wanted) is not None:
        return f"An ndarray of {argument.dtype} is {expression} in Java; convert it with .astype()."
    return ""


def _enum_hint(text: str, enum: JavaType) -> str:
    constants = [str(constant.name()) for constant in enum.class_.getEnumConstants()]
    meant = next((name for name in constants if name.lower() == text.lower()), None)
    if meant:
        return f"Use {short_name(enum)}.{meant} instead of {text!r}."
    return f"{short_name(enum)} is an enum: {', '.join(constants)}.{suggest(text, constants)}"
