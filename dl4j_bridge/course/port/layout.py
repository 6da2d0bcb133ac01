"""Logical lines in the form that Python's formatters give them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from .documents import WIDTH, Document, Group, IfBroken, Indent, Line, render
from .python_expressions import BINARY, Expressions


def laid_out(lines: Sequence[str]) -> str:
    """The text of the module.

    Args:
        lines: one for each statement; a zero character separates a comment behind it.
    """
    made = []
    in_text = False
    for row in spaced(lines):
        quotes = row.count('"""')
        made.append(row if in_text or quotes else _line(row))
        in_text = in_text != (quotes % 2 == 1)
    return "\n".join(made).strip("\n") + "\n"


def spaced(lines: Iterable[str]) -> list[str]:
    """Empty lines where formatters want them, around functions and classes, and no others."""
    out: list[str] = []
    blanks = 0
    open_blocks: list[int] = []  # indentation of the functions and classes we are in
    in_text = False
    for row in lines:
        if in_text:
            out.append(row.rstrip())
            in_text = row.count('"""') % 2 == 0
            continue
        if not row.strip():
            blanks += 1
            continue
        indent = len(row) - len(row.lstrip())
        wanted = min(blanks, 1 if indent else 2)
        body_ended = False
        while open_blocks and indent <= open_blocks[-1]:
            open_blocks.pop()
            body_ended = True
        starts = row.lstrip().startswith(("def ", "class ", "@"))
        previous = out[-1] if out else ""
        attached = previous.lstrip().startswith(("@", "#")) and _indent(previous) == indent
        if body_ended:
            wanted = 1 if indent else 2
        if starts and not attached and out:
            wanted = 1 if indent else 2
        if starts and attached:
            wanted = 0
        opener = _code(previous).endswith(":") and _indent(previous) < indent
        if opener or not out:
            wanted = 0
        if out and '"""' in previous and _indent(previous) == indent and _in_class(out):
            wanted = max(wanted, 1)
        if starts and attached and previous.lstrip().startswith("#"):
            _part_from_above(out, indent)
        out += [""] * wanted
        out.append(row)
        blanks = 0
        if row.lstrip().startswith(("def ", "class ")):
            open_blocks.append(indent)
        in_text = row.count('"""') == 1
    return out


def _part_from_above(out: list[str], indent: int) -> None:
    """Empty lines before the comments that stand right before a function."""
    at = len(out)
    while at and out[at - 1].lstrip().startswith(("#", "@")) and _indent(out[at - 1]) == indent:
        at -= 1
    if at and out[at - 1] and not (out[at - 1].endswith(":") and _indent(out[at - 1]) < indent):
        out[at:at] = [""] * (1 if indent else 2)


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _code(row: str) -> str:
    return row.partition("\0")[0].rstrip()


def _in_class(out: Sequence[str]) -> bool:
    """Whether the docstring that has just ended is that of a class."""
    for row in reversed(out):
        if row.lstrip().startswith("class ") and row.rstrip().endswith(":"):
            return True
        if row.lstrip().startswith("def "):
            return False
    return False


def _line(row: str) -> str:
    """One statement, on as many lines as it needs."""
    code, _, comment = row.partition("\0")
    indent = _indent(code)
    text = code.strip()
    tail = f"  {comment}" if comment else ""
    if not text or text.startswith(("#", '"""')):
        return row.replace("\0", "  ")
    made = _statement(text, indent)
    if "\n" in made and comment:
        return f"{' ' * indent}{comment}\n{' ' * indent}{made}"
    return " " * indent + made + tail


def _statement(text: str, indent: int) -> str:
    parsed = _parsed(text)
    if parsed is None:
        return text
    document = _document(*parsed)
    if document is None:
        return text
    made = render(document, indent)
    again = _parsed(made)
    same = again is not None and ast.dump(again[0]) == ast.dump(parsed[0])
    return _unbroken_text(made, text) if same else text


def _unbroken_text(made: str, text: str) -> str:
    """A text that has no room even on a line of its own is left where it is."""
    rows = made.split("\n")
    is_text = len(rows) == 3 and rows[1].lstrip().startswith(('"', 'f"', "'", "f'"))
    if is_text and len(rows[1]) > WIDTH and rows[2].strip() in {")", "):"}:
        before = rows[0].removesuffix("(")
        if not before or before.endswith((" ", "=")):
            return text
    return made


def _parsed(text: str) -> tuple[ast.stmt, str, str] | None:
    """A statement, the keyword it is written with if that is another one, and its text."""
    after, word = "", ""
    if text.startswith("elif "):
        text, word = text[2:], "elif"
    elif text.startswith(("else:", "try:", "finally:", "except ", "@")):
        return None
    if text.rstrip().endswith(":") and not text.startswith(("lambda",)):
        after = " pass"
    try:
        body = ast.parse(text + after).body
    except SyntaxError:
        return None
    return (body[0], word, text) if len(body) == 1 else None


def _document(node: ast.stmt, word: str, text: str) -> Document | None:
    make = Expressions(text)
    if isinstance(node, ast.Expr):
        return make.value(node.value)
    if isinstance(node, ast.Assign):
        return (make.of(node.targets[0]), " = ", make.value(node.value))
    if isinstance(node, ast.AugAssign):
        sign = BINARY[type(node.op)][0]
        return (make.of(node.target), f" {sign}= ", make.value(node.value))
    if isinstance(node, ast.Return) and node.value is not None:
        return ("return ", make.value(node.value))
    if isinstance(node, ast.Raise) and node.exc is not None:
        return ("raise ", make.value(node.exc))
    if isinstance(node, (ast.If, ast.While)):
        keyword = word or ("if" if isinstance(node, ast.If) else "while")
        return (f"{keyword} ", make.value(node.test), ":")
    if isinstance(node, ast.For):
        target = ast.unparse(node.target).strip("()")
        return (f"for {target} in ", make.value(node.iter), ":")
    if isinstance(node, ast.FunctionDef):
        return (f"def {node.name}", make.parameters(node.args), ":")
    if isinstance(node, ast.ImportFrom):
        names = [alias.name for alias in node.names]
        inside: list[Document] = []
        for name in names:
            inside += [",", Line(" "), name] if inside else [name]
        listed = (IfBroken("("), Indent((Line(), *inside, IfBroken(","))), Line(), IfBroken(")"))
        return (f"from {node.module} import ", Group(listed))
    return None
