"""What a Python value stands for in a Java call.

| Python                       | Java                                                              |
|------------------------------|-------------------------------------------------------------------|
| `5`, `2**40`, `0.5`, `True`  | `int`, `long`, `double`, `boolean`                                |
| `"text"`, `"c"`, `None`      | `String`; also `char` if nothing takes a `String`; `null`         |
| `numpy.int64(5)`, ...        | by dtype: `long`, ...                                             |
| `[1, 2]`, `[.5]`, `["a"]`    | `int[]`, `double[]`, `String[]`; else `long[]`, `float[]`, `List` |
| `[a, b]` of Java objects     | an array of any type that fits both; else a `List`                |
| `{0: .5}`                    | `Map`, its numbers boxed as Java does                             |
| `numpy.ndarray`              | what is registered for it; else a Java array of its dtype         |
| a Java value                 | exactly its own type                                              |
| anything else                | what JPype converts it to: functions, proxies, paths, ...         |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import jpype
import numpy as np
from jpype import JBoolean, JByte, JChar, JDouble, JFloat, JInt, JLong, JShort

from .containers import ArrayLiteral, MapLiteral
from .expressions import (
    Converted,
    Converter,
    Expression,
    Foreign,
    Literal,
    Null,
    NumpyArray,
    Typed,
    Unreadable,
)
from .jpype_private import JClass
from .names import short_name
from .rules import Context, JavaType

Reader = Callable[[Any], Expression]

# Java has no unsigned numbers and no half: the next larger type holds their values.
_BY_DTYPE: dict[str, tuple[JavaType, str]] = {
    "bool": (JBoolean, "?"),
    "int8": (JByte, "i1"),
    "int16": (JShort, "i2"),
    "uint8": (JInt, "i4"),
    "uint16": (JInt, "i4"),
    "int32": (JInt, "i4"),
    "uint32": (JLong, "i8"),
    "int64": (JLong, "i8"),
    "float16": (JFloat, "f4"),
    "float32": (JFloat, "f4"),
    "float64": (JDouble, "f8"),
}


def expression_of(value: Any) -> Expression:
    """What a Python value is for javac."""
    return _READERS[type(value)](value)


def expressions_of(values: Iterable[Any]) -> tuple[Expression, ...]:
    """The same for all arguments of a call."""
    return tuple([_READERS[type(value)](value) for value in values])


def convert(value: Any, target: JavaType) -> Any:
    """A Java value of exactly this type.

    Raises:
        TypeError: the Python value cannot be one.
    """
    expression = expression_of(value)
    if not expression.fits(target, Context.LITERAL):
        raise TypeError(f"{value!r} is a Java {expression}, but {short_name(target)} is wanted.")
    return expression.converter(target)(value)


def register_conversion(python_type: type, java_class: str, convert: Converter) -> None:
    """Let Java calls take a Python type where they want a Java class.

    Args:
        python_type: its subclasses are taken too.
        java_class: full name, for example `org.nd4j.linalg.api.ndarray.INDArray`.
        convert: makes an object of that class from one of the Python type.
    """
    read_before = _READERS[python_type]

    def of_registered(value: Any) -> Expression:
        otherwise = read_before(value)
        return _converted(java_class, convert, otherwise if otherwise.lasting else None)

    _KNOWN[python_type] = of_registered
    _READERS.clear()
    jpype.JConversion(java_class, instanceof=python_type)(lambda _, value: convert(value))


def _of_int(value: int) -> Expression:
    bits = (value if value >= 0 else ~value).bit_length()
    return _INTS[bits] if bits < 64 else _UNREADABLE


def _of_text(value: str) -> Expression:
    return _text(len(value) == 1)


def _of_list(values: Sequence[Any]) -> Expression:
    types = set(map(type, values))
    # Long lists of plain numbers are common; their extremes say all there is to know.
    if types == {int}:
        values = (min(values), max(values))
    elif types == {float}:
        values = values[:1]
    elements = frozenset(map(expression_of, values))
    lasting = all(element.lasting for element in elements)
    return _array(elements, convert) if lasting else ArrayLiteral(elements, convert)


def _of_numpy_array(value: np.ndarray[Any, Any]) -> Expression:
    known = _BY_DTYPE.get(value.dtype.name)
    return _numpy_array(*known, value.ndim) if known and value.ndim else Foreign(value)


def _of_numpy_scalar(value: np.generic) -> Expression:
    if not isinstance(value, np.integer):
        return _NUMPY_SCALARS.get(value.dtype.name) or Foreign(value)
    bits = (int(value) if value >= 0 else ~int(value)).bit_length()
    java_type, _ = _BY_DTYPE.get(value.dtype.name, (JLong, ""))
    return _integer(java_type, bits) if bits < 64 else _UNREADABLE


@cache
def _integer(natural: JavaType, bits: int) -> Expression:
    """A whole number of so many bits, that javac takes for `natural`."""
    sizes = {JByte: 7, JShort: 15, JInt: 31, JLong: 63}
    rereadings = (JInt, JLong, JDouble, JFloat, JShort, JByte)
    others = (t for t in rereadings if t is not natural and bits <= sizes.get(t, 63))
    return Literal(natural, *others)


@cache
def _text(is_character: bool) -> Expression:
    string = jpype.JClass("java.lang.String")
    return Literal(string, JChar) if is_character else Literal(string)


@cache
def _bytes() -> Expression:
    return Converted(JByte[:], JByte[:], None)


@cache
def _converted(java_class: str, convert: Converter, otherwise: Expression | None) -> Expression:
    return Converted(jpype.JClass(java_class), convert, otherwise)


def _of_java_value(java_type: JavaType) -> Reader:
    typed = _typed(java_type)
    return lambda _: typed


class _Readers(dict[type, Reader]):
    """How the values of a type are read, found out once for each type."""

    def __missing__(self, python_type: type) -> Reader:
        known = (_KNOWN[base] for base in python_type.__mro__ if base in _KNOWN)
        is_java = isinstance(python_type, jpype.JClass)
        self[python_type] = _of_java_value(python_type) if is_java else next(known, Foreign)
        return self[python_type]


_typed = cache(Typed)
_array = cache(ArrayLiteral)
_map = cache(MapLiteral)
_numpy_array = cache(NumpyArray)
_NULL = Null()
_UNREADABLE = Unreadable()
_INTS = [_integer(JInt if bits < 32 else JLong, bits) for bits in range(64)]
_BOOLEAN = Literal(JBoolean)
_DOUBLE = Literal(JDouble, JFloat)
_FLOAT = Literal(JFloat, JDouble)
_NUMPY_SCALARS = {"bool": _BOOLEAN, "float16": _FLOAT, "float32": _FLOAT, "float64": _DOUBLE}
_KNOWN: dict[type, Reader] = {
    type(None): lambda _: _NULL,
    bool: lambda _: _BOOLEAN,
    int: _of_int,
    float: lambda _: _DOUBLE,
    str: _of_text,
    bytes: lambda _: _bytes(),
    list: _of_list,
    tuple: _of_list,
    range: _of_list,
    dict: lambda _: _map(convert),
    np.ndarray: _of_numpy_array,
    np.generic: _of_numpy_scalar,
    JClass: lambda _: _typed(jpype.JClass("java.lang.Class")),
}
_READERS = _Readers()
