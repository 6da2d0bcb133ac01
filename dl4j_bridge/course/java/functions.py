"""Java's functions of functions, of streams, of the running program."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

from .exceptions import java_exception
from .numbers import compare

Function = Callable[..., Any]
_NOTHING = object()


def and_then(first: Function, second: Function) -> Function:
    """`first.andThen(second)`, `second.compose(first)`."""
    return lambda *values: second(first(*values))


def in_turn(first: Function, second: Function) -> Function:
    """`Consumer.andThen`: both with the same values."""

    def call(*values: Any) -> None:
        first(*values)
        second(*values)

    return call


def negate(predicate: Function) -> Function:
    """`Predicate.negate`."""
    return lambda *values: not predicate(*values)


def both(first: Function, second: Function) -> Function:
    """`Predicate.and`."""
    return lambda *values: first(*values) and second(*values)


def either(first: Function, second: Function) -> Function:
    """`Predicate.or`."""
    return lambda *values: first(*values) or second(*values)


def comparing(key: Function) -> Function:
    """`Comparator.comparing`."""
    return lambda a, b: compare(key(a), key(b))


def reversed_order(order: Function) -> Function:
    """`Comparator.reversed`."""
    return lambda a, b: order(b, a)


def then_comparing(first: Function, second: Function) -> Function:
    """`Comparator.thenComparing`, with another comparator."""
    return lambda a, b: first(a, b) or second(a, b)


def double_sum(values: Iterable[float]) -> float:
    """`DoubleStream.sum`, which makes up for what rounding loses (Kahan)."""
    total = lost = simple = 0.0
    for value in values:
        simple += value
        step = value - lost
        grown = total + step
        lost = (grown - total) - step
        total = grown
    made = total - lost
    return simple if made != made and abs(simple) == float("inf") else made


def mean(values: Iterable[Any]) -> Iterator[float]:
    """`average()` of a stream: one number, or none for an empty one."""
    numbers = list(values)
    if numbers:
        is_whole = isinstance(numbers[0], int)
        yield (float(sum(numbers)) if is_whole else double_sum(numbers)) / len(numbers)


def first_or(values: Iterable[Any], other: Any) -> Any:
    """`findFirst().orElse(other)`."""
    return next(iter(values), other)


def only(values: Iterable[Any]) -> Any:
    """`findFirst().get()`.

    Raises:
        JavaThrowable: `NoSuchElementException`, there is none.
    """
    found = next(iter(values), _NOTHING)
    if found is _NOTHING:
        raise java_exception("java.util.NoSuchElementException")("No value present")
    return found


def exit_now(code: int) -> NoReturn:
    """`System.exit` within `try`: no `finally` is run."""
    sys.stdout.flush()
    sys.stderr.flush()
    mirror = sys.modules.get("dl4j_bridge.dl4j.mirror")  # there as soon as Java runs
    if mirror is not None:
        mirror.java_class("java.lang.System").exit(code)
    os._exit(code)
