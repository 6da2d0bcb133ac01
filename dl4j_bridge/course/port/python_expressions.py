"""Python expressions as documents, broken where formatters break them."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .documents import Document, Group, IfBroken, Indent, Line

BINARY: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: ("+", 11),
    ast.Sub: ("-", 11),
    ast.Mult: ("*", 12),
    ast.Div: ("/", 12),
    ast.FloorDiv: ("//", 12),
    ast.Mod: ("%", 12),
    ast.Pow: ("**", 14),
    ast.LShift: ("<<", 10),
    ast.RShift: (">>", 10),
    ast.BitAnd: ("&", 9),
    ast.BitXor: ("^", 8),
    ast.BitOr: ("|", 7),
}
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
_UNARY: dict[type[ast.unaryop], str] = {ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}


class Expressions:
    """Makes documents of the expressions of one line.

    Args:
        line: its text, of which literals are kept as they are written.
    """

    def __init__(self, line: str) -> None:
        self._line = line

    def value(self, node: ast.expr) -> Document:
        """What stands after `=`, `return` or `if`: in parentheses where it is broken."""
        if isinstance(node, ast.Tuple):
            return self._tuple(node)
        if (
            is_chain(node)
            or _operators(node) > 1
            or (_operators(node) and not _ends_in_brackets(node))
        ):
            return Group((IfBroken("("), Indent((Line(), self.of(node))), Line(), IfBroken(")")))
        if isinstance(node, (ast.Constant, ast.JoinedStr, ast.Name)):
            return Group((IfBroken("("), Indent((Line(), self.of(node))), Line(), IfBroken(")")))
        return self.of(node)

    def of(self, node: ast.expr, level: int = 0) -> Document:
        """An expression; in parentheses if it holds together less than is wanted."""
        made, own = self._made(node)
        if own >= level:
            return made
        return Group(("(", Indent((Line(), made)), Line(), ")"))

    def parameters(self, arguments: ast.arguments) -> Document:
        """What stands between the parentheses of `def`."""
        words = [argument.arg for argument in arguments.args]
        defaults = [self.of(default) for default in arguments.defaults]
        parts: list[Document] = list(words[: len(words) - len(defaults)])
        parts += [(f"{n}=", d) for n, d in zip(words[len(parts) :], defaults, strict=True)]
        if arguments.vararg:
            parts.append(f"*{arguments.vararg.arg}")
        if not parts:
            return "()"
        return Group(("(", Indent((Line(), Group(_listed(parts)))), Line(), ")"))

    def _made(self, node: ast.expr) -> tuple[Document, int]:
        if isinstance(node, ast.BoolOp):
            return self._boolean(node)
        if isinstance(node, ast.BinOp):
            return self._binary(node)
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        if isinstance(node, ast.UnaryOp):
            if isinstance(node.op, ast.Not):
                return ("not ", self.of(node.operand, 5)), 5
            return (_UNARY[type(node.op)], self.of(node.operand, 13)), 13
        if isinstance(node, ast.IfExp):
            parts = (self.of(node.body, 3), Line(" "), "if ", self.of(node.test, 3), Line(" "),
                     "else ", self.of(node.orelse, 2))  # fmt: skip
            return Group(parts), 2
        if isinstance(node, ast.Lambda):
            return self._lambda(node), 1
        if isinstance(node, ast.NamedExpr):
            return (self.of(node.target), " := ", self.of(node.value, 1)), 0
        if isinstance(node, ast.Starred):
            return ("*", self.of(node.value, 7)), 1
        return self._primary(node), 15

    def _primary(self, node: ast.expr) -> Document:
        if is_chain(node):
            return Group(self._chain(node))
        if isinstance(node, (ast.Call, ast.Attribute, ast.Subscript)):
            return self._chain(node, broken=False)
        if isinstance(node, ast.List):
            return _bracketed("[", [self.of(e, 1) for e in node.elts], "]")
        if isinstance(node, ast.Dict):
            pairs: list[Document] = [
                (self.of(k, 1), ": ", self.of(v, 1))
                for k, v in zip(node.keys, node.values, strict=True)
                if k is not None
            ]
            return _bracketed("{", pairs, "}")
        if isinstance(node, ast.Tuple):
            return self._tuple(node)
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
            kind = type(node).__name__
            opening = {"ListComp": "[", "SetComp": "{"}.get(kind, "(")
            closing = {"ListComp": "]", "SetComp": "}"}.get(kind, ")")
            inside = self._comprehension(node.elt, node.generators)
            return Group((opening, Indent((Line(), inside)), Line(), closing))
        if isinstance(node, ast.DictComp):
            pair = (self.of(node.key, 1), ": ", self.of(node.value, 1))
            inside = self._comprehension(pair, node.generators)
            return Group(("{", Indent((Line(), inside)), Line(), "}"))
        return ast.get_source_segment(self._line, node) or ast.unparse(node)

    def _comprehension(
        self, element: ast.expr | Document, generators: Sequence[ast.comprehension]
    ) -> Document:
        parts: list[Document] = [self.of(element, 1) if isinstance(element, ast.expr) else element]
        for each in generators:
            target = self.of(each.target)
            if isinstance(each.target, ast.Tuple):
                target = tuple(
                    piece for i, e in enumerate(each.target.elts)
                    for piece in ((", ",) if i else ()) + (self.of(e),)
                )  # fmt: skip
            parts += [Line(" "), ("for ", target, " in ", self.of(each.iter, 3))]
            for test in each.ifs:
                parts += [Line(" "), ("if ", self.of(test, 3))]
        return Group(tuple(parts))

    def _tuple(self, node: ast.Tuple) -> Document:
        parts = [self.of(e, 1) for e in node.elts]
        if len(parts) == 1:
            return ("(", parts[0], ",)")
        return _bracketed("(", parts, ")")

    def _lambda(self, node: ast.Lambda) -> Document:
        words: list[Document] = []
        plain = len(node.args.args) - len(node.args.defaults)
        for i, argument in enumerate(node.args.args):
            default = (f"={ast.unparse(node.args.defaults[i - plain])}",) if i >= plain else ()
            words.append((argument.arg, *default))
        if node.args.vararg:
            words.append(f"*{node.args.vararg.arg}")
        joined = tuple(p for i, w in enumerate(words) for p in ((", ",) if i else ()) + (w,))
        return ("lambda ", joined, ": ", self.of(node.body, 1)) if words else (
            "lambda: ", self.of(node.body, 1)
        )  # fmt: skip

    def _boolean(self, node: ast.BoolOp) -> tuple[Document, int]:
        word, level = ("and", 4) if isinstance(node.op, ast.And) else ("or", 3)
        parts: list[Document] = [self.of(node.values[0], level + 1)]
        for value in node.values[1:]:
            parts += [Line(" "), f"{word} ", self.of(value, level + 1)]
        return Group(tuple(parts)), level

    def _binary(self, node: ast.BinOp) -> tuple[Document, int]:
        word: str
        word, level = BINARY[type(node.op)]
        if isinstance(node.op, ast.Pow):
            space = "" if _simple(node.left) and _simple(node.right) else " "
            return (self.of(node.left, 15), f"{space}**{space}", self.of(node.right, 13)), level
        parts: list[Document] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp) and BINARY[type(left.op)][1] == level:
            word = BINARY[type(left.op)][0]
            parts[:0] = [Line(" "), f"{word} ", self.of(left.right, level + 1)]
            left = left.left
        return Group((self.of(left, level), *parts)), level

    def _comparison(self, node: ast.Compare) -> tuple[Document, int]:
        parts: list[Document] = [self.of(node.left, 7)]
        for operator, right in zip(node.ops, node.comparators, strict=True):
            parts += [Line(" "), f"{_COMPARE[type(operator)]} ", self.of(right, 7)]
        return Group(tuple(parts)), 6

    def _chain(self, node: ast.expr, broken: bool = True) -> Document:
        """`a.b(c).d(e)`, which begins a line at each dot after a bracket."""
        if isinstance(node, ast.Attribute):
            after_bracket = isinstance(node.value, (ast.Call, ast.Subscript))
            place = (Line(),) if broken and after_bracket else ()
            owner = self._chain(node.value, broken)
            return (owner, *place, f".{node.attr}")
        if isinstance(node, ast.Call):
            return (self._chain(node.func, broken), self._arguments(node))
        if isinstance(node, ast.Subscript):
            inside = ast.get_source_segment(self._line, node.slice) or ast.unparse(node.slice)
            if not isinstance(node.slice, (ast.Slice, ast.Tuple)):
                return (self._chain(node.value, broken), "[", self.of(node.slice), "]")
            return (self._chain(node.value, broken), "[", inside, "]")
        return self.of(node, 15)

    def _arguments(self, node: ast.Call) -> Document:
        parts: list[Document] = [self.of(argument, 1) for argument in node.args]
        if len(node.args) == 1 and isinstance(node.args[0], ast.GeneratorExp):
            return parts[0]
        parts += [(f"{k.arg}=", self.of(k.value, 1)) for k in node.keywords]
        if not parts:
            return "()"
        return Group(("(", Indent((Line(), Group(_listed(parts)))), Line(), ")"))


def is_chain(node: ast.expr) -> bool:
    """Whether at least two attributes follow a bracket: then formatters break at the dots."""
    count = 0
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        if isinstance(node, ast.Attribute):
            count += isinstance(node.value, (ast.Call, ast.Subscript))
            node = node.value
        else:
            node = node.func if isinstance(node, ast.Call) else node.value
    return count >= 2


def _operators(node: ast.expr) -> int:
    """How many operators of the weakest kind an expression has."""
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, ast.Compare):
        return len(node.ops)
    if isinstance(node, ast.IfExp):
        return 1
    if isinstance(node, ast.BinOp):
        level, count = BINARY[type(node.op)][1], 0
        left: ast.expr = node
        while isinstance(left, ast.BinOp) and BINARY[type(left.op)][1] == level:
            count, left = count + 1, left.left
        return count
    return 0


def _ends_in_brackets(node: ast.expr) -> bool:
    """Whether a bracket at its end, or at its start, can be broken instead."""
    last = node
    while True:
        if isinstance(last, ast.BoolOp):
            last = last.values[-1]
        elif isinstance(last, ast.Compare):
            last = last.comparators[-1]
        elif isinstance(last, ast.BinOp):
            last = last.right
        elif isinstance(last, ast.IfExp):
            last = last.orelse
        elif isinstance(last, ast.UnaryOp):
            last = last.operand
        else:
            break
    return (isinstance(last, ast.Call) and bool(last.args or last.keywords)) or (
        isinstance(last, (ast.List, ast.Dict, ast.ListComp)) and last.__dict__.get("elts") != []
    )


def _simple(node: ast.expr) -> bool:
    """What `**` takes without spaces around it."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, (ast.Name, ast.Constant)) or (
        isinstance(node, ast.Attribute) and _simple(node.value)
    )


def _listed(parts: Sequence[Document]) -> tuple[Document, ...]:
    found: list[Document] = []
    for i, part in enumerate(parts):
        found += [",", Line(" "), part] if i else [part]
    return (*found, IfBroken(","))


def _bracketed(opening: str, parts: Sequence[Document], closing: str) -> Document:
    if not parts:
        return opening + closing
    return Group((opening, Indent((Line(), *_listed(parts))), Line(), closing))
