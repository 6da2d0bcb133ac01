"""Arguments of a Java call, as javac sees them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import jpype
import numpy as np

from .jpype_private import converts
from .names import short_name
from .rules import (
    PRIMITIVES,
    Context,
    JavaType,
    boxed,
    component,
    is_assignable,
    is_subtype,
    unboxed,
)

Converter = Callable[[Any], Any]


class Expression:
    """An argument, as far as the choice of an overload depends on it.

    Equal ones are the same object, which makes them good keys of a cache; unless `lasting` is
    False, which means that they depend on the very value.
    """

    lasting = True
    natural: JavaType | None = None  # its type where none is asked for, as in `var x = ...`

    def __str__(self) -> str:
        return "null" if self.natural is None else short_name(self.natural)

    def fits(self, target: JavaType, context: Context) -> bool:
        """Whether a parameter of the type takes it."""
        raise NotImplementedError

    def prefers(self, target: JavaType, other: JavaType) -> bool:
        """Whether it is read as the first of two types that have nothing to do with each other."""
        return False

    def holds(self, arguments: Sequence[JavaType]) -> bool:
        """Whether it can be filled with what these type arguments say."""
        return True

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        """What makes a Java value of exactly this type, which must be one that it fits.

        JPype takes an exact value for no other parameter, so its own choice among overloads
        has nothing left to choose.

        Args:
            target: type of the parameter.
            arguments: of a generic type: `Integer, Double` for `Map<Integer, Double>`.
        """
        raise NotImplementedError


class Typed(Expression):
    """A Java value."""

    def __init__(self, java_type: JavaType) -> None:
        self.natural = java_type

    def fits(self, target: JavaType, context: Context) -> bool:
        """By JLS 5.3, for the type it has."""
        return is_assignable(self.natural, target, context)

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        """The value, cast; boxed or unboxed first where the cast would not do it."""
        if target is self.natural and component(target) is None:
            return _itself  # an array is cast even so: that copies a slice, JPype passes it whole
        if target in PRIMITIVES and self.natural not in PRIMITIVES:
            return then(unboxed(self.natural) or _itself, target)
        if self.natural in PRIMITIVES and target not in PRIMITIVES:
            return then(cast_to(boxed(self.natural)), target)
        return cast_to(target)


class Null(Expression):
    """`None`."""

    def fits(self, target: JavaType, context: Context) -> bool:
        """Every type but the primitive ones has null."""
        return target not in PRIMITIVES

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        """A null of that type."""
        return cast_to(target)


class Literal(Expression):
    """A number, truth value or text.

    Args:
        readings: Java types. The first is what javac makes of the literal as it is written, the
            others what a suffix or a cast makes of it, which Python has no way to write.
    """

    def __init__(self, *readings: JavaType) -> None:
        self._readings = readings
        self.natural = readings[0]

    def fits(self, target: JavaType, context: Context) -> bool:
        """As javac has it; in the end also as one of the other readings, boxed or not."""
        return is_assignable(self.natural, target, context) or (
            context is Context.LITERAL and self._rank(target) < len(self._readings)
        )

    def prefers(self, target: JavaType, other: JavaType) -> bool:
        """An earlier reading before a later one, a number before its box."""
        places = [(self._rank(t), t not in PRIMITIVES) for t in (target, other)]
        return places[0] < places[1]

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        """A number is read, boxed if it must be, then cast."""
        if target in PRIMITIVES:
            return target  # type: ignore[no-any-return]
        read_as = next(r for r in self._readings if is_assignable(r, target, Context.LOOSE))
        if read_as in PRIMITIVES:
            return then(read_as, boxed(read_as), target)
        return then(jpype.JString, target)

    def _rank(self, target: JavaType) -> int:
        read_as = target if target in PRIMITIVES else unboxed(target) or target
        return self._readings.index(read_as) if read_as in self._readings else len(self._readings)


class Unreadable(Expression):
    """A number that no Java type holds."""

    def __str__(self) -> str:
        return "number beyond long"

    def fits(self, target: JavaType, context: Context) -> bool:
        """Nothing does."""
        return False


class NumpyArray(Typed):
    """An ndarray, as a Java array with as many axes.

    Args:
        java_type: of the elements.
        dtype: that Java type in numpy.
        ndim: number of axes.
    """

    def __init__(self, java_type: JavaType, dtype: str, ndim: int) -> None:
        super().__init__(java_type[(slice(None),) * ndim])
        self._dtype = dtype

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        """Java's copy of the values."""
        return then(self._array, target)

    def _array(self, values: Any) -> Any:
        return jpype.JArray.of(np.ascontiguousarray(values, dtype=self._dtype))


class Converted(Typed):
    """A Python object that a Java class is registered for.

    Args:
        java_type: that class.
        convert: makes one from the Python object.
        otherwise: what the object is for parameters that do not take that class.
    """

    def __init__(
        self, java_type: JavaType, convert: Converter, otherwise: Expression | None
    ) -> None:
        super().__init__(java_type)
        self._convert = convert
        self._otherwise = otherwise

    def fits(self, target: JavaType, context: Context) -> bool:
        """The registered class; in the end also what it is otherwise."""
        return super().fits(target, context) or (
            context is Context.LITERAL
            and self._otherwise is not None
            and self._otherwise.fits(target, context)
        )

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        """The registered conversion, where its class fits."""
        if self._otherwise is None or is_subtype(self.natural, target):
            return then(self._convert, target)
        return self._otherwise.converter(target, arguments)


class Foreign(Expression):
    """Any other object: JPype knows what it can be, by its very value."""

    lasting = False

    def __init__(self, value: Any) -> None:
        self._value = value

    def __str__(self) -> str:
        return type(self._value).__name__

    def fits(self, target: JavaType, context: Context) -> bool:
        """What JPype says."""
        return converts(target, self._value)

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        """What JPype makes."""
        return cast_to(target)


def cast_to(java_type: JavaType) -> Converter:
    """`(T) value`, which JPype writes `T @ value`."""
    return partial(operator.matmul, java_type)


def then(convert: Converter, *casts: JavaType) -> Converter:
    """A conversion and casts after it."""

    def converted(value: Any) -> Any:
        value = convert(value)
        for java_type in casts:
            value = java_type @ value
        return value

    return converted


def _itself(value: Any) -> Any:
    return value
