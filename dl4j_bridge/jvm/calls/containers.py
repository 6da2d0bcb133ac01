"""Python lists, as arrays or lists of Java, with dicts as maps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import jpype
from jpype import JDouble, JInt, JLong

from .expressions import Converter, Expression, Literal, then
from .rules import PRIMITIVES, Context, JavaType, component, is_subtype

# Makes a Java value of exactly the type from any Python value, or raises a TypeError.
Convert = Callable[[Any, JavaType], Any]


class ArrayLiteral(Expression):
    """A list: the `{a, b}` behind a Java array, or a `java.util.List`.

    Args:
        elements: the different ones there are.
        convert: makes the elements.
    """

    def __init__(self, elements: frozenset[Expression], convert: Convert) -> None:
        self._elements = elements or frozenset({_ANY})
        self._convert = convert
        self.lasting = all(element.lasting for element in elements)
        self.natural = _common(elements)[:]

    def fits(self, target: JavaType, context: Context) -> bool:
        """An array of the type it has or of one that fits each element; in the end also a list."""
        if is_subtype(self.natural, target):
            return True
        inside = component(target)
        if inside is not None:
            return all(_is_element(element, inside, context) for element in self._elements)
        return context is Context.LITERAL and is_subtype(_java("java.util.ArrayList"), target)

    def prefers(self, target: JavaType, other: JavaType) -> bool:
        """Arrays before lists; among arrays as the elements have it."""
        inside, other_inside = component(target), component(other)
        if inside is None or other_inside is None:
            return inside is not None  # arrays before lists
        return any(element.prefers(inside, other_inside) for element in self._elements)

    def holds(self, arguments: Sequence[JavaType]) -> bool:
        """A list of what its elements fit."""
        return all(e.fits(t, Context.LITERAL) for e in self._elements for t in arguments)

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        """An array or an `ArrayList`."""
        inside = component(target)
        if inside in PRIMITIVES and all(isinstance(e, Literal) for e in self._elements):
            return target  # type: ignore[no-any-return]
        if inside is not None:
            return lambda values: target([self._convert(value, inside) for value in values])
        if is_subtype(self.natural, target):
            return then(self.converter(self.natural), target)
        (element_type,) = arguments or (_java("java.lang.Object"),)
        return then(partial(self._array_list, element_type), target)

    def _array_list(self, element_type: JavaType, values: Iterable[Any]) -> Any:
        result = _java("java.util.ArrayList")()
        for value in values:
            result.add(self._convert(value, element_type))
        return result


class MapLiteral(Expression):
    """A dict.

    Args:
        convert: makes its keys and values.
    """

    def __init__(self, convert: Convert) -> None:
        self._convert = convert
        self.natural = _java("java.util.LinkedHashMap")

    def fits(self, target: JavaType, context: Context) -> bool:
        """What a `LinkedHashMap` fits."""
        return is_subtype(self.natural, target)

    def converter(self, target: JavaType, arguments: Sequence[JavaType] = ()) -> Converter:
        """A `LinkedHashMap`, which keeps the order."""
        types = arguments or (_java("java.lang.Object"),) * 2
        return then(partial(self._linked_hash_map, *types), target)

    def _linked_hash_map(
        self, key_type: JavaType, value_type: JavaType, entries: Mapping[Any, Any]
    ) -> Any:
        result = _java("java.util.LinkedHashMap")()
        for key, value in entries.items():
            result.put(self._convert(key, key_type), self._convert(value, value_type))
        return result


class _Any(Literal):
    """The element that an empty list does not have."""

    def fits(self, target: JavaType, context: Context) -> bool:
        """Always: nothing is in the way."""
        return True


_ANY = _Any(JInt, JLong, JDouble)


def _is_element(element: Expression, inside: JavaType, context: Context) -> bool:
    if context is not Context.LITERAL and (inside in PRIMITIVES or element.natural in PRIMITIVES):
        return element.natural is inside  # an int fits long and Object, an int[] no array of those
    return element.fits(inside, context)


def _common(elements: frozenset[Expression]) -> JavaType:
    """The type of the elements, if they have one in common; numbers are promoted."""
    naturals = {element.natural for element in elements}
    promoted = (JDouble, JLong, JInt)
    if len(naturals) > 1 and naturals <= set(promoted):
        return next(java_type for java_type in promoted if java_type in naturals)
    only = naturals.pop() if len(naturals) == 1 else None
    return only or _java("java.lang.Object")


@cache
def _java(class_name: str) -> JavaType:
    return jpype.JClass(class_name)
