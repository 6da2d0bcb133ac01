"""Calls of Java's library that Python answers itself."""

from __future__ import annotations

import re

from tree_sitter import Node

from .conversions import assigned, shown, text_from_java
from .foreign import below
from .functional import order
from .library import BY_TYPE
from .overloads import argument_nodes
from .scope import Scope
from .types import FLOAT, INT, STRING, UNKNOWN, JavaType, promoted
from .unit import Untranslatable
from .values import Level, Value, fill


def from_table(entry: tuple[object, ...], values: list[Value], scope: Scope) -> Value:
    """A call filled into its template."""
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
    if result == "iterator":
        return JavaType("Iterator", (first.element,))
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


def library_method(node: Node, owner: Value, name: str, scope: Scope) -> Value | None:
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
        return sorted_in_place(owner, comparator_for(nodes[0], owner, scope), scope)
    if kind in {"List", "ArrayList", "LinkedList"} and name == "remove" and len(nodes) == 1:
        value = scope.translate(nodes[0])
        if value.type.name == "int":
            value = _index(nodes[0], value, owner, scope)
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
        return from_table(entry, [owner, *first, shown(last, scope)], scope)
    if name == "iterator":
        return _iterator(node, owner, scope)
    values = _typed_arguments(java_type, name, nodes, scope)
    if name in _INDEXED and not (name == "remove" and kind not in _LISTS):
        values[0] = _index(nodes[0], values[0], owner, scope)
    return from_table(entry, [owner, *values], scope)


_LISTS = {"List", "ArrayList", "LinkedList", "Vector", "Stack"}
_INDEXED = {"get", "charAt", "remove", "set", "setCharAt", "deleteCharAt", "substring", "subList"}


def _index(node: Node, index: Value, owner: Value, scope: Scope) -> Value:
    """An index, which Python would count from the end if it is negative."""
    span = scope.unit.ranges.of(node)
    if owner.type.name.endswith(("Map", "Set")) or (span is not None and span[0] >= 0):
        return index
    scope.unit.use("list_at")
    more = f", {owner.text}" if re.fullmatch(r"[\w.]+", owner.text) else ""
    return Value(f"list_at({index.argument}{more})", type=index.type)


def _iterator(node: Node, owner: Value, scope: Scope) -> Value:
    """An iterator that can remove; that over a map's keys or entries changes the map."""
    if owner.text.endswith(".values())"):
        raise Untranslatable(node, "an iterator over the values of a map")
    scope.unit.use("JavaIterator")
    found = re.fullmatch(r"(?:list\((.+)\)|(.+)\.items\(\))", owner.text)
    more = f", {found[1] or found[2]}" if found else ""
    java_type = JavaType("Iterator", (owner.type.element,))
    return Value(f"JavaIterator({owner.argument}{more})", type=java_type)


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


def comparator_for(node: Node, collection: Value, scope: Scope) -> Value:
    """An order, which knows what it compares."""
    from .lambdas import for_type

    made = order(node, collection.type.element, scope)
    return made or for_type(node, JavaType("Comparator", (collection.type.element,)), scope)


def sorted_in_place(owner: Value, comparator: Value, scope: Scope) -> Value:
    """`list.sort(comparator)`."""
    if comparator.text == "None":
        return Value(f"{owner.primary}.sort()")
    if comparator.text.startswith("cmp_to_key"):
        return Value(f"{owner.primary}.sort(key={comparator.text})")
    scope.unit.from_modules.add(("functools", "cmp_to_key"))
    return Value(f"{owner.primary}.sort(key=cmp_to_key({comparator.argument}))")


def object_method(node: Node, owner: Value, name: str, scope: Scope) -> Value | None:
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
    if name == "compareTo" and len(nodes) == 1 and not owner.foreign:
        scope.unit.use("compare")
        return Value(f"compare({owner.argument}, {scope.translate(nodes[0]).argument})", type=INT)
    if owner.type.name == "Class" and not owner.foreign and name in {"getSimpleName", "getName"}:
        return Value(f"{owner.primary}.__name__", type=STRING)
    if name == "getClass" and not owner.foreign and owner.text == "self":
        return Value("type(self)", type=JavaType("Class"))
    return None
