"""Arguments of Java calls, each as javac is told of it beside what Python's value is to us."""

import random
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import jpype
import numpy as np
from jpype import JBoolean, JByte, JChar, JDouble, JFloat, JInt, JLong, JObject, JShort

from dl4j_bridge.dl4j import mirror
from dl4j_bridge.jvm.calls.expressions import Expression, Typed
from dl4j_bridge.jvm.calls.literals import expression_of
from dl4j_bridge.jvm.calls.names import full_name
from dl4j_bridge.jvm.calls.rules import Context, is_assignable


class Argument(NamedTuple):
    """One argument twice: in Java, and what we make of Python's.

    Attributes:
        java: its type, or the text of a `null` or a lambda, which have none of their own.
        expression: ours.
    """

    java: str
    expression: Expression

    @property
    def has_type(self) -> bool:
        return self.java != "null" and "->" not in self.java

    def fits(self, formal: Any) -> bool:
        natural = self.expression.natural
        if natural is None:
            return self.expression.fits(formal, Context.LOOSE)
        return is_assignable(natural, formal, Context.LOOSE)


class Arguments:
    """Arguments for parameters of any type: exact, near or wrong.

    Args:
        types: what parameters there are, and what else is to be passed.
        pick: random.
    """

    def __init__(self, types: Iterable[Any], pick: random.Random) -> None:
        relatives = {near for java_type in types for near in _relatives(java_type)}
        named = {full_name(t): t for t in relatives if is_visible(t)}
        self._typed = {t: Argument(name, Typed(t)) for name, t in sorted(named.items())}
        self._any = [*_of_python(), *self._typed.values()]
        self._pick = pick
        self._fitting = cache(self._all_fitting)
        self._near = cache(self._all_near)

    def of(self, formal: Any) -> Argument:
        """Mostly one that fits, in one of the ways there are; now and then any."""
        chance = self._pick.random()
        if chance < 0.07:
            return self._pick.choice(self._any)
        if chance < 0.2:
            return self._pick.choice(self._near(formal))
        if chance < 0.65:
            return self._pick.choice(self._fitting(formal))
        return self._typed.get(formal) or self._pick.choice(self._any)

    def _all_fitting(self, formal: Any) -> list[Argument]:
        found = [a for a in self._any if a.fits(formal)]
        # What a Python user writes weighs as much as all of Java's classes.
        python = [a for a in found if type(a.expression) is not Typed]
        return found + python * (len(found) // (len(python) or 1)) or self._any

    def _all_near(self, formal: Any) -> list[Argument]:
        near = [self._typed[t] for t in _relatives(formal) if t in self._typed]
        return sorted(near, key=lambda a: a.java) or self._any


def _relatives(java_type: Any) -> list[Any]:
    """A type with its supertypes, its array and, of an array, the elements."""
    java = java_type.class_
    above = [java.getSuperclass(), *java.getInterfaces()]
    inside = java.getComponentType()
    found = [jpype.JClass(c) for c in (*above, inside) if c is not None]
    return [java_type, java_type[:], *found]


def _of_python() -> list[Argument]:
    return [Argument(java, expression_of(value)) for java, value in python_values()]


def python_values() -> list[tuple[str, Any]]:
    """What a Python user passes, with what it is in Java."""
    java = jpype.JPackage("java")
    mirrored = {name: mirror.java_class(name) for name in ("Activation", "WeightInit", "Adam")}
    indarray = "org.nd4j.linalg.api.ndarray.INDArray"
    return [
        ("int", 5),
        ("int", 0),
        ("long", 2**40),
        ("double", 0.5),
        ("double", float("nan")),
        ("boolean", True),
        ("String", "text"),
        ("String", "c"),
        ("null", None),
        ("int[]", [1, 2]),
        ("int[]", (3,)),
        ("int[]", range(3)),
        ("long[]", [2**40, 1]),
        ("double[]", [0.5]),
        ("double[]", (1, 0.5)),
        ("boolean[]", [True]),
        ("String[]", ["text"]),
        ("Object[]", ["text", 1]),
        ("int[][]", [[1], [2, 3]]),
        ("double[][]", [[0.5]]),
        ("String[][]", [["a"], ["b"]]),
        ("byte[]", b"bytes"),
        ("java.util.LinkedHashMap", {0: 0.5}),
        ("java.util.LinkedHashMap", {"a": [1]}),
        ("boolean", np.bool_(True)),
        ("byte", np.int8(1)),
        ("short", np.int16(1)),
        ("int", np.int32(1)),
        ("long", np.int64(1)),
        ("int", np.uint8(1)),
        ("int", np.uint16(1)),
        ("long", np.uint32(1)),
        ("long", np.uint64(1)),
        ("float", np.float16(0.5)),
        ("float", np.float32(0.5)),
        ("double", np.float64(0.5)),
        *((indarray, np.ones((2, 2), dtype)) for dtype in ("f2", "f4", "f8", "i4", "?", "u1")),
        (f"{indarray}[]", [np.ones(2), np.ones(3)]),
        ("boolean", JBoolean(True)),
        ("byte", JByte(1)),
        ("short", JShort(1)),
        ("char", JChar("c")),
        ("int", JInt(1)),
        ("long", JLong(1)),
        ("float", JFloat(1)),
        ("double", JDouble(1)),
        ("Integer", java.lang.Integer(7)),
        ("Long", java.lang.Long(7)),
        ("Double", java.lang.Double(7)),
        ("Character", java.lang.Character("x")),
        ("Object", JObject("o", java.lang.Object)),
        ("Number", JObject(java.lang.Integer(3), java.lang.Number)),
        ("long[]", JLong[:]([7])),
        ("Integer[]", java.lang.Integer[:]([java.lang.Integer(4)])),
        ("Class", java.lang.String),
        ("java.util.ArrayList", java.util.ArrayList()),
        (full_name(mirrored["Activation"]), mirrored["Activation"].RELU),
        (full_name(mirrored["Adam"]), mirrored["Adam"](0.1)),
        (f"{full_name(mirrored['WeightInit'])}[]", [mirrored["WeightInit"].XAVIER]),
        ("() -> any()", lambda: None),
        ("a -> any()", lambda a: None),
        ("(a, b) -> any()", lambda a, b: None),
        ("(a, b, c) -> any()", lambda a, b, c: None),
    ]


def is_visible(java_class: Any) -> bool:
    """Whether a source file of another package may name it."""
    modifier = jpype.JClass("java.lang.reflect.Modifier")
    java = java_class.class_
    while java.isArray():
        java = java.getComponentType()
    around = java.getEnclosingClass()
    return bool(modifier.isPublic(java.getModifiers())) and (
        around is None or is_visible(jpype.JClass(around))
    )
