"""Calls of methods."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from .conversions import assigned, shown, text_from_java, to_java
from .library import BY_TYPE, STATIC
from .operators import wrapped
from .printing import printed, string_function
from .program import Class, Method
from .scope import Scope
from .streams import stream_call
from .types import FLOAT, INT, STRING, UNKNOWN, VOID, JavaType, promoted
from .unit import Untranslatable, below, foreign_return, is_foreign
from .values import Level, Value, fill, quoted

FUNCTIONAL = {
    "Function": 1, "BiFunction": 2, "Supplier": 0, "Consumer": 1, "BiConsumer": 2, "Predicate": 1,
    "BiPredicate": 2, "UnaryOperator": 1, "BinaryOperator": 2, "Runnable": 0, "Callable": 0,
    "IntFunction": 1, "IntUnaryOperator": 1, "IntBinaryOperator": 2, "IntPredicate": 1,
    "DoubleUnaryOperator": 1, "DoubleBinaryOperator": 2, "DoubleFunction": 1, "IntSupplier": 0,
    "DoubleSupplier": 0, "IntConsumer": 1, "DoubleConsumer": 1, "ToDoubleFunction": 1,
    "ToIntFunction": 1, "Comparator": 2, "DoublePredicate": 1, "BooleanSupplier": 0,
    "IntToDoubleFunction": 1, "LongUnaryOperator": 1, "LongSupplier": 0,
}  # fmt: skip
_RESULTS = {
    "Predicate": "boolean", "BiPredicate": "boolean", "IntPredicate": "boolean",
    "IntUnaryOperator": "int", "IntBinaryOperator": "int", "IntSupplier": "int",
    "DoubleUnaryOperator": "double", "DoubleBinaryOperator": "double", "DoubleSupplier": "double",
    "ToDoubleFunction": "double", "ToIntFunction": "int", "Comparator": "int",
    "DoublePredicate": "boolean", "BooleanSupplier": "boolean", "IntToDoubleFunction": "double",
    "Consumer": "void", "BiConsumer": "void", "Runnable": "void", "LongUnaryOperator": "long",
}  # fmt: skip


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
    special = printed(node, scope) or string_function(node, scope) or stream_call(node, scope)
    if special is not None:
        return special
    from .expressions import class_of

    python = class_of(owner_node, scope)
    if python is not None:
        return _static(node, python, scope.text(owner_node), name, scope)
    return _instance(node, scope.translate(owner_node), name, scope)


def arguments(node: Node, scope: Scope) -> list[Value]:
    """The arguments of a call."""
    listed = node.child_by_field_name("arguments")
    assert listed is not None
    return [scope.translate(child) for child in argument_nodes(listed)]


def argument_nodes(listed: Node) -> list[Node]:
    """The arguments without the comments between them."""
    return [child for child in listed.named_children if "comment" not in child.type]


def own_arguments(
    found: Sequence[tuple[Class, Method]], node: Node, scope: Scope
) -> tuple[Class, Method, str]:
    """Choose the overload of a method of the program, and write its arguments."""
    listed = node.child_by_field_name("arguments")
    assert listed is not None
    nodes = argument_nodes(listed)
    fitting = [(c, m) for c, m in found if len(m.parameters) == len(nodes)]
    fitting += [(c, m) for c, m in found if m.is_varargs and len(nodes) >= len(m.parameters) - 1]
    if not fitting:
        raise Untranslatable(node, "no method takes these arguments")
    if len({id(m.node) for _, m in fitting}) > 1:
        values = [
            UNKNOWN if n.type in {"lambda_expression", "method_reference"}
            else scope.translate(n).type
            for n in nodes
        ]  # fmt: skip
        fitting.sort(key=lambda pair: -_score(pair[1], values))
    owner, method = fitting[0]
    return owner, method, ", ".join(passed(method, nodes, scope))


def passed(method: Method, nodes: Sequence[Node], scope: Scope) -> list[str]:
    """Arguments of a method of the program, in the types that it wants."""
    made = []
    types = [java_type for _, java_type in method.parameters]
    if method.is_varargs:
        spread = len(nodes) != len(types) or not _is_array(nodes[-1], scope)
        if spread:
            types[-1:] = [types[-1].element] * (len(nodes) - len(types) + 1)
        else:
            types[-1] = types[-1]
            return [
                ("*" if i == len(nodes) - 1 else "") + _passed(node, java_type, scope)
                for i, (node, java_type) in enumerate(zip(nodes, types, strict=True))
            ]
    for node, java_type in zip(nodes, types, strict=True):
        made.append(_passed(node, java_type, scope))
    return made


def _passed(node: Node, java_type: JavaType, scope: Scope) -> str:
    from .lambdas import for_type

    return assigned(for_type(node, java_type, scope), java_type, scope).argument


def _is_array(node: Node, scope: Scope) -> bool:
    return scope.translate(node).type.dimensions > 0


def _score(method: Method, types: Sequence[JavaType]) -> int:
    total = -1 if method.is_varargs else 0
    for (_, wanted), given in zip(method.parameters, types, strict=False):
        if wanted == given:
            total += 4
        elif wanted.unboxed == given.unboxed:
            total += 3
        elif wanted.is_numeric and given.is_numeric and not wanted.dimensions:
            total += 2 if wanted.is_fractional or not given.is_fractional else -9
            total -= wanted.name == "double"
        elif wanted.dimensions != given.dimensions or wanted.is_numeric != given.is_numeric:
            total -= 9 if given.is_known else 0
    return total


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
        return _sorted(listing, _comparator(nodes[1], listing, scope), scope)
    values = arguments(node, scope)
    if simple == "Arrays" and name == "fill" and len(values) == 2:
        values[1] = assigned(values[1], values[0].type.element, scope)
    entry = STATIC.get((simple, name, len(values)))
    if entry is not None:
        return _entry(entry, values, scope)
    return _foreign_call(f"{python}.{name}", JavaType(simple), name, values, scope)


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


def _entry(entry: tuple[object, ...], values: list[Value], scope: Scope) -> Value:
    template, level, result, *names = entry
    for name in names:
        word = str(name)
        if word.startswith("import "):
            scope.unit.modules.add(word.removeprefix("import "))
        else:
            scope.unit.use(word)
    if isinstance(level, Level) and str(template).startswith("abs") and values[0].type == UNKNOWN:
        result = UNKNOWN
    java_type = _entry_type(result, values)
    made = [text_from_java(value, scope) for value in values]
    if java_type.name == "double" and result == "promoted":
        made = [assigned(value, java_type, scope) for value in made]
    assert isinstance(level, Level)
    value = fill(str(template), made, level, java_type)
    length = str(template).startswith("len(") or str(template).startswith("abs(")
    if str(template).startswith("round_half_up") and values[0].type == FLOAT:
        return value.typed(INT)
    return Value(value.text, value.level, value.type, natural=length or (
        str(template).startswith("max(") and any(v.natural for v in values)
    ))  # fmt: skip


def _entry_type(result: object, values: list[Value]) -> JavaType:
    if isinstance(result, JavaType):
        return result
    first = values[0].type if values else UNKNOWN
    if result == "promoted":
        made = first.unboxed
        for value in values[1:]:
            made = promoted(made, value.type)
        return made if made.name not in {"byte", "short", "char"} else INT
    if result in {"first", "self"}:
        return first
    if result == "element":
        return first.element
    keys, content = (*first.arguments, UNKNOWN, UNKNOWN)[:2]
    if result == "value":
        return content
    if result == "keys":
        return JavaType("List", (keys,))
    if result == "values":
        return JavaType("List", (content,))
    return JavaType("List", (JavaType("Entry", (keys, content)),))


def _instance(node: Node, owner: Value, name: str, scope: Scope) -> Value:
    own = scope.unit.program.classes.get(owner.type.name)
    if own is not None and not owner.type.dimensions:
        return _own(node, owner, own, name, scope)
    java_type = owner.type
    if java_type.name in FUNCTIONAL and name not in {"andThen", "compose", "negate", "reversed",
                                                      "thenComparing"}:  # fmt: skip
        text = ", ".join(value.argument for value in arguments(node, scope))
        result = JavaType(_RESULTS.get(java_type.name, "?"))
        if result == UNKNOWN and java_type.arguments:
            result = java_type.arguments[-1]
        return Value(f"{owner.primary}({text})", type=result)
    if java_type.dimensions:
        if name == "clone":
            return Value(f"list({owner.argument})", type=java_type)
        raise Untranslatable(node, f"{name} of an array")
    if owner.foreign and java_type.name == "String":
        owner = text_from_java(owner, scope)
    known = _known(node, owner, name, scope)
    if known is not None:
        return known
    universal = _universal(node, owner, name, scope)
    if universal is None and not owner.foreign and java_type.name in BY_TYPE:
        raise Untranslatable(node, f"{java_type.name}.{name}")
    return universal or _foreign(node, owner, name, scope)


def _known(node: Node, owner: Value, name: str, scope: Scope) -> Value | None:
    """A method of Java's library that Python has too."""
    java_type = owner.type
    kind = java_type.name
    if below(kind, "Throwable") or kind.endswith(("Exception", "Error")):
        kind = "Throwable"
    table = BY_TYPE.get(kind)
    if table is None:
        return None
    listed = node.child_by_field_name("arguments")
    assert listed is not None
    nodes = argument_nodes(listed)
    if kind in {"List", "ArrayList", "LinkedList"} and name == "sort":
        return _sorted(owner, _comparator(nodes[0], owner, scope), scope)
    if kind in {"List", "ArrayList", "LinkedList"} and name == "remove" and len(nodes) == 1:
        value = scope.translate(nodes[0])
        if value.type.name == "int":
            return Value(f"{owner.primary}.pop({value.argument})", type=java_type.element)
        return Value(f"{owner.primary}.remove({value.argument})")
    if name == "merge" and len(nodes) == 3 and "Map" in kind:
        key, value, function = (scope.translate(n) for n in nodes)
        o, k = owner.primary, key.argument
        if kind in {"HashMap", "TreeMap"}:
            words = ", ".join(part.argument for part in (key, value, function))
            return Value(f"{o}.merge({words})", type=java_type.element)
        if scope.text(nodes[2]).endswith("::sum"):
            return Value(f"{o}[{k}] = {o}.get({k}, 0) + {value.at(Level.MULTIPLY)}", Level.WALRUS)
        raise Untranslatable(node, "Map.merge")
    if name == "forEach" or (kind == "String" and name in {"replaceAll", "matches", "chars"}):
        return None if kind == "String" else _for_each(node, scope)
    entry = table.get((name, len(nodes)))
    if entry is None:
        return None
    if kind in {"StringBuilder", "StringBuffer"} and name in {"append", "insert"}:
        last = scope.translate(nodes[-1])
        first = [scope.translate(n) for n in nodes[:-1]]
        return _entry(entry, [owner, *first, shown(last, scope)], scope)
    values = _typed_arguments(java_type, name, nodes, scope)
    return _entry(entry, [owner, *values], scope)


def _for_each(node: Node, scope: Scope) -> Value:
    raise Untranslatable(node, "forEach within an expression")


def _typed_arguments(
    java_type: JavaType, name: str, nodes: list[Node], scope: Scope
) -> list[Value]:
    from .lambdas import for_type

    types = [UNKNOWN] * len(nodes)
    if java_type.arguments and name in {"add", "put", "set", "getOrDefault", "push", "offer",
                                        "addLast", "addFirst", "putIfAbsent"}:  # fmt: skip
        types[-1] = java_type.arguments[-1]
    made = []
    for node, wanted in zip(nodes, types, strict=True):
        made.append(assigned(for_type(node, wanted, scope), wanted, scope))
    return made


def _comparator(node: Node, collection: Value, scope: Scope) -> Value:
    from .lambdas import for_type

    return for_type(node, JavaType("Comparator", (collection.type.element,)), scope)


def _sorted(owner: Value, comparator: Value, scope: Scope) -> Value:
    if comparator.text == "None":
        return Value(f"{owner.primary}.sort()")
    if comparator.text.startswith("cmp_to_key"):
        return Value(f"{owner.primary}.sort(key={comparator.text})")
    scope.unit.from_modules.add(("functools", "cmp_to_key"))
    return Value(f"{owner.primary}.sort(key=cmp_to_key({comparator.argument}))")


def _universal(node: Node, owner: Value, name: str, scope: Scope) -> Value | None:
    """What every object has, and what a boxed number has."""
    listed = node.child_by_field_name("arguments")
    assert listed is not None
    nodes = argument_nodes(listed)
    if name == "toString" and not nodes:
        return shown(owner.typed(UNKNOWN) if owner.foreign else owner, scope)
    if name == "equals" and len(nodes) == 1:
        other = scope.translate(nodes[0]).at(Level.BIT_OR)
        return Value(f"{owner.at(Level.BIT_OR)} == {other}", Level.COMPARE, JavaType("boolean"))
    if name in {"intValue", "longValue"} and not nodes:
        if owner.type.is_integral:
            return owner
        scope.unit.use("to_int" if name == "intValue" else "to_long")
        function = "to_int" if name == "intValue" else "to_long"
        return Value(f"{function}({owner.argument})", type=JavaType(name.removesuffix("Value")))
    if name == "doubleValue" and not nodes:
        if owner.type.unboxed.name == "double":
            return owner
        return Value(f"float({owner.argument})", type=JavaType("double"))
    if name == "compareTo" and len(nodes) == 1 and owner.type.unboxed.is_numeric:
        scope.unit.use("compare")
        return Value(f"compare({owner.argument}, {scope.translate(nodes[0]).argument})", type=INT)
    if owner.type.name == "Class" and not owner.foreign and name in {"getSimpleName", "getName"}:
        return Value(f"{owner.primary}.__name__", type=STRING)
    if name == "getClass" and not owner.foreign and owner.text == "self":
        return Value("type(self)", type=JavaType("Class"))
    return None


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
    universal = _universal(node, owner, name, scope)
    if universal is not None:
        return universal
    if any(p.name.endswith(("Exception", "Throwable", "Error")) for p in own.parents):
        known = _known(node, owner.typed(JavaType("Throwable")), name, scope)
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


__all__ = ["FUNCTIONAL", "arguments", "invocation", "own_arguments", "passed", "wrapped"]
