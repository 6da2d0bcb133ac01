"""What a program declares: its classes with fields and methods, its imports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tree_sitter import Node

from ..imports import Import, imports
from ..source import Source, assignments
from .types import UNKNOWN, JavaType, parse

TYPE_NODES = {
    "class_declaration": "class",
    "interface_declaration": "interface",
    "enum_declaration": "enum",
    "record_declaration": "record",
}


@dataclass(frozen=True)
class Field:
    """A field.

    Attributes:
        name: Java's.
        type: its type.
        is_static: whether the class has it.
        node: its declarator, the constant of an enum, or the parameter of a record.
    """

    name: str
    type: JavaType
    is_static: bool
    node: Node


@dataclass(frozen=True)
class Method:
    """A method or constructor.

    Attributes:
        name: Java's; `<init>` for a constructor.
        parameters: names and types.
        returns: its type.
        is_static: whether it needs no object.
        is_varargs: whether the last parameter is `T...`.
        node: its declaration.
    """

    name: str
    parameters: tuple[tuple[str, JavaType], ...]
    returns: JavaType
    is_static: bool
    is_varargs: bool
    node: Node

    @property
    def is_abstract(self) -> bool:
        """Whether it has no body."""
        return self.node.child_by_field_name("body") is None


@dataclass
class Class:
    """A class, interface, enum or record of the program.

    Attributes:
        name: simple.
        kind: which of those.
        node: its declaration.
        source: the file.
        outer: the class around it.
        is_static: whether it has no object of the class around it.
        parents: superclass and interfaces.
    """

    name: str
    kind: str
    node: Node
    source: Source
    outer: Class | None
    is_static: bool
    superclass: JavaType | None
    interfaces: tuple[JavaType, ...]
    fields: dict[str, Field] = field(default_factory=dict)
    methods: list[Method] = field(default_factory=list)

    @property
    def parents(self) -> tuple[JavaType, ...]:
        """Superclass and interfaces."""
        return (*([self.superclass] if self.superclass else []), *self.interfaces)

    @property
    def constructors(self) -> list[Method]:
        """Its constructors."""
        return [method for method in self.methods if method.name == "<init>"]

    @property
    def members(self) -> list[Node]:
        """What its body declares."""
        return list(members(self.node))


@dataclass
class Program:
    """Everything that the sources declare.

    Attributes:
        sources: the files.
        main: full name of the class that is started.
        classes: all, nested ones too, by simple name, in the order of the text.
        imports: full names by simple name.
        static_imports: name of a member to its class.
        starred: what is imported with a star: packages or, if static, classes.
    """

    sources: tuple[Source, ...]
    main: str
    classes: dict[str, Class] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    static_imports: dict[str, str] = field(default_factory=dict)
    starred: list[str] = field(default_factory=list)

    def lineage(self, java_class: Class) -> Iterator[Class]:
        """A class and the program's own ones above it, each once."""
        found: set[int] = set()
        waiting = [java_class]
        while waiting:
            java_class = waiting.pop()
            if id(java_class) not in found:  # `class A extends b.A` is named as its parent is
                found.add(id(java_class))
                yield java_class
                names = [parent.name for parent in reversed(java_class.parents)]
                waiting += [self.classes[name] for name in names if name in self.classes]

    def field(self, java_class: Class, name: str) -> tuple[Class, Field] | None:
        """A field and where it is declared."""
        for owner in self.lineage(java_class):
            if name in owner.fields:
                return owner, owner.fields[name]
        return None

    def methods(self, java_class: Class, name: str) -> list[tuple[Class, Method]]:
        """All overloads of a name, the class's own ones first."""
        return [
            (owner, method)
            for owner in self.lineage(java_class)
            for method in owner.methods
            if method.name == name
        ]


def read(sources: Sequence[Source], main: str) -> Program:
    """Read the declarations."""
    program = Program(tuple(sources), main)
    for source in sources:
        for imported in imports(source):
            _import(program, imported)
        for node in source.types:
            declare(program, source, node, None)
    return program


def declare(program: Program, source: Source, node: Node, outer: Class | None) -> Class:
    """Note a class, what is in it, and the classes in it."""
    kind = TYPE_NODES.get(node.type, "class")  # that of an anonymous one is a body alone
    made = Class(
        source.name(node),
        kind,
        node,
        source,
        outer,
        kind != "class" or outer is None or "static" in modifiers(source, node),
        _superclass(source, node),
        _interfaces(source, node),
    )
    program.classes[made.name] = made
    for one in _record_parameters(node):
        name, java_type, _ = _parameter(source, one)
        made.fields[name] = Field(name, java_type, False, one)
    for member in members(node):
        if member.type in {"field_declaration", "constant_declaration"}:
            is_static = kind == "interface" or "static" in modifiers(source, member)
            java_type = type_of(source, member)
            for declarator in member.children_by_field_name("declarator"):
                name, own = source.name(declarator), java_type.array(dimensions(declarator))
                made.fields[name] = Field(name, own, is_static, declarator)
        elif member.type == "enum_constant":
            name = source.name(member)
            made.fields[name] = Field(name, JavaType(made.name), True, member)
        elif member.type in {"method_declaration", "constructor_declaration"}:
            made.methods.append(method(source, member))
        elif member.type in TYPE_NODES:
            declare(program, source, member, made)
    return made


def members(node: Node) -> Iterator[Node]:
    """What is declared in the body of a class; an enum has a part of its own for methods."""
    body = node.child_by_field_name("body")
    if node.type == "class_body":
        body = node
    for child in body.named_children if body is not None else ():
        if child.type == "enum_body_declarations":
            yield from child.named_children
        else:
            yield child


def method(source: Source, node: Node) -> Method:
    """The signature of a method or constructor."""
    is_constructor = node.type == "constructor_declaration"
    listed = node.child_by_field_name("parameters")
    parameters = [
        _parameter(source, child)
        for child in (listed.named_children if listed is not None else ())
        if child.type in {"formal_parameter", "spread_parameter"}
    ]
    return Method(
        "<init>" if is_constructor else source.name(node),
        tuple((name, java_type) for name, java_type, _ in parameters),
        UNKNOWN if is_constructor else type_of(source, node),
        "static" in modifiers(source, node),
        bool(parameters) and parameters[-1][2],
        node,
    )


def modifiers(source: Source, node: Node) -> set[str]:
    """`public`, `static`, … of a declaration."""
    for child in node.children:
        if child.type == "modifiers":
            return {source.text(word) for word in child.children}
    return set()


def type_of(source: Source, node: Node) -> JavaType:
    """The type that a declaration gives."""
    named = node.child_by_field_name("type")
    return parse(source.text(named)) if named is not None else UNKNOWN


def dimensions(node: Node) -> int:
    """How many `[]` stand behind a name."""
    found = node.child_by_field_name("dimensions")
    return len(found.children) // 2 if found is not None else 0


def assigned_names(source: Source, node: Node) -> set[str]:
    """The simple names that something below a node gives a value."""
    return {source.text(target) for _, target in assignments(node)}


def _parameter(source: Source, node: Node) -> tuple[str, JavaType, bool]:
    if node.type == "spread_parameter":
        java_type = UNKNOWN
        for child in node.named_children:
            if child.type == "variable_declarator":
                return source.name(child), java_type.array(), True
            if child.type != "modifiers":
                java_type = parse(source.text(child))
    return source.name(node), type_of(source, node).array(dimensions(node)), False


def _record_parameters(node: Node) -> list[Node]:
    listed = node.child_by_field_name("parameters") if node.type == "record_declaration" else None
    return [] if listed is None else [n for n in listed.named_children if "parameter" in n.type]


def _superclass(source: Source, node: Node) -> JavaType | None:
    found = node.child_by_field_name("superclass")
    return None if found is None else parse(source.text(found.named_children[0]))


def _interfaces(source: Source, node: Node) -> tuple[JavaType, ...]:
    for child in node.children:
        if child.type in {"super_interfaces", "extends_interfaces"}:
            return tuple(parse(source.text(one)) for one in child.named_children[0].named_children)
    return ()


def _import(program: Program, imported: Import) -> None:
    owner, _, simple = imported.name.rpartition(".")
    if imported.wildcard:
        program.starred.append(imported.name)
    elif imported.static:
        program.static_imports[simple] = owner
    else:
        program.imports[simple] = imported.name
