"""The Python module in the making: what it imports, its names, what is left to do."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tree_sitter import Node

from .. import java
from ..finding import Finding
from ..source import Source, line, walk
from .program import Class, Method, Program
from .types import UNKNOWN, JavaType, parse
from .values import Value

_MIRROR = Path(__file__).parents[2] / "dl4j" / "classes.txt"
_RETURNS = Path(__file__).with_name("returns.txt")
_PYTHON_NAMES = {
    *keyword.kwlist,
    *dir(builtins),
    *java.__all__,
    *("java_class", "math", "re", "sys", "time", "self", "functools", "random", "cmp_to_key"),
}
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

    def __post_init__(self) -> None:
        self.names = _names(self.program)
        self.variables = _variables(self.program)
        self.nullable = _nullable(self.program)

    def name(self, java_name: str) -> str:
        """Python's name of a variable, field or method."""
        return self.names.get(java_name) or _legal(java_name)

    def field_name(self, java_name: str) -> str:
        """Python's name of a field, which no method of the program may have."""
        return self.name(java_name)

    def method_name(self, java_name: str) -> str:
        """Python's name of a method, which no variable or field may have."""
        return self.name(java_name) + ("_" if java_name in self.variables else "")

    def overload_name(self, owner: Class, method: Method) -> str:
        """Python's name of a method; the second of a name has its parameters' types in it."""
        if (owner.name, method.name, len(method.parameters)) in self.kept:
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
        while name in self.names.values() or name in self.names or name in _PYTHON_NAMES:
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
        first = _mirror_names().get(simple)
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
        known = set(_all_mirror_names()) | set(_JDK)
        for candidate in starred:
            if candidate in known:
                return candidate + tail
        if head in _LANG:
            return f"java.lang.{head}{tail}"
        for package in self.program.starred:
            if package.startswith("java") and f"{package}.{head}" not in known:
                return f"{package}.{head}{tail}"
        if head in _mirror_names() and any(
            _mirror_names()[head].rpartition(".")[0] == package for package in self.program.starred
        ):
            return _mirror_names()[head] + tail
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
    return "_".join(_snake(word) for word in words)


def foreign_return(owner: JavaType, name: str) -> JavaType:
    """What a method of a class of the mirror returns; a field's name begins with a dot."""
    table = _returns()
    waiting, seen = [owner.name], set()
    while waiting:
        simple = waiting.pop(0)
        if simple in seen or simple not in table:
            continue
        seen.add(simple)
        above, members = table[simple]
        if name in members:
            return parse(members[name])
        waiting += above
    return UNKNOWN


def is_foreign(name: str) -> bool:
    """Whether it is a class of the mirror, or one of the JDK's that Java is left to make."""
    return name in _returns()


def below(name: str, ancestor: str) -> bool:
    """Whether a foreign class is another, or inherits from it."""
    waiting, seen = [name], set()
    while waiting:
        simple = waiting.pop()
        if simple == ancestor:
            return True
        if simple not in seen:  # two classes of a name may be one above the other
            seen.add(simple)
            waiting += _returns().get(simple, ([], {}))[0]
    return False


@cache
def _returns() -> dict[str, tuple[list[str], dict[str, str]]]:
    found = {}
    for row in _RETURNS.read_text("utf-8").splitlines():
        if not row.startswith("#"):
            name, above, *members = row.split(" ")
            found[name] = (
                [parent for parent in above.split(",") if parent],
                dict(member.split("=", 1) for member in members),
            )
    return found


_JDK = (
    *("java.util." + name for name in ("Iterator", "Scanner", "Random", "Date", "Optional")),
    *("java.io." + name for name in ("File", "IOException", "PrintWriter", "FileReader")),
    *("java.util.stream." + name for name in ("Collectors", "IntStream", "Stream")),
)


@cache
def _all_mirror_names() -> tuple[str, ...]:
    rows = _MIRROR.read_text("utf-8").splitlines()
    packages = (row.split(": ") for row in rows if not row.startswith("#"))
    return tuple(f"{package}.{word}" for package, words in packages for word in words.split())


@cache
def _mirror_names() -> dict[str, str]:
    """The first of two classes has the name."""
    return {name.rpartition(".")[2]: name for name in reversed(_all_mirror_names())}


def _names(program: Program) -> dict[str, str]:
    """Python spelling of each of the program's own names, where no two become the same."""
    own: dict[str, None] = {}
    for source in program.sources:
        for node in walk(source.root):
            if node.type in _DECLARING:
                named = node.child_by_field_name("name") or (
                    node.named_children[0] if node.named_children else None
                )
                if named is not None and named.type == "identifier":
                    own[source.text(named)] = None
            elif node.type == "inferred_parameters":
                own.update((source.text(child), None) for child in node.named_children)
            elif node.type == "lambda_expression":
                first = node.child_by_field_name("parameters")
                if first is not None and first.type == "identifier":
                    own[source.text(first)] = None
    classes = set(program.classes)
    found: dict[str, str] = {}
    for name in own:
        python = _legal(_snake(name))
        if python in found.values() or (python != name and python in own) or python in classes:
            python = _legal(name)
        while python in found.values() or python in classes:
            python += "_"
        found[name] = python
    return found


def _nullable(program: Program) -> set[str]:
    """Names of variables that are given null somewhere, or that are fields without a value."""
    found = set()
    for source in program.sources:
        for node in walk(source.root):
            if node.type == "variable_declarator":
                value = node.child_by_field_name("value")
                around = node.parent.type if node.parent is not None else ""
                if (value is None and around == "field_declaration") or (
                    value is not None and value.type == "null_literal"
                ):
                    found.add(source.name(node))
            elif node.type == "assignment_expression":
                value = node.child_by_field_name("right")
                if value is not None and value.type == "null_literal":
                    found.add(source.text(node.children[0]).rpartition(".")[2])
    return found


def _variables(program: Program) -> set[str]:
    kinds = _DECLARING - {"method_declaration"}
    return {
        source.text(named)
        for source in program.sources
        for node in walk(source.root)
        if node.type in kinds
        for named in [node.child_by_field_name("name")]
        if named is not None
    }


_DECLARING = {
    "variable_declarator",
    "formal_parameter",
    "method_declaration",
    "catch_formal_parameter",
    "enhanced_for_statement",
    "resource",
    "instanceof_expression",
}


def _snake(name: str) -> str:
    if name.isupper() or "_" in name:
        return name
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _legal(name: str) -> str:
    if name in {"l", "O", "I"}:  # too much like 1 and 0
        return f"{name}_"
    name = name.replace("$", "_")
    return f"{name}_" if name in _PYTHON_NAMES else name
