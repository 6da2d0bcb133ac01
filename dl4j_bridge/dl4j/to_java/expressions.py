"""Java expressions that can be written as source text, or computed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import jpype

from .imports import Imports
from .lines import STEP, packed


class Expression(Protocol):
    """A Java expression."""

    def evaluate(self) -> Any:
        """Its value, a new object each time."""

    def text(self, imports: Imports, indent: int) -> str:
        """Its source, in a line that is indented so."""

    def inside(self) -> tuple[Expression, ...]:
        """The expressions it is made of."""


@dataclass(frozen=True)
class Literal:
    """A number, text, true, false or null.

    Attributes:
        source: as it is written.
        value: boxed, as reflection takes it.
    """

    source: str
    value: Any

    def evaluate(self) -> Any:
        """See `Expression`."""
        return self.value

    def text(self, imports: Imports, indent: int) -> str:
        """See `Expression`."""
        return self.source

    def inside(self) -> tuple[Expression, ...]:
        """See `Expression`."""
        return ()


@dataclass(frozen=True)
class Constant:
    """A constant of an enum."""

    value: Any

    def evaluate(self) -> Any:
        """See `Expression`."""
        return self.value

    def text(self, imports: Imports, indent: int) -> str:
        """See `Expression`."""
        return f"{imports.name(self.value.getDeclaringClass())}.{self.value.name()}"

    def inside(self) -> tuple[Expression, ...]:
        """See `Expression`."""
        return ()


@dataclass(frozen=True)
class Null:
    """`null`, with its type, so that no overload is in doubt."""

    type: Any

    def evaluate(self) -> Any:
        """See `Expression`."""
        return None

    def text(self, imports: Imports, indent: int) -> str:
        """See `Expression`."""
        return f"({imports.name(self.type)}) null"

    def inside(self) -> tuple[Expression, ...]:
        """See `Expression`."""
        return ()


@dataclass(frozen=True)
class Elements:
    """An array; as the last argument of a call its elements may stand alone."""

    component: Any
    elements: tuple[Expression, ...]
    alone: bool = False

    def evaluate(self) -> Any:
        """See `Expression`."""
        array = jpype.JClass("java.lang.reflect.Array")
        made = array.newInstance(self.component, len(self.elements))
        for index, element in enumerate(self.elements):
            array.set(made, index, element.evaluate())
        return made

    def text(self, imports: Imports, indent: int) -> str:
        """See `Expression`."""
        inner = ", ".join(element.text(imports, indent) for element in self.elements)
        return inner if self.alone else f"new {imports.name(self.component)}[] {{{inner}}}"

    def inside(self) -> tuple[Expression, ...]:
        """See `Expression`."""
        return self.elements


@dataclass(frozen=True)
class New:
    """A call of a constructor."""

    constructor: Any
    arguments: tuple[Expression, ...]

    def evaluate(self) -> Any:
        """See `Expression`."""
        return self.constructor.newInstance(_values(self.arguments))

    def text(self, imports: Imports, indent: int) -> str:
        """See `Expression`."""
        kind = self.constructor.getDeclaringClass()
        diamond = "<>" if len(kind.getTypeParameters()) else ""
        return f"new {imports.name(kind)}{diamond}({_list(self.arguments, imports, indent)})"

    def inside(self) -> tuple[Expression, ...]:
        """See `Expression`."""
        return self.arguments


@dataclass(frozen=True)
class Static:
    """A call of a static method, or of one with any number of arguments of one type."""

    method: Any
    arguments: tuple[Expression, ...]

    def evaluate(self) -> Any:
        """See `Expression`."""
        return self.method.invoke(None, _values(self.arguments))

    def text(self, imports: Imports, indent: int) -> str:
        """See `Expression`."""
        home = imports.name(self.method.getDeclaringClass())
        return f"{home}.{self.method.getName()}({_list(self.arguments, imports, indent)})"

    def inside(self) -> tuple[Expression, ...]:
        """See `Expression`."""
        return self.arguments


@dataclass(frozen=True)
class Call:
    """A link of a chain: `.method(arguments)`."""

    method: Any
    arguments: tuple[Expression, ...] = ()

    @property
    def name(self) -> str:
        """The method's."""
        return str(self.method.getName())

    def on(self, target: Any) -> Any:
        """Make the call."""
        return self.method.invoke(target, _values(self.arguments))

    def text(self, imports: Imports, indent: int) -> str:
        """See `Expression`."""
        return f".{self.name}({_list(self.arguments, imports, indent)})"


@dataclass(frozen=True)
class Chain:
    """A builder's chain: `new X.Builder().a(1).b(2).build()`."""

    start: Expression
    calls: tuple[Call, ...] = ()

    def evaluate(self) -> Any:
        """See `Expression`."""
        value = self.start.evaluate()
        for call in self.calls:
            value = call.on(value)
        return value

    def text(self, imports: Imports, indent: int) -> str:
        """See `Expression`."""
        first = self.start.text(imports, indent)
        if len(self.calls) <= 1:
            return first + "".join(call.text(imports, indent) for call in self.calls)
        deeper = indent + STEP
        lines = packed([call.text(imports, deeper) for call in self.calls], deeper)
        return first + "".join(f"\n{' ' * deeper}{line}" for line in lines)

    def inside(self) -> tuple[Expression, ...]:
        """See `Expression`."""
        arguments = (argument for call in self.calls for argument in call.arguments)
        return (self.start, *arguments)

    def less(self, dropped: Callable[[Chain, Call], bool]) -> Chain:
        """Without those calls, in it or in a chain inside it."""
        kept = tuple(
            replace(call, arguments=_less(call.arguments, dropped))
            for call in self.calls
            if not dropped(self, call)
        )
        return Chain(without(self.start, dropped), kept)

    def before_last(self, call: Call) -> Chain:
        """With one more call in front of the last, which is `build`."""
        return replace(self, calls=(*self.calls[:-1], call, self.calls[-1]))


def without(expression: Expression, dropped: Callable[[Chain, Call], bool]) -> Expression:
    """An expression less those calls of its chains, however deep they are inside."""
    if isinstance(expression, Elements):
        return replace(expression, elements=_less(expression.elements, dropped))
    if isinstance(expression, (New, Static)):
        return replace(expression, arguments=_less(expression.arguments, dropped))
    if isinstance(expression, Chain):
        return expression.less(dropped)
    return expression


def _less(
    arguments: tuple[Expression, ...], dropped: Callable[[Chain, Call], bool]
) -> tuple[Expression, ...]:
    return tuple(without(argument, dropped) for argument in arguments)


def walk(expression: Expression) -> Iterator[Expression]:
    """An expression and all inside it."""
    yield expression
    for part in expression.inside():
        yield from walk(part)


def _values(arguments: Sequence[Expression]) -> Any:
    return jpype.JObject[:]([argument.evaluate() for argument in arguments])


def _list(arguments: Sequence[Expression], imports: Imports, indent: int) -> str:
    texts = [argument.text(imports, indent) for argument in arguments]
    return ", ".join(text for text in texts if text)
