"""javac's choice among the overloads of a name, by the Java Language Specification 15.12.2.

A Java type is the class JPype has for it: `jpype.JInt`, `jpype.JInt[:]`, `java.lang.String`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property
from typing import Any, Protocol

import jpype
from jpype import JBoolean, JByte, JChar, JDouble, JFloat, JInt, JLong, JShort

from .generics import arguments_of, bounds_hold, erasure, is_contained, is_taken

JavaType = Any

# JLS 4.10.1, read upwards: a double may hold what a float holds, and so on.
_DIRECT_SUPERTYPE: dict[JavaType, JavaType] = {
    JByte: JShort,
    JShort: JInt,
    JChar: JInt,
    JInt: JLong,
    JLong: JFloat,
    JFloat: JDouble,
}
# JLS 5.1.7
_BOXES: dict[JavaType, str] = {
    JBoolean: "java.lang.Boolean",
    JByte: "java.lang.Byte",
    JShort: "java.lang.Short",
    JChar: "java.lang.Character",
    JInt: "java.lang.Integer",
    JLong: "java.lang.Long",
    JFloat: "java.lang.Float",
    JDouble: "java.lang.Double",
}
PRIMITIVES = frozenset(_BOXES)


class Context(IntEnum):
    """How far an argument may be bent to fit a parameter; each also allows what the last did."""

    STRICT = 1  # JLS 5.3: subtyping, widening of numbers
    LOOSE = 2  # JLS 5.3: also boxing, unboxing
    LITERAL = 3  # not Java: a Python literal also as the 5L, 5f, (short) 5 or long[] it may mean


class Expression(Protocol):
    """An argument as javac sees it: not its value, but what it can be assigned to."""

    natural: JavaType | None

    def fits(self, target: JavaType, context: Context) -> bool:
        """Whether a parameter of the type takes it."""

    def prefers(self, target: JavaType, other: JavaType) -> bool:
        """Whether it is read as the first of two types that have nothing to do with each other."""

    def holds(self, arguments: Sequence[JavaType]) -> bool:
        """Whether it can be filled with what these type arguments say."""


@dataclass(frozen=True, eq=False)
class Overload:
    """One method or constructor.

    Attributes:
        member: the `java.lang.reflect.Method` or `Constructor`.
        parameters: types, with all generics erased.
    """

    member: Any
    parameters: tuple[JavaType, ...]
    is_varargs: bool = False
    is_static: bool = False
    is_constructor: bool = False

    def formals(self, count: int, *, spread: bool) -> tuple[JavaType, ...] | None:
        """One parameter type for each of `count` arguments, None if that many are not taken.

        Args:
            count: number of arguments.
            spread: `T...` stands for any number of `T` (True) or for one `T[]` (False).
        """
        if not spread:
            return self.parameters if count == len(self.parameters) else None
        if not self.is_varargs or count < len(self.parameters) - 1:
            return None
        *head, tail = self.parameters
        return (*head, *[component(tail)] * (count - len(head)))

    @cached_property
    def is_generic(self) -> bool:
        """Whether it has type variables of its own."""
        return len(self.member.getTypeParameters()) > 0

    @cached_property
    def generics(self) -> tuple[Any, ...]:
        """Types of the parameters, as `java.lang.reflect` has them with their arguments."""
        found = tuple(self.member.getGenericParameterTypes())
        # Java leaves out those that the compiler has added.
        complete = len(found) == len(self.parameters)
        return found if complete else tuple(self.member.getParameterTypes())

    @cached_property
    def parameterized(self) -> dict[int, Any]:
        """Those with type arguments, by index; a raw class's members have none (JLS 4.8)."""
        of_class = self.member.getDeclaringClass().getTypeParameters()
        is_raw = not self.is_static and len(of_class) > 0
        return {} if is_raw else {i: t for i, t in enumerate(self.generics) if arguments_of(t)}

    def type_arguments(self, index: int) -> tuple[JavaType, ...]:
        """`Integer, Double` for a parameter `Map<Integer, Double>`, nothing for a plain class."""
        if index >= len(self.parameters):
            return ()
        return tuple(jpype.JClass(erasure(t)) for t in arguments_of(self.generics[index]))


@dataclass(frozen=True)
class Choice:
    """The overloads none of the others beats: one, or several when the call is ambiguous."""

    overloads: tuple[Overload, ...]
    spread: bool
    context: Context


# JLS 15.12.2.2 to 15.12.2.4; a later phase is tried only if nothing is applicable in the earlier.
JAVA_PHASES = ((Context.STRICT, False), (Context.LOOSE, False), (Context.LOOSE, True))
PHASES = (*JAVA_PHASES, (Context.LITERAL, False), (Context.LITERAL, True))


def resolve(
    overloads: Sequence[Overload],
    arguments: Sequence[Expression],
    phases: Sequence[tuple[Context, bool]] = PHASES,
) -> Choice | None:
    """The overload that javac calls, None if none is applicable."""
    for context, spread in phases:
        applicable = [o for o in overloads if _is_applicable(o, arguments, context, spread)]
        if context is Context.LITERAL and len(applicable) > 1:
            applicable = [o for o in applicable if _holds(o, arguments)] or applicable
        if applicable:
            best = _maximally_specific(applicable, arguments, context, spread)
            return Choice(tuple(best), spread, context)
    return None


def _is_applicable(
    overload: Overload, arguments: Sequence[Expression], context: Context, spread: bool
) -> bool:
    formals = overload.formals(len(arguments), spread=spread)
    return (
        formals is not None
        and all(a.fits(formal, context) for a, formal in zip(arguments, formals, strict=True))
        and _generics_hold(overload, arguments)
    )


def _generics_hold(overload: Overload, arguments: Sequence[Expression]) -> bool:
    """Whether the arguments are also of the type arguments that the parameters have."""
    if not overload.parameterized and not overload.is_generic:
        return True
    naturals = [boxed(a.natural) if a.natural in PRIMITIVES else a.natural for a in arguments]
    types = [natural and natural.class_ for natural in naturals]
    given = ((java, overload.parameterized.get(i)) for i, java in enumerate(types))
    return all(
        java is None or wanted is None or is_taken(java, wanted) for java, wanted in given
    ) and bounds_hold(overload.member, types)


def _holds(overload: Overload, arguments: Sequence[Expression]) -> bool:
    return all(a.holds(overload.type_arguments(i)) for i, a in enumerate(arguments))


def _maximally_specific(
    applicable: Sequence[Overload], arguments: Sequence[Expression], context: Context, spread: bool
) -> list[Overload]:
    """JLS 15.12.2.5: those for which no other is strictly more specific."""

    def beats(one: Overload, other: Overload) -> bool:
        return _is_more_specific(one, other, arguments, context, spread)

    return [
        one
        for one in applicable
        if not any(beats(other, one) and not beats(one, other) for other in applicable)
    ]


def _is_more_specific(
    one: Overload,
    other: Overload,
    arguments: Sequence[Expression],
    context: Context,
    spread: bool,
) -> bool:
    count = len(arguments)
    if spread:
        # One more than the arguments when a `T...` got none of them: f(int...) beats f(Object...).
        count = max(count, len(one.parameters), len(other.parameters))
    pairs = zip(
        one.formals(count, spread=spread) or (),
        other.formals(count, spread=spread) or (),
        strict=True,
    )
    return all(
        (is_subtype(s, t) and _is_generic_subtype(one, other, i))
        or (
            context is Context.LITERAL
            and not is_subtype(t, s)
            and i < len(arguments)
            and arguments[i].prefers(s, t)
        )
        for i, (s, t) in enumerate(pairs)
    )


def _is_generic_subtype(one: Overload, other: Overload, index: int) -> bool:
    """Whether type arguments leave the first's parameter a subtype; `T...` has none."""
    wanted = other.parameterized.get(index)
    if wanted is None or index >= len(one.parameters):
        return True
    return is_contained(one.parameterized.get(index, one.parameters[index].class_), wanted)


def is_subtype(s: JavaType, t: JavaType) -> bool:
    """JLS 4.10; every type is a subtype of itself."""
    if s is t:
        return True
    if s in PRIMITIVES:
        wider = _DIRECT_SUPERTYPE.get(s)
        return wider is not None and is_subtype(wider, t)
    return t not in PRIMITIVES and issubclass(s, t)


def is_assignable(s: JavaType, t: JavaType, context: Context) -> bool:
    """JLS 5.3: whether a value of type `s` may be given for a parameter of type `t`."""
    if is_subtype(s, t):
        return True
    if context is Context.STRICT:
        return False
    if s in PRIMITIVES:
        return t not in PRIMITIVES and is_subtype(boxed(s), t)
    return t in PRIMITIVES and (inside := unboxed(s)) is not None and is_subtype(inside, t)


@cache
def boxed(primitive: JavaType) -> JavaType:
    """`java.lang.Integer` for `int`, and so on."""
    return jpype.JClass(_BOXES[primitive])


@cache
def unboxed(java_type: JavaType) -> JavaType | None:
    """`int` for `java.lang.Integer`, and so on; None for a class that boxes nothing."""
    return next((p for p in _BOXES if boxed(p) is java_type), None)


@cache
def component(java_type: JavaType) -> JavaType | None:
    """`int` for `int[]`; None for what is not an array."""
    inside = java_type.class_.getComponentType()
    return None if inside is None else jpype.JClass(inside)
