"""Calls of the overload that javac would call, through JPype."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import jpype

from .expressions import Expression
from .literals import expressions_of
from .mismatch import ambiguous, no_overload
from .names import short_name
from .rules import Context, JavaType, Overload, component, is_assignable, is_subtype, resolve

# Calls Java with the receiver and the arguments.
Call = Callable[[Any, Sequence[Any]], Any]


class OverloadGroup:
    """All overloads of one name in a class.

    Args:
        name: for messages.
        overloads: all javac chooses from.
        call: JPype's way in, which makes a choice of its own; None if it is not to be used.
    """

    def __init__(self, name: str, overloads: Sequence[Overload], call: Call | None) -> None:
        self.name = name
        self.overloads = overloads
        self._call = call
        self._plans: dict[tuple[Expression, ...], Call] = {}

    def call(self, receiver: Any, arguments: Sequence[Any]) -> Any:
        """Call the overload that Java would.

        Args:
            receiver: the object; the class for a constructor; None for a static method.
            arguments: Python's.

        Raises:
            TypeError: no overload takes the arguments, or more than one does equally well.
        """
        expressions = expressions_of(arguments)
        plan = self._plans.get(expressions)
        if plan is None:
            plan = self._plan(self._title(receiver), arguments, expressions)
            if all(expression.lasting for expression in expressions):
                self._plans[expressions] = plan
        return plan(receiver, arguments)

    def _title(self, receiver: Any) -> str:
        """The name as the caller sees it: of the object's class, not of where it is declared."""
        if not isinstance(receiver, jpype.JObject):
            return self.name
        return f"{short_name(type(receiver))}.{self.name.rpartition('.')[2]}"

    def _plan(self, name: str, arguments: Sequence[Any], expressions: Sequence[Expression]) -> Call:
        choice = resolve(self.overloads, expressions)
        if choice is None:
            raise no_overload(name, self.overloads, arguments, expressions)
        if len(choice.overloads) > 1:
            raise ambiguous(name, choice.overloads, expressions)
        (overload,) = choice.overloads
        call = self._route(overload)
        gather = _gathering(overload) if choice.spread else tuple
        converters = [
            expression.converter(parameter, overload.type_arguments(i))
            for i, (expression, parameter) in enumerate(
                zip(expressions_of(gather(arguments)), overload.parameters, strict=True)
            )
        ]
        return lambda receiver, values: call(
            receiver,
            [convert(value) for convert, value in zip(converters, gather(values), strict=True)],
        )

    def _route(self, overload: Overload) -> Call:
        """A way to call this very overload with arguments of exactly its types."""
        if self._call is not None and self._jpype_would_call(overload):
            return self._call
        return _by_reflection(overload)

    def _jpype_would_call(self, overload: Overload) -> bool:
        rivals = [rival for rival in self.overloads if rival is not overload]
        if overload.is_static or overload.is_constructor:
            # JPype stops at an exact match; f(int...) is another one for the types of f(int).
            return not any(_is_exact(rival, overload.parameters) for rival in rivals)
        # The receiver of an inherited method is no exact match, so there JPype weighs them all.
        return not any(_takes(rival, overload) and not _hides(overload, rival) for rival in rivals)


def _gathering(overload: Overload) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """What is left for `T...` is an array without its brackets: f(a, b, c) is f(a, [b, c])."""
    fixed = len(overload.parameters) - 1
    return lambda values: (*values[:fixed], values[fixed:])


def _is_exact(rival: Overload, types: Sequence[JavaType]) -> bool:
    """Whether it is a `T...` that takes arguments of exactly these types."""
    if not rival.is_varargs:
        return False
    *head, array = rival.parameters
    return list(types[: len(head)]) == head and all(
        java_type is component(array) for java_type in types[len(head) :]
    )


def _takes(rival: Overload, overload: Overload) -> bool:
    """Whether arguments of exactly one overload's types are good enough for another."""
    return any(
        formals is not None
        and all(
            is_assignable(mine, theirs, Context.LOOSE)
            for mine, theirs in zip(overload.parameters, formals, strict=True)
        )
        for spread in (False, True)
        for formals in [rival.formals(len(overload.parameters), spread=spread)]
    )


def _hides(overload: Overload, rival: Overload) -> bool:
    """Whether JPype has it down as more specific; it never compares with a subclass's methods."""
    declared_above = rival.member.getDeclaringClass().isAssignableFrom(
        overload.member.getDeclaringClass()
    )
    return (
        bool(declared_above)
        and not rival.is_varargs
        and all(map(is_subtype, overload.parameters, rival.parameters))
    )


def _by_reflection(overload: Overload) -> Call:
    # A method handle, unlike Method.invoke, lets exceptions through as they are.
    lookup = jpype.JClass("java.lang.invoke.MethodHandles").publicLookup()
    member = overload.member
    member.setAccessible(True)
    unreflect = lookup.unreflectConstructor if overload.is_constructor else lookup.unreflect
    invoke = unreflect(member).asFixedArity().invokeWithArguments
    if overload.is_constructor or overload.is_static:
        return lambda _, values: invoke(jpype.JObject[:](values))
    return lambda receiver, values: invoke(jpype.JObject[:]([receiver, *values]))
