"""Switches, as statements or as values."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from ..source import walk
from .scope import Loop, Scope
from .types import STRING, UNKNOWN
from .unit import Untranslatable
from .values import Level, Value

Block = Callable[[list[Node], Scope], list[str]]


def switch_statement(node: Node, scope: Scope, block: Block) -> list[str]:
    """A switch becomes a chain of `if`."""
    subject, groups = _read(node, scope)
    lines: list[str] = []
    if not subject.text.isidentifier():
        name = scope.unit.fresh("choice")
        lines.append(f"{name} = {subject.text}")
        subject = Value(name, type=subject.type)
    outer = scope.inner()
    outer.loops = [*scope.loops, Loop("", "switch", node)]
    default: list[str] | None = None
    word = "if"
    for i, (labels, _) in enumerate(groups):
        if not labels and i < len(groups) - 1:
            raise Untranslatable(node, "a default that is not the last case")
        body = block(_body(node, groups, i), outer.inner()) or ["pass"]
        if not labels:
            default = body
            continue
        lines.append(f"{word} {_test(subject, labels, scope)}:")
        lines += ["    " + row for row in body]
        word = "elif"
    if default is not None:
        if word == "if":
            return lines + default
        lines += ["else:", *("    " + row for row in default)]
    return lines


def switch_value(node: Node, scope: Scope) -> Value:
    """`switch (x) { case 1 -> "a"; default -> "b"; }` as a chain of conditional expressions."""
    if any(_statements(body) for _, body in _read(node, scope)[1]):
        return _switch_before(node, scope)
    subject, groups = _read(node, scope)
    pieces, default, java_type = [], None, UNKNOWN
    for labels, body in groups:
        value = _yielded(node, body, scope)
        java_type = value.type if java_type in {UNKNOWN, value.type} else STRING
        if labels:
            pieces.append(f"{value.at(Level.OR)} if {_test(subject, labels, scope)} else ")
        else:
            default = value
    if default is None:
        last = pieces.pop()
        default = Value(last.partition(" if ")[0], Level.OR)
    return Value("".join(pieces) + default.at(Level.TERNARY), Level.TERNARY, java_type)


def _statements(body: list[Node]) -> bool:
    """Whether a case takes more than an expression."""
    body = [child for child in body if "comment" not in child.type]
    if len(body) == 1 and body[0].type == "block":
        body = [child for child in body[0].named_children if "comment" not in child.type]
    return len(body) != 1 or body[0].type not in {"expression_statement", "yield_statement"}


def _switch_before(node: Node, scope: Scope) -> Value:
    """The switch as a statement before, which gives a variable its value."""
    from .statements import block

    if not scope.may_defer:
        raise Untranslatable(node, "a switch whose value takes several statements")
    name = scope.unit.fresh("chosen")
    inner = scope.inner()
    inner.yields = name
    inner.may_defer = False
    lines = switch_statement(node, inner, block)
    scope.before += lines
    return Value(name, type=inner.yielded[0] if inner.yielded else UNKNOWN)


def _yielded(node: Node, body: list[Node], scope: Scope) -> Value:
    body = [child for child in body if "comment" not in child.type]
    if len(body) == 1 and body[0].type == "block":
        body = [child for child in body[0].named_children if "comment" not in child.type]
    if len(body) != 1 or body[0].type not in {"expression_statement", "yield_statement"}:
        raise Untranslatable(node, "a switch whose value takes several statements")
    return scope.translate(body[0].named_children[0])


def _read(node: Node, scope: Scope) -> tuple[Value, list[tuple[list[Node], list[Node]]]]:
    condition = node.child_by_field_name("condition")
    body = node.child_by_field_name("body")
    assert condition is not None
    assert body is not None
    subject = scope.translate(condition)
    groups: list[tuple[list[Node], list[Node]]] = []
    for child in body.named_children:
        if child.type not in {"switch_block_statement_group", "switch_rule"}:
            continue
        labels, statements = [], []
        has_default = False
        for part in child.named_children:
            if part.type == "switch_label":
                labels += part.named_children
                has_default = has_default or not part.named_children
            else:
                statements.append(part)
        groups.append(([] if has_default else labels, statements))
    return subject, _merged(groups)


def _merged(groups: list[tuple[list[Node], list[Node]]]) -> list[tuple[list[Node], list[Node]]]:
    """`case 1: case 2: ...` is one case."""
    merged: list[tuple[list[Node], list[Node]]] = []
    waiting: list[Node] = []
    pending = False
    for labels, statements in groups:
        if not statements and labels:
            waiting += labels
            pending = True
            continue
        merged.append((waiting + labels if labels or not pending else [], statements))
        waiting, pending = [], False
    return merged


def _body(node: Node, groups: list[tuple[list[Node], list[Node]]], start: int) -> list[Node]:
    """A case's statements, with those it falls through to, without the last `break`."""
    found: list[Node] = []
    for _, statements in groups[start:]:
        only = statements[0] if len(statements) == 1 else None
        if only is not None and only.type == "block":
            statements = only.named_children
        is_rule = bool(statements) and any(
            s.parent is not None and "switch_rule" in (s.parent.type, s.parent.parent and
                                                       s.parent.parent.type)
            for s in statements[:1]
        )  # fmt: skip
        found += statements
        last = next((s for s in reversed(statements) if "comment" not in s.type), None)
        if last is not None and last.type == "break_statement" and not last.named_children:
            found = [s for s in found if s.id != last.id]
            break
        leaving = {"return_statement", "throw_statement", "continue_statement", "break_statement"}
        if is_rule or (last is not None and last.type in leaving):
            break
    if any(_breaks(statement) for statement in found):
        raise Untranslatable(node, "a break within a case")
    return found


def _breaks(node: Node) -> bool:
    """Whether a break in it leaves the switch."""
    if node.type == "break_statement":
        return not node.named_children
    inner = {"for_statement", "while_statement", "do_statement", "enhanced_for_statement",
             "switch_expression", "lambda_expression", "class_body"}  # fmt: skip
    return node.type not in inner and any(map(_breaks, node.named_children))


def _test(subject: Value, labels: list[Node], scope: Scope) -> str:
    texts = []
    own = scope.unit.program.classes.get(subject.type.name)
    for label in labels:
        name = scope.text(label)
        if own is not None and own.kind == "enum" and name in own.fields:
            texts.append(f"{own.name}.{name}")
        elif label.type == "identifier" and scope.variable(name) is None:
            python = scope.unit.class_name(subject.type.name)
            if python is None:
                raise Untranslatable(label, f"the constant {name}")
            texts.append(f"{python}.{name}")
        else:
            texts.append(scope.translate(label).argument)
    left = subject.at(Level.BIT_OR)
    if len(texts) == 1:
        return f"{left} == {texts[0]}"
    return f"{left} in ({', '.join(texts)})"


def has_break(node: Node) -> bool:
    """Whether a break is somewhere in it."""
    return any(below.type == "break_statement" for below in walk(node))
