"""Assignments, `+=`, `++` and `--`."""

from __future__ import annotations

from tree_sitter import Node

from ..source import walk
from .conversions import assigned, text_from_java
from .lambdas import for_type
from .operators import apply, rounded, wrapped
from .order import taken_first
from .scope import Scope
from .types import CHAR, FLOAT, INT, JavaType
from .unit import Untranslatable
from .values import Level, Value


def assignment(node: Node, scope: Scope) -> list[str]:
    """`a = b`, `a += b` as a statement; a chain `a = b = c` too."""
    target_node, value_node = _ends(node)
    first = taken_first(target_node, value_node, scope)
    return [*first, *_assigned(node, target_node, value_node, scope)]


def _assigned(node: Node, target_node: Node, value_node: Node, scope: Scope) -> list[str]:
    operator = _operator(node, scope)
    target = scope.translate(target_node)
    _note(target_node, target, scope)
    if operator != "=":
        return [_compound(node, target, operator, scope)]
    if value_node.type == "assignment_expression" and _operator(value_node, scope) == "=":
        lines = assignment(value_node, scope)
        inner_target, _ = _ends(value_node)
        return [*lines, f"{target.text} = {scope.translate(inner_target).text}"]
    value = _converted(value_node, target.type, scope)
    return [f"{target.text} = {value.text}"]


def assignment_value(node: Node, scope: Scope) -> Value:
    """`(line = in.readLine())` within an expression."""
    target_node, value_node = _ends(node)
    target = scope.translate(target_node)
    if _operator(node, scope) != "=" or not target.text.isidentifier():
        raise Untranslatable(node, "an assignment within an expression")
    if target.text in scope.written:
        raise Untranslatable(node, "an assignment within an expression")
    _note(target_node, target, scope)
    value = _converted(value_node, target.type, scope)
    return Value(f"{target.text} := {value.argument}", Level.WALRUS, target.type)


def update(node: Node, scope: Scope) -> list[str]:
    """`i++` as a statement."""
    target_node = node.named_children[0]
    first = taken_first(target_node, None, scope)
    target = scope.translate(target_node)
    _note(target_node, target, scope)
    return [*first, _step(node, target, scope)]


def update_value(node: Node, scope: Scope) -> Value:
    """`i++` within an expression: done after the statement where that is the same."""
    target_node = node.named_children[0]
    target = scope.translate(target_node)
    _note(target_node, target, scope)
    is_prefix = node.children[0].type in {"++", "--"}
    sign = "+" if "++" in (node.children[0].type, node.children[-1].type) else "-"
    if scope.may_defer and not is_prefix and _once(target_node, node, scope):
        scope.after.append(_step(node, target, scope))
        return target
    if (
        not target.text.isidentifier()
        or target_node.type != "identifier"
        or (
            scope.text(target_node) not in scope.variables
            or not target.type.is_integral
            or target.type == CHAR
        )
    ):
        if scope.may_defer and is_prefix and _once(target_node, node, scope):
            scope.before.append(_step(node, target, scope))
            return target
        raise Untranslatable(node, f"{scope.text(node)} within an expression")
    next_one = Value(f"{target.text} {sign} 1", Level.ADD, target.type)
    overflows = scope.unit.ranges.may_leave(node, target.type)
    if overflows:
        next_one = wrapped(next_one, target.type, scope)
    stepped = f"({target.text} := {next_one.text})"
    if is_prefix:
        return Value(stepped, type=target.type)
    back = "-" if sign == "+" else "+"
    made = Value(f"{stepped} {back} 1", Level.ADD, target.type)
    return wrapped(made, target.type, scope) if overflows else made


def _step(node: Node, target: Value, scope: Scope) -> str:
    sign = "+" if "++" in (node.children[0].type, node.children[-1].type) else "-"
    if target.type.unboxed == CHAR:
        return f"{target.text} = chr((ord({target.text}) {sign} 1) % 2**16)"
    java_type = target.type
    if java_type.unboxed == FLOAT or scope.unit.ranges.may_leave(node, java_type):
        made = Value(f"{target.text} {sign} 1", Level.ADD, java_type)
        if java_type.unboxed == FLOAT:
            return f"{target.text} = {rounded(made, scope).text}"
        return f"{target.text} = {wrapped(made, java_type, scope).text}"
    return f"{target.text} {sign}= 1"


def _once(target: Node, node: Node, scope: Scope) -> bool:
    """Whether the statement names the target only here."""
    top = node
    while top.parent is not None and not top.type.endswith(("statement", "declaration")):
        top = top.parent
    whole = scope.text(target)
    conditional = {"ternary_expression", "lambda_expression"}
    place = node
    while place != top and place.parent is not None:
        if place.type in conditional or scope.text(place).count("&&") + scope.text(place).count(
            "||"
        ):
            return False
        place = place.parent
    return sum(scope.text(n) == whole and n.type == target.type for n in walk(top)) == 1


def _compound(node: Node, target: Value, operator: str, scope: Scope) -> str:
    _, value_node = _ends(node)
    value = scope.translate(value_node)
    simple = operator[:-1]
    java_type = target.type.unboxed
    result = apply(simple, target, value, scope, node)
    if java_type == CHAR:
        return (
            f"{target.text} = chr({result.text} % 2**16)"
            if result.level > Level.MULTIPLY
            else (f"{target.text} = chr(({result.text}) % 2**16)")
        )
    if java_type == FLOAT:
        return (
            f"{target.text} = {(result if result.type == FLOAT else rounded(result, scope)).text}"
        )
    if java_type.is_integral and result.type.is_fractional:
        scope.unit.use("to_int" if java_type == INT else "to_long")
        return f"{target.text} = {'to_int' if java_type == INT else 'to_long'}({result.text})"
    narrows = java_type.is_integral and java_type.name != result.type.unboxed.name
    if narrows and scope.unit.ranges.may_leave(node, java_type):
        return f"{target.text} = {wrapped(result.uncut or result, java_type, scope).text}"
    head = f"{target.at(result.level)} {simple} "
    if result.text.startswith(head) and result.type.name in {"int", "long", "double", "boolean"}:
        plain = apply(simple, Value("x", type=java_type), value, scope, node)
        if plain.text.startswith(f"x {simple} "):
            return f"{target.text} {simple}= {value.text if value.level > 1 else value.argument}"
    if java_type.name == "String":
        piece = apply("+", Value('""', type=java_type), value, scope, node)
        if target.nullable:
            scope.unit.use("text")
            return f"{target.text} = text({target.text}) + {piece.at(Level.ADD)}"
        return f"{target.text} += {piece.argument}"
    if java_type.name in {"double", "boolean"} and simple in {"+", "-", "*", "&", "|"}:
        return f"{target.text} {simple}= {_operand(value)}"
    if not java_type.is_known:
        return f"{target.text} {simple}= {value.argument}"
    return f"{target.text} = {result.text}"


def _operand(value: Value) -> str:
    return f"ord({value.argument})" if value.type.unboxed == CHAR else value.argument


def _converted(node: Node, target: JavaType, scope: Scope) -> Value:
    value = assigned(for_type(node, target, scope), target, scope)
    return text_from_java(value, scope) if target.name in {"String", "?", "var"} else value


def _note(node: Node, target: Value, scope: Scope) -> None:
    """A module's variable that a function writes has to be declared global there."""
    if node.type == "identifier" and scope.text(node) not in scope.variables:
        if target.text.isidentifier():
            scope.written.add(target.text)
    elif node.type == "field_access" and target.text.isidentifier():
        scope.written.add(target.text)


def _ends(node: Node) -> tuple[Node, Node]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    assert left is not None
    assert right is not None
    return left, right


def _operator(node: Node, scope: Scope) -> str:
    operator = node.child_by_field_name("operator")
    assert operator is not None
    return scope.text(operator)
