"""Output and formatted text."""

from __future__ import annotations

from tree_sitter import Node

from .conversions import plain, shown
from .scope import Scope
from .types import STRING, VOID
from .values import Value


def printed(node: Node, scope: Scope) -> Value | None:
    """`System.out.println(x)` and its siblings; None if it is something else."""
    stream, name, nodes = _parts(node, scope)
    if stream not in {"System.out", "System.err"}:
        return None
    end = ", file=sys.stderr" if stream == "System.err" else ""
    if end:
        scope.unit.modules.add("sys")
    values = [scope.translate(child) for child in nodes]
    if name == "println":
        return Value(f"print({_shown(values, scope)}{end if values else end[2:]})", type=VOID)
    if name == "print":
        return Value(f'print({_shown(values, scope)}, end=""{end})', type=VOID)
    if name in {"printf", "format"}:
        return Value(f'print({formatted(values, scope)}, end=""{end})', type=VOID)
    if name == "flush":
        return Value("sys.stdout.flush()" if not end else "sys.stderr.flush()", type=VOID)
    return None


def string_function(node: Node, scope: Scope) -> Value | None:
    """`String.format`, `String.join`, `String.valueOf`, `Arrays.toString` and the like."""
    owner, name, nodes = _parts(node, scope)
    if owner == "String" and name == "format":
        return Value(formatted([scope.translate(child) for child in nodes], scope), type=STRING)
    if name == "formatted" and not owner.startswith("String."):
        text = node.child_by_field_name("object")
        assert text is not None
        values = [scope.translate(text), *(scope.translate(child) for child in nodes)]
        return Value(formatted(values, scope), type=STRING)
    if owner == "String" and name in {"valueOf", "copyValueOf"} and len(nodes) == 1:
        value = scope.translate(nodes[0])
        if value.type.dimensions:
            return Value(f'"".join({value.argument})', type=STRING)
        return shown(value, scope)
    if owner == "String" and name == "join":
        glue, *values = [scope.translate(child) for child in nodes]
        only = values[0].argument if len(values) == 1 else None
        words = only or "[" + ", ".join(value.argument for value in values) + "]"
        return Value(f"{glue.primary}.join({words})", type=STRING)
    if owner in {"Arrays", "java.util.Arrays"} and name in {"toString", "deepToString"}:
        value = scope.translate(nodes[0])
        if value.type.name == "float":
            scope.unit.use("float_text")
            return Value(f"float_text({value.argument})", type=STRING)
        scope.unit.use("joined")
        return Value(f"joined({value.argument})", type=STRING)
    return None


def formatted(values: list[Value], scope: Scope) -> str:
    """A call of `format_text`."""
    scope.unit.use("format_text")
    if values and values[0].text in {"Locale.US", "Locale.ENGLISH", "Locale.ROOT"}:
        scope.unit.java_classes.pop("Locale", None)
        values = values[1:]
    words = []
    for value in values:
        if value.type.unboxed.name == "String" and value.foreign:
            words.append(f"str({value.argument})")
        elif value.type.dimensions and len(values) == 2:
            words.append(f"*{value.primary}")
        else:
            words.append(value.argument)
    return f"format_text({', '.join(words)})"


def _shown(values: list[Value], scope: Scope) -> str:
    if not values:
        return ""
    (value,) = values
    if value.type.dimensions == 1 and value.type.name == "char":
        return f'"".join({value.argument})'
    return value.argument if plain(value) else shown(value, scope).argument


def _parts(node: Node, scope: Scope) -> tuple[str, str, list[Node]]:
    owner, name = node.child_by_field_name("object"), node.child_by_field_name("name")
    listed = node.child_by_field_name("arguments")
    assert owner is not None
    assert name is not None
    assert listed is not None
    nodes = [child for child in listed.named_children if "comment" not in child.type]
    return scope.text(owner), scope.text(name), nodes
