"""The Python module in the making: what it imports, its names, what is left to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tree_sitter import Node

from ..finding import Finding
from ..source import Source, line, walk
from .foreign import JDK, all_mirror_names, mirror_names
from .naming import PYTHON_NAMES, legal, nullable_names, python_names, snake, variable_names
from .program import Class, Method, Program
from .ranges import Ranges
from .values import Value

_LANG = {
    *("Math", "StrictMath", "System", "Thread", "Runtime", "Integer", "Double", "Float", "Long"),
    *("Character", "Boolean", "String", "Object", "ProcessBuilder", "Byte", "Short"),
}


class Untranslatable(Exception):
    """Something that Python cannot say, or that nobody has taught the translator.

    Args:
        node: where.
        reason: why, in a few words.
    """

    def __init__(self, node: Node, reason: str) -> None:
        super().__init__(reason)
        self.node = node
        self.reason = reason


@dataclass
class Unit:
    """What the parts of the translation have in common.

    Attributes:
        program: what is translated.
        mirror: classes to import from the mirror.
        runtime: names to import from `dl4j_bridge.course.java`.
        modules: Python modules to import.
        from_modules: names to import from Python modules.
        java_classes: classes by simple name that are got by their full name.
        todos: what is left to do.
        expression: translates an expression.
        names: Python's name of each Java name.
        read_names: what is read in a method or class, by its node's identity.
    """

    program: Program
    expression: Callable[[Node, object], Value]
    mirror: set[str] = field(default_factory=set)
    runtime: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    from_modules: set[tuple[str, str]] = field(default_factory=set)
    java_classes: dict[str, str] = field(default_factory=dict)
    todos: list[Finding] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    variables: set[str] = field(default_factory=set)
    nullable: set[str] = field(default_factory=set)
    flat: Class | None = None
    kept: set[tuple[str, str, int]] = field(default_factory=set)
    java_named: set[tuple[str, str, int]] = field(default_factory=set)
    read_names: dict[int, frozenset[str]] = field(default_factory=dict)
    ranges: Ranges = field(init=False)

    def __post_init__(self) -> None:
        self.names = python_names(self.program)
        self.variables = variable_names(self.program)
        self.nullable = nullable_names(self.program)
        self.ranges = Ranges(self.program)

    def name(self, java_name: str) -> str:
        """Python's name of a variable, field or method."""
        return self.names.get(java_name) or legal(java_name)

    def field_name(self, java_name: str) -> str:
        """Python's name of a field, which no method of the program may have."""
        return self.name(java_name)

    def method_name(self, java_name: str) -> str:
        """Python's name of a method, which no variable or field may have."""
        return self.name(java_name) + ("_" if java_name in self.variables else "")

    def overload_name(self, owner: Class, method: Method) -> str:
        """Python's name of a method; the second of a name has its parameters' types in it."""
        if (owner.name, method.name, len(method.parameters)) in self.kept | self.java_named:
            return method.name
        special = {("toString", 0): "__str__", ("equals", 1): "__eq__", ("hashCode", 0): "__hash__"}
        if (method.name, len(method.parameters)) in special:
            return special[method.name, len(method.parameters)]
        signature = [str(java_type) for _, java_type in method.parameters]
        for place in reversed(list(self.program.lineage(owner))):
            overloads = [m for m in place.methods if m.name == method.name]
            for i, other in enumerate(overloads):
                if [str(java_type) for _, java_type in other.parameters] == signature:
                    return self.method_name(method.name) + (f"_{_suffix(other)}" if i else "")
        return self.method_name(method.name)

    def constructor(self, owner: Class, method: Method) -> str:
        """How Python calls a constructor: the class itself, or a class method."""
        first = primary_constructor(owner)
        if method.node.id == first.node.id:
            return owner.name
        return f"{owner.name}.with_{_suffix(method) or 'nothing'}"

    def module_names(self) -> set[str]:
        """The module's variables: static fields of a main class that is no class in Python."""
        if self.flat is None:
            return set()
        return {self.field_name(name) for name in self.flat.fields}

    def fresh(self, wish: str) -> str:
        """A name that nothing has yet."""
        number = 1
        name = wish
        while name in self.names.values() or name in self.names or name in PYTHON_NAMES:
            number += 1
            name = f"{wish}_{number}"
        self.names[f" {name}"] = name
        return name

    def use(self, *names: str) -> None:
        """Import from `dl4j_bridge.course.java`."""
        self.runtime.update(names)

    def class_name(self, name: str) -> str | None:
        """How Python writes a class of Java; None if there is none of that name.

        Args:
            name: simple or full, nested classes with dots.
        """
        if name in self.program.classes:
            return name
        simple = name.rpartition(".")[2]
        full = self.full_name(name)
        if full is None:
            return None
        first = mirror_names().get(simple)
        if first == full:
            self.mirror.add(simple)
            return simple
        outer, _, nested = full.rpartition(".")
        if nested and outer.rpartition(".")[2][:1].isupper():
            around = self.class_name(outer)
            return f"{around}.{nested}" if around else None
        taken = self.java_classes.get(simple)
        if (taken is not None and taken != full) or simple in self.mirror:
            simple = full.replace(".", "_")
        self.java_classes[simple] = full
        return simple

    def full_name(self, name: str) -> str | None:
        """The full name of a class that is not the program's."""
        head, _, rest = name.partition(".")
        tail = f".{rest}" if rest else ""
        if head[:1].islower():
            return name
        if head in self.program.imports:
            return self.program.imports[head] + tail
        starred = [f"{package}.{head}" for package in self.program.starred]
        known = set(all_mirror_names()) | set(JDK)
        for candidate in starred:
            if candidate in known:
                return candidate + tail
        if head in _LANG:
            return f"java.lang.{head}{tail}"
        for package in self.program.starred:
            if package.startswith("java") and f"{package}.{head}" not in known:
                return f"{package}.{head}{tail}"
        if head in mirror_names() and any(
            mirror_names()[head].rpartition(".")[0] == package for package in self.program.starred
        ):
            return mirror_names()[head] + tail
        return None

    def keep(self, names: set[str]) -> None:
        """Forget what was looked up but is not used."""
        self.mirror &= names
        self.runtime &= names
        self.modules = {m for m in self.modules if m.partition(".")[0] in names}
        self.from_modules = {(m, name) for m, name in self.from_modules if name in names}
        self.java_classes = {n: full for n, full in self.java_classes.items() if n in names}

    def todo(self, source: Source, node: Node, reason: str) -> None:
        """Note what is left to do."""
        self.todos.append(
            Finding(
                source.path,
                line(node),
                node.start_point.column + 1,
                "not-ported",
                f"not ported: {reason}",
                "The Python program raises NotImplementedError when it gets there.",
                f"Write line {line(node)} in Python by hand.",
            )
        )


def primary_constructor(owner: Class) -> Method:
    """The constructor that becomes `__init__`: the first that calls no other by `this(...)`."""
    for method in owner.constructors:
        if not any(n.type == "explicit_constructor_invocation" and n.children[0].type == "this"
                   for n in walk(method.node)):  # fmt: skip
            return method
    return owner.constructors[0]


def _suffix(method: Method) -> str:
    words = [str(java_type).replace("[]", "_array") for _, java_type in method.parameters]
    return "_".join(snake(word) for word in words)
