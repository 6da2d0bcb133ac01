"""Objects made with `new`."""

from __future__ import annotations

from tree_sitter import Node

from ..source import walk
from .conversions import to_java
from .foreign import below, is_foreign
from .functional import FUNCTIONAL
from .overloads import argument_nodes, arguments, own_arguments
from .program import Class, declare
from .scope import Scope
from .types import JavaType, parse
from .unit import Untranslatable
from .values import Value

_EMPTY = {
    **dict.fromkeys(("ArrayList", "LinkedList", "ArrayDeque", "Stack", "Vector"), "[]"),
    "LinkedHashMap": "{}",
}
_RUNTIME = {
    "HashMap": "HashMap",
    "TreeMap": "TreeMap",
    "HashSet": "HashSet",
    "TreeSet": "TreeSet",
    "StringBuilder": "StringBuilder",
    "StringBuffer": "StringBuilder",
}
EXCEPTIONS = {
    **dict.fromkeys(("IllegalArgumentException", "IllegalStateException", "ArithmeticException",
                     "NumberFormatException", "UnsupportedOperationException")),
}  # fmt: skip


def creation(node: Node, scope: Scope) -> Value:
    """`new T(a, b)`, also with a body of its own."""
    type_node = node.child_by_field_name("type")
    assert type_node is not None
    java_type = parse(scope.text(type_node))
    body = next((child for child in node.named_children if child.type == "class_body"), None)
    if body is not None:
        return _anonymous(node, java_type, body, scope)
    own = scope.unit.program.classes.get(java_type.name)
    if own is not None:
        return own_object(node, own, scope)
    if java_type.name in {*_EMPTY, *_RUNTIME} and not _is_own(java_type.name, scope):
        return _collection(node, java_type, scope)
    if java_type.name == "String":
        (value,) = arguments(node, scope) or [Value('""')]
        text = f'"".join({value.argument})' if value.type.dimensions else value.text
        return Value(text, type=java_type)
    if java_type.name == "Object":
        return Value("object()", type=java_type)
    if java_type.name.endswith(("Exception", "Error")):
        return _exception(node, java_type, scope)
    written = scope.text(type_node).split("<")[0].strip()
    python = scope.unit.class_name(written)
    if python is None:
        raise Untranslatable(node, f"nobody knows the class {written}")
    text = ", ".join(to_java(value, scope) for value in arguments(node, scope))
    return Value(f"{python}({text})", type=java_type, foreign=True)


def own_object(node: Node, own: Class, scope: Scope) -> Value:
    """An object of a class of the program."""
    listed = node.child_by_field_name("arguments")
    assert listed is not None
    java_type = JavaType(own.name)
    outer = "" if own.is_static or scope.is_static else "self"
    if own.kind == "record" and not own.constructors:
        types = [field.type for field in own.fields.values() if not field.is_static]
        words = []
        for child, wanted in zip(argument_nodes(listed), types, strict=True):
            from .conversions import assigned
            from .lambdas import for_type

            words.append(assigned(for_type(child, wanted, scope), wanted, scope).argument)
        return Value(f"{own.name}({', '.join(words)})", type=java_type)
    if not own.constructors:
        words = [value.argument for value in arguments(node, scope)]
        return Value(f"{own.name}({', '.join([outer] * bool(outer) + words)})", type=java_type)
    pairs = [(own, constructor) for constructor in own.constructors]
    _, constructor, text = own_arguments(pairs, node, scope)
    inside = f"{outer}, {text}".strip(", ") if outer else text
    return Value(f"{scope.unit.constructor(own, constructor)}({inside})", type=java_type)


def _is_own(name: str, scope: Scope) -> bool:
    return name in scope.unit.program.classes


def _collection(node: Node, java_type: JavaType, scope: Scope) -> Value:
    values = arguments(node, scope)
    given = [value for value in values if not value.type.is_numeric]
    if java_type.name in _RUNTIME:
        name = _RUNTIME[java_type.name]
        scope.unit.use(name)
        if given and any(v.text.startswith(("lambda", "cmp_to_key")) for v in given):
            raise Untranslatable(node, f"a {java_type.name} with an order of its own")
        return Value(f"{name}({given[0].argument if given else ''})", type=java_type)
    if not given:
        return Value(_EMPTY[java_type.name], type=java_type)
    if given[0].text.startswith("["):
        return given[0].typed(java_type)
    function = "dict" if java_type.name == "LinkedHashMap" else "list"
    return Value(f"{function}({given[0].argument})", type=java_type)


def exception_class(name: str, scope: Scope) -> str:
    """How Python writes an exception that the program throws itself."""
    simple = name.rpartition(".")[2]
    if simple in scope.unit.program.classes:
        return simple
    if simple in EXCEPTIONS:
        scope.unit.use(simple)
        return simple
    full = scope.unit.full_name(name)
    if full is None:
        package = "java.io" if "IO" in simple or "File" in simple else "java.lang"
        full = f"{package}.{simple}"
    scope.unit.use("java_exception")
    return f'java_exception("{full}")'


def _exception(node: Node, java_type: JavaType, scope: Scope) -> Value:
    text = ", ".join(value.argument for value in arguments(node, scope))
    return Value(f"{exception_class(java_type.name, scope)}({text})", type=java_type)


def _anonymous(node: Node, java_type: JavaType, body: Node, scope: Scope) -> Value:
    """An anonymous class becomes a class before the statement."""
    own = java_type.name in scope.unit.program.classes
    plain = {"Iterator", "Iterable"}
    if java_type.name in FUNCTIONAL or not (own or is_foreign(java_type.name)):
        from .lambdas import from_body

        return from_body(node, java_type, body, scope)
    from .classes import local_class

    made = declared(java_type, body, scope)
    scope.before += local_class(made, scope)
    outer = [] if made.is_static else ["self"]
    text = ", ".join([*outer, *(value.argument for value in arguments(node, scope))])
    return Value(
        f"{made.name}({text})", type=java_type, foreign=not own and java_type.name not in plain
    )


def declared(java_type: JavaType, body: Node, scope: Scope) -> Class:
    """A class with a name for an anonymous one."""
    program = scope.unit.program
    name = scope.unit.fresh(f"Own{java_type.name}")
    made = declare(program, scope.source, body, scope.java_class)
    del program.classes[made.name]
    made.name = name
    program.classes[name] = made
    known = program.classes.get(java_type.name)
    is_interface = not below(java_type.name, "Object")
    if java_type.name in {"Iterator", "Iterable"}:
        is_interface = True
    if known is not None:
        is_interface = known.kind == "interface"
    made.superclass = None if is_interface else java_type
    made.interfaces = (java_type,) if is_interface else ()
    made.is_static = scope.is_static or not _needs_outer(body, scope)
    return made


def _needs_outer(body: Node, scope: Scope) -> bool:
    """Whether an anonymous class uses members of the object around it."""
    own: set[str] = set()
    for place in scope.unit.program.lineage(scope.java_class):
        own |= {m.name for m in place.methods if not m.is_static}
        own |= {name for name, found in place.fields.items() if not found.is_static}
    inside = {scope.source.name(n) for n in walk(body) if n.type in _DECLARING}
    used = {scope.text(n) for n in walk(body) if n.type == "identifier"}
    return bool((used & own) - inside) or f"{scope.java_class.name}.this" in scope.text(body)


_DECLARING = {"variable_declarator", "formal_parameter", "method_declaration"}
