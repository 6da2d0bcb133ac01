"""Where an expression stands: its variables, its method, its class."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tree_sitter import Node

from ..source import Source
from .program import Class, Field, Method
from .types import UNKNOWN, VOID, JavaType
from .unit import Unit
from .values import Value


@dataclass
class Loop:
    """A loop or switch around a statement.

    Attributes:
        label: Java's, empty for none.
        update: Python to be run before going on with the next turn.
        kind: `loop` or `switch`.
        flags: names of the flags that inner loops set, for `break` and `continue`.
        node: the statement.
    """

    label: str
    kind: str
    node: Node
    update: list[str] = field(default_factory=list)
    flags: dict[str, str] = field(default_factory=dict)


@dataclass
class Scope:
    """A place in the program.

    Attributes:
        unit: the module in the making.
        source: the file.
        java_class: the class around; None where the module is all there is.
        variables: type of each local variable by Java name.
        outer: the scope around.
        is_static: whether there is no `self`.
        returns: what the method gives back.
        loops: around the place, innermost last.
        after: Python to be run after the statement: what `i++` leaves to do.
        before: Python to be run before it: functions and classes that it makes.
        may_defer: whether `i++` may be left for after the statement.
        written: module variables that the function gives a value.
        renamed: Python names that differ from the program-wide ones.
        looped: variables declared within a loop.
        natural: variables that are never negative.
        yields: the variable that `yield` gives a value.
        yielded: the types of those values.
        noted: variables that hold indices, by the indices' nodes.
    """

    unit: Unit
    source: Source
    java_class: Class
    variables: dict[str, JavaType] = field(default_factory=dict)
    outer: Scope | None = None
    is_static: bool = True
    returns: JavaType = VOID
    loops: list[Loop] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    may_defer: bool = False
    written: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)
    looped: set[str] = field(default_factory=set)
    natural: set[str] = field(default_factory=set)
    yields: str = ""
    yielded: list[JavaType] = field(default_factory=list)
    noted: dict[int, str] = field(default_factory=dict)

    def text(self, node: Node) -> str:
        """The Java text of a node."""
        return self.source.text(node)

    def inner(self) -> Scope:
        """A block within."""
        return Scope(
            self.unit,
            self.source,
            self.java_class,
            dict(self.variables),
            self,
            self.is_static,
            self.returns,
            self.loops,
            self.after,
            self.before,
            self.may_defer,
            self.written,
            dict(self.renamed),
            set(self.looped),
            set(self.natural),
            self.yields,
            self.yielded,
            self.noted,
        )

    def declare(self, name: str, java_type: JavaType) -> str:
        """A new local variable; Python's name of it."""
        self.variables[name] = java_type
        if self.loops:
            self.looped.add(name)
        return self.unit.name(name)

    def translate(self, node: Node) -> Value:
        """An expression below."""
        return self.unit.expression(node, self)

    def variable(self, name: str) -> Value | None:
        """What a simple name stands for, if the program declares it."""
        if name in self.variables:
            python = self.renamed.get(name, self.unit.name(name))
            java_type = self.variables[name]
            nullable = name in self.unit.nullable and java_type.name == "String"
            natural = name in self.natural
            return Value(python, type=java_type, natural=natural, nullable=nullable)
        place: Class | None = self.java_class
        depth = 0
        while place is not None:
            found = self.unit.program.field(place, name)
            if found is not None:
                return self.field(*found, depth)
            depth += 1
            place = place.outer
        owner = self.unit.program.static_imports.get(name)
        if owner is not None:
            around = self.unit.class_name(owner)
            if around is not None:
                return Value(f"{around}.{name}", type=UNKNOWN, foreign=True)
        return None

    def field(self, owner: Class, found: Field, depth: int = 0) -> Value:
        """A field, by its simple name."""
        name = self.unit.field_name(found.name)
        if found.name in self.unit.nullable and found.type.name == "String":
            return replace(self._field(owner, found, depth, name), nullable=True)
        return self._field(owner, found, depth, name)

    def _field(self, owner: Class, found: Field, depth: int, name: str) -> Value:
        if owner is self.unit.flat and found.is_static:
            return Value(name, type=found.type)
        if found.is_static:
            return Value(f"{owner.name}.{name}", type=found.type)
        return Value(f"self.{'outer.' * depth}{name}", type=found.type)

    def methods(self, name: str) -> tuple[int, list[tuple[Class, Method]]]:
        """The overloads of a simple name, and how many classes further out they are."""
        place: Class | None = self.java_class
        depth = 0
        while place is not None:
            found = self.unit.program.methods(place, name)
            if found:
                return depth, found
            depth += 1
            place = place.outer
        return 0, []
