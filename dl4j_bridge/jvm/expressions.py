"""What a Python value stands for in Java, and how it is turned into it.

| Python                       | Java                                                              |
|------------------------------|-------------------------------------------------------------------|
| `5`, `2**40`, `0.5`, `True`  | `int`, `long`, `double`, `boolean`                                |
| `"text"`, `"c"`, `None`      | `String`; also `char` if nothing takes a `String`; `null`         |
| `numpy.int64(5)`, ...        | by dtype: `long`, ...                                             |
| `[1, 2]`, `[.5]`, `["a"]`    | `int[]`, `double[]`, `String[]`; else `long[]`, `float[]`, `List` |
| `[a, b]` of Java objects     | an array of any type that fits both, else a `List`                |
| `{0: .5}`                    | `Map`, numbers boxed as Java does                                 |
| `numpy.ndarray`              | what is registered for it, else a Java array of its dtype, ndim   |
| a Java value                 | exactly its own type                                              |
| anything else                | what JPype converts it to: functions, proxies, paths, ...         |
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any

import jpype
import numpy as np
from jpype import JBoolean, JByte, JChar, JDouble, JFloat, JInt, JLong, JShort

from .jpype_private import JClass, converts
from .overloads import (
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

    Equal ones are the same object, so that they can be the key of a cache.
    """

    text: str  # for messages
    natural: JavaType | None = None  # its type where Java asks for none, as in `var x = ...`

    def fits(self, target: JavaType, context: Context) -> bool:
        """Whether a parameter of the type takes it."""
        raise NotImplementedError

    def prefers(self, target: JavaType, other: JavaType) -> bool:  # noqa: ARG002
        """Whether it is read as the first of two types that have nothing to do with each other."""
        return False

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        """What makes a Java value of exactly the type, for a type that it fits.

        Args:
            target: type of the parameter.
            arguments: `Integer, Double` for a parameter `Map<Integer, Double>`.
        """
        raise NotImplementedError


class Typed(Expression):
    """A Java value."""

    def __init__(self, java_type: JavaType) -> None:
        self.natural = java_type
        self.text = short_name(java_type)

    def fits(self, target: JavaType, context: Context) -> bool:
        return is_assignable(self.natural, target, context)

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        if target is self.natural:
            return _unchanged
        if target in PRIMITIVES and self.natural not in PRIMITIVES:
            inside = unboxed(self.natural)
            return _then(inside, target)
        if self.natural in PRIMITIVES and target not in PRIMITIVES:
            return _then(_cast_to(boxed(self.natural)), target)
        return _cast_to(target)


class Null(Expression):
    """`None`."""

    text = "null"

    def fits(self, target: JavaType, context: Context) -> bool:
        return target not in PRIMITIVES

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        return _cast_to(target)


class Literal(Expression):
    """A number, truth value or text.

    Args:
        readings: Java types, the first the one javac gives to the literal as it is written; the
            others those it would have with a suffix or cast that Python has no way to write.
    """

    def __init__(self, *readings: JavaType) -> None:
        self._readings = readings
        self.natural = readings[0] if readings else None
        self.text = short_name(readings[0]) if readings else "a number beyond long"

    def fits(self, target: JavaType, context: Context) -> bool:
        if self.natural is None:
            return False
        return is_assignable(self.natural, target, context) or (
            context is Context.LITERAL and self._rank(target) < len(self._readings)
        )

    def prefers(self, target: JavaType, other: JavaType) -> bool:
        return self._rank(target) < self._rank(other)

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        if target in PRIMITIVES:
            return target  # type: ignore[no-any-return]
        first = next(r for r in self._readings if is_assignable(r, target, Context.LOOSE))
        if first in PRIMITIVES:
            return _then(lambda value: boxed(first) @ first(value), target)
        return _then(jpype.JString, target)

    def _rank(self, target: JavaType) -> int:
        read_as = target if target in PRIMITIVES else unboxed(target) or target
        return self._readings.index(read_as) if read_as in self._readings else len(self._readings)


class ArrayLiteral(Expression):
    """A list, as the `{a, b}` behind a Java array, or as a `List`.

    Args:
        elements: the different ones among its elements.
    """

    def __init__(self, elements: frozenset[Expression]) -> None:
        self._elements = elements or frozenset({_of_int(0)})
        self._is_empty = not elements
        naturals = {element.natural for element in self._elements}
        if not naturals <= {JInt, JLong, JDouble} or len(naturals) == 1:
            inside = naturals.pop() if len(naturals) == 1 else None
        else:
            inside = JDouble if JDouble in naturals else JLong
        self.natural = (inside or jpype.JObject)[:]
        self.text = short_name(self.natural)

    def fits(self, target: JavaType, context: Context) -> bool:
        inside = component(target)
        if inside is not None:
            return self._is_empty or all(self._holds(e, inside, context) for e in self._elements)
        if is_subtype(jpype.JObject[:], target):
            return True  # Object, Cloneable, Serializable: an array is one
        return context is Context.LITERAL and is_subtype(_java("java.util.ArrayList"), target)

    @staticmethod
    def _holds(element: Expression, inside: JavaType, context: Context) -> bool:
        if inside in PRIMITIVES and context is not Context.LITERAL:
            return element.natural is inside  # an int[] is no long[]
        return element.fits(inside, context)

    def prefers(self, target: JavaType, other: JavaType) -> bool:
        inside, other_inside = component(target), component(other)
        if inside is None or other_inside is None:
            return inside is not None  # arrays before lists
        return any(element.prefers(inside, other_inside) for element in self._elements)

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        inside = component(target)
        if inside in PRIMITIVES:
            return target  # type: ignore[no-any-return]
        if inside is not None:
            return lambda values: target([convert(value, inside) for value in values])
        if is_subtype(jpype.JObject[:], target):
            return _then(self.converter(self.natural), target)
        return _then(partial(_array_list, _only(arguments)), target)


class MapLiteral(Expression):
    """A dict."""

    text = "Map"

    def __init__(self) -> None:
        self.natural = _java("java.util.LinkedHashMap")

    def fits(self, target: JavaType, context: Context) -> bool:
        return is_subtype(self.natural, target)

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        keys, values = arguments if len(arguments) == 2 else (jpype.JObject, jpype.JObject)
        return _then(partial(_linked_hash_map, keys, values), target)


class Converted(Typed):
    """A Python object some Java class is registered for."""

    def __init__(self, java_class: str, convert: Converter, otherwise: Expression | None) -> None:
        super().__init__(_java(java_class))
        self._convert = convert
        self._otherwise = otherwise

    def fits(self, target: JavaType, context: Context) -> bool:
        return super().fits(target, context) or (
            context is Context.LITERAL
            and self._otherwise is not None
            and self._otherwise.fits(target, context)
        )

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        if is_subtype(self.natural, target) or self._otherwise is None:
            return _then(self._convert, target)
        return self._otherwise.converter(target, arguments)


class NumpyArray(Typed):
    """An ndarray, as a Java array of its dtype and number of axes."""

    def __init__(self, java_type: JavaType, ndim: int, dtype: np.dtype[Any]) -> None:
        super().__init__(java_type[(slice(None),) * ndim])
        self._dtype = dtype

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        def convert(array: Any) -> Any:
            return jpype.JArray.of(np.ascontiguousarray(array, dtype=self._dtype))

        return _then(convert, target)


class Foreign(Expression):
    """Any other object; JPype knows what it can be, by its value."""

    def __init__(self, value: Any) -> None:
        self._value = value
        self.text = type(value).__name__

    def fits(self, target: JavaType, context: Context) -> bool:
        return converts(target, self._value)

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        return _cast_to(target)
