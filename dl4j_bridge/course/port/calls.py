"""Calls of methods."""

from __future__ import annotations

from tree_sitter import Node

from .conversions import assigned, text_from_java, to_java
from .foreign import foreign_return, is_foreign
from .functional import FUNCTIONAL, function_call, order
from .library import BY_TYPE, STATIC
from .library_calls import (
    comparator_for,
    from_table,
    library_method,
    object_method,
    sorted_in_place,
)
from .operators import checked, wrapped
from .overloads import argument_nodes, arguments, own_arguments, passed
from .pipelines import pipeline
from .printing import printed, string_function
from .program import Class, Method
from .scope import Scope
from .streams import stream_call
from .types import INT, STRING, UNKNOWN, VOID, JavaType
from .unit import Untranslatable
from .values import Value, quoted


def invocation(node: Node, scope: Scope) -> Value:
    """`a.b(c)`."""
    name_node = node.child_by_field_name("name")
    owner_node = node.child_by_field_name("object")
    assert name_node is not None
    name = scope.text(name_node)
    if owner_node is None:
        return _simple(node, name, scope)
    if owner_node.type == "super":
        return _super(node, name, scope)
    for special in (_order, printed, string_function, stream_call, pipeline):
        made = special(node, scope)
        if made is not None:
            return made
    from .expressions import class_of

    python = class_of(owner_node, scope)
    if python is not None:
        return _static(node, python, scope.text(owner_node), name, scope)
    if name in {"getSimpleName", "getName"}:
        named = _class_name(owner_node, name, scope)
        if named is not None:
            return named
    return _instance(node, scope.translate(owner_node), name, scope)


def _order(node: Node, scope: Scope) -> Value | None:
    return order(node, None, scope)


def _class_name(node: Node, name: str, scope: Scope) -> Value | None:
    """`e.getClass().getSimpleName()`; None for a class that only Java knows."""
    method, owner = node.child_by_field_name("name"), node.child_by_field_name("object")
    if method is None or scope.text(method) != "getClass":
        return None
    value = Value("self") if owner is None else scope.translate(owner)
    if value.foreign or value.type.dimensions:
        return None
    if not value.type.is_known and owner is not None:
        raise Untranslatable(node, "the class of an object that may be a boxed number")
    own = scope.unit.program.classes.get(scope.java_class.name if owner is None else
                                         value.type.name)  # fmt: skip
    if name == "getName" and own is not None and (own.outer is not None or own.source.package):
        raise Untranslatable(node, "the full name of a class of the program")
    function = "class_name" if name == "getSimpleName" else "full_class_name"
    scope.unit.use(function)
    return Value(f"{function}({value.argument})", type=STRING)


def call_name(owner: Class, method: Method, scope: Scope) -> str:
    """Python's name of a method of the program."""
    return scope.unit.overload_name(owner, method)


def _simple(node: Node, name: str, scope: Scope) -> Value:
    depth, found = scope.methods(name)
    if found:
        owner, method, text = own_arguments(found, node, scope)
        python = call_name(owner, method, scope)
        if method.is_static:
            place = "" if owner is scope.unit.flat else f"{owner.name}."
        else:
            place = "self." + "outer." * depth
        return Value(f"{place}{python}({text})", type=_result(method))
    static = scope.unit.program.static_imports.get(name)
    if static is not None:
        python_class = scope.unit.class_name(static)
        if python_class is not None:
            return _static(node, python_class, static, name, scope)
    if any(is_foreign(parent.name) for parent in scope.java_class.parents):
        return _foreign(node, Value("self"), name, scope)
    if scope.java_class.kind == "enum" and name in {"values", "valueOf"}:
        return _static(node, scope.java_class.name, scope.java_class.name, name, scope)
    if name in {"getClass", "hashCode", "ordinal", "name", "toString", "equals"}:
        own = scope.java_class
        return _own(node, Value("self", type=JavaType(own.name)), own, name, scope)
    raise Untranslatable(node, f"nobody knows the method {name}")


def _super(node: Node, name: str, scope: Scope) -> Value:
    found = [
        pair
        for parent in scope.java_class.parents
        if parent.name in scope.unit.program.classes
        for pair in scope.unit.program.methods(scope.unit.program.classes[parent.name], name)
    ]
    if not found:
        if name in {"toString", "equals", "hashCode"}:
            raise Untranslatable(node, f"super.{name}() of Object")
        return Value("None", type=VOID)  # a method of a listener's base, which does nothing
    owner, method, text = own_arguments(found, node, scope)
    return Value(f"super().{call_name(owner, method, scope)}({text})", type=_result(method))


def _result(method: Method) -> JavaType:
    if (
        method.node.child_by_field_name("type_parameters") is not None
        and len(method.returns.name) == 1
    ):
        return UNKNOWN
    return method.returns


def _static(node: Node, python: str, java: str, name: str, scope: Scope) -> Value:
    own = scope.unit.program.classes.get(python)
    if own is not None:
        found = scope.unit.program.methods(own, name)
        if found:
            owner, method, text = own_arguments(found, node, scope)
            place = "" if owner is scope.unit.flat else f"{owner.name}."
            return Value(f"{place}{call_name(owner, method, scope)}({text})", type=_result(method))
        if own.kind == "enum" and name == "values":
            return Value(f"list({python})", type=JavaType(python).array())
        if own.kind == "enum" and name == "valueOf":
            return Value(f"{python}[{arguments(node, scope)[0].argument}]", type=JavaType(python))
        raise Untranslatable(node, f"{python}.{name}")
    simple = java.rpartition(".")[2]
    if simple == "LoggerFactory" and name == "getLogger":
        return _logger(node, python, scope)
    listed = node.child_by_field_name("arguments")
    nodes = argument_nodes(listed) if listed is not None else []
    if simple == "Collections" and len(nodes) == 2 and name == "sort":
        listing = scope.translate(nodes[0])
        return sorted_in_place(listing, comparator_for(nodes[1], listing, scope), scope)
    values = arguments(node, scope)
    if simple == "Arrays" and name == "fill" and len(values) == 2:
        values[1] = assigned(values[1], values[0].type.element, scope)
    if simple == "System" and name == "exit" and _has_finally(node):
        scope.unit.use("exit_now")
        return Value(f"exit_now({values[0].argument})", type=VOID)
    entry = STATIC.get((simple, name, len(values)))
    if entry is not None:
        made = from_table(entry, values, scope)
        can_overflow = name == "abs" and made.type.is_integral
        return checked(made, scope, node) if can_overflow else made
    return _foreign_call(f"{python}.{name}", JavaType(simple), name, values, scope)


def _has_finally(node: Node) -> bool:
    """Whether Python would do something more on the way out."""
    place = node.parent
    while place is not None and place.type != "method_declaration":
        if place.type == "try_with_resources_statement" or (
            place.type == "try_statement"
            and any(child.type == "finally_clause" for child in place.children)
        ):
            return True
        place = place.parent
    return False


def _logger(node: Node, python: str, scope: Scope) -> Value:
    """A logger, which has the name of a class."""
    listed = node.child_by_field_name("arguments")
    assert listed is not None
    (wanted,) = argument_nodes(listed)
    name = (
        scope.translate(wanted).text
        if wanted.type != "class_literal"
        else quoted(scope.text(wanted).removesuffix(".class"))
    )
    return Value(f"{python}.getLogger({name})", type=JavaType("Logger"), foreign=True)


def _instance(node: Node, owner: Value, name: str, scope: Scope) -> Value:
    own = scope.unit.program.classes.get(owner.type.name)
    if own is not None and not owner.type.dimensions:
        return _own(node, owner, own, name, scope)
    java_type = owner.type
    if java_type.name in FUNCTIONAL and not owner.foreign:
        return function_call(node, owner, name, scope)
    if java_type.dimensions:
        if name == "clone":
            return Value(f"list({owner.argument})", type=java_type)
        raise Untranslatable(node, f"{name} of an array")
    if owner.foreign and java_type.name == "String":
        owner = text_from_java(owner, scope)
    known = library_method(node, owner, name, scope)
    if known is not None:
        return known
    universal = object_method(node, owner, name, scope)
    if universal is None and not owner.foreign and java_type.name in BY_TYPE:
        raise Untranslatable(node, f"{java_type.name}.{name}")
    return universal or _foreign(node, owner, name, scope)


def _own(node: Node, owner: Value, own: Class, name: str, scope: Scope) -> Value:
    program = scope.unit.program
    found = program.methods(own, name)
    if found:
        chosen, method, text = own_arguments(found, node, scope)
        python = call_name(chosen, method, scope)
        return Value(f"{owner.primary}.{python}({text})", type=_result(method))
    if own.kind == "record" and name in own.fields:
        return Value(f"{owner.primary}.{scope.unit.field_name(name)}", type=own.fields[name].type)
    if own.kind == "enum" and name in {"name", "ordinal", "compareTo", "toString"}:
        if name in {"name", "toString"}:
            return Value(f"{owner.primary}.name", type=STRING)
        if name == "ordinal":
            return Value(f"{owner.primary}.ordinal()", type=INT, natural=True)
    if name == "getClass":
        return Value(f"type({owner.argument})", type=JavaType("Class"))
    universal = object_method(node, owner, name, scope)
    if universal is not None:
        return universal
    if any(p.name.endswith(("Exception", "Throwable", "Error")) for p in own.parents):
        known = library_method(node, owner.typed(JavaType("Throwable")), name, scope)
        if known is not None:
            return known
    if name == "hashCode":
        return Value(f"hash({owner.argument})", type=INT)
    return _foreign(node, owner, name, scope)


def _foreign(node: Node, owner: Value, name: str, scope: Scope) -> Value:
    """A method of a Java object."""
    python = f"{owner.primary}.{name}"
    import keyword

    if keyword.iskeyword(name):
        python += "_"
    return _foreign_call(python, owner.type, name, arguments(node, scope), scope)


def _foreign_call(
    python: str, owner: JavaType, name: str, values: list[Value], scope: Scope
) -> Value:
    text = ", ".join(to_java(value, scope) for value in values)
    result = foreign_return(owner, name)
    if owner.name == "Iterator" and name == "next" and owner.arguments:
        result = owner.arguments[0]
    if result == UNKNOWN and name in {"build", "setUp"} and not is_foreign(owner.name):
        result = UNKNOWN
    natural = result.is_integral and name.startswith(("num", "total", "size", "length", "rows"))
    return Value(f"{python}({text})", type=result, foreign=True, natural=natural)


__all__ = ["arguments", "invocation", "own_arguments", "passed", "wrapped"]
