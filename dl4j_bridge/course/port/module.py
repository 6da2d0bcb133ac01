"""The whole module: what it imports, its constants, classes, functions, and its start."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import DataError
from ..finding import Finding
from ..source import Source
from .classes import class_lines, function, static_field
from .comments import comment_lines
from .documentation import documentation, leading_comments
from .expressions import expression
from .layout import laid_out
from .program import Class, Field, read
from .scope import Scope
from .statements import block, todo
from .unit import Unit, Untranslatable


@dataclass(frozen=True)
class Ported:
    """A Java program in Python.

    Attributes:
        text: the module.
        todos: what is left to do.
    """

    text: str
    todos: tuple[Finding, ...]


def port(sources: Sequence[Source], main: str) -> Ported:
    """Translate a Java program to Python.

    What cannot be translated becomes a comment with the Java text and a NotImplementedError.

    Args:
        sources: all files of the program.
        main: full name of the class whose `main` is started.

    Raises:
        DataError: a file is no Java, or there is no such class.
    """
    from .checking import check

    check(sources, main)
    program = read(sources, main)
    unit = Unit(program, expression)
    start = program.classes[main.rpartition(".")[2]]
    unit.flat = start if _is_flat(start, unit) else None
    body = _body(start, unit)
    unit.keep(_names(body))
    lines = [*_heading(start, unit), *body]
    return Ported(laid_out(lines), tuple(sorted(unit.todos)))


def _names(lines: Sequence[str]) -> set[str]:
    """All names that the lines use."""
    try:
        tree = ast.parse("\n".join(row.replace("\0", "  ") for row in lines))
    except SyntaxError as error:
        raise DataError(
            f"The program cannot be translated: '{(error.text or '').strip()}' came out, which is "
            "no Python. Simplify the declaration that it comes from."
        ) from error
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _is_flat(start: Class, unit: Unit) -> bool:
    """Whether the main class holds nothing but functions and variables."""
    has_objects = any(not f.is_static for f in start.fields.values()) or any(
        not m.is_static for m in start.methods
    )
    inner = any(c.outer is start and not c.is_static for c in unit.program.classes.values())
    del inner
    return not has_objects and not start.parents and start.kind == "class"


def _body(start: Class, unit: Unit) -> list[str]:
    """Everything below the imports."""
    scope = Scope(unit, start.source, start)
    early: list[Field] = []
    late: list[Field] = []
    if unit.flat is not None:
        for field in start.fields.values():
            (late if _needs_functions(field, start, unit) else early).append(field)
    classes = [c for c in list(unit.program.classes.values()) if c is not unit.flat]
    parts: list[list[str]] = []
    made_classes = [_class(c, unit) for c in _parents_first(classes, unit)]
    functions = _functions(start, scope) if unit.flat is not None else []
    constants = [row for field in early for row in static_field(field, scope, "")]
    if constants:
        parts.append(constants)
    parts += [*made_classes, *functions]
    after = [row for field in late for row in static_field(field, scope, "")]
    after += _static_blocks(start, scope) if unit.flat is not None else []
    if after:
        parts.append(after)
    parts.append(_start(start, unit))
    gap = [""] * (1 if constants else 2)  # as isort has it after imports
    first, *others = parts
    return [*gap, *first, *(row for part in others for row in ["", "", *part])]


def _class(made: Class, unit: Unit) -> list[str]:
    scope = Scope(unit, made.source, made, is_static=False)
    try:
        comments = leading_comments(made.node, scope)
        return [*comments, *class_lines(made, scope)]
    except Untranslatable as problem:
        rows = todo(made.node, problem, scope)
        notes = [row for row in rows if row.startswith("#")]
        raising = rows[-1]
        return [*notes, f"class {made.name}:", "    def __init__(self, *arguments):",
                f"        {raising}"]  # fmt: skip


def _functions(start: Class, scope: Scope) -> list[list[str]]:
    return [
        [
            *leading_comments(method.node, scope),
            *function(start, method, scope, scope.unit.overload_name(start, method), ""),
        ]
        for method in start.methods
    ]


def _static_blocks(start: Class, scope: Scope) -> list[str]:
    lines = []
    for member in start.members:
        if member.type == "static_initializer":
            lines += block(member.named_children[0].named_children, scope)
    return lines


def _needs_functions(field: Field, start: Class, unit: Unit) -> bool:
    """Whether a first value calls what the module defines further down, or needs one that does."""
    from ..source import walk

    own = {m.name for m in start.methods} | set(unit.program.classes) - {start.name}
    text = start.source.text
    seen = {field.name}
    waiting = [field]
    while waiting:
        value = waiting.pop().node.child_by_field_name("value")
        if value is None:
            continue
        names = {text(n) for n in walk(value) if n.type in {"identifier", "type_identifier"}}
        if names & own:
            return True
        waiting += [start.fields[name] for name in (names & set(start.fields)) - seen]
        seen |= names
    return False


def _parents_first(classes: list[Class], unit: Unit) -> list[Class]:
    """Python needs a class before what inherits from it."""
    done: list[Class] = []
    begun: set[int] = set()

    def add(made: Class) -> None:
        if id(made) in begun:
            return
        begun.add(id(made))
        for parent in unit.program.lineage(made):
            if any(parent is one for one in classes):
                add(parent)
        done.append(made)

    for made in classes:
        add(made)
    return done


def _start(start: Class, unit: Unit) -> list[str]:
    method = next(m for m in start.methods if m.name == "main" and m.is_static)
    prefix = "" if unit.flat is not None else f"{start.name}."
    name = unit.overload_name(start, method)
    if not method.parameters:
        return ['if __name__ == "__main__":', f"    {prefix}{name}()"]
    unit.modules.add("sys")
    return ['if __name__ == "__main__":', f"    {prefix}{name}(sys.argv[1:])"]


def _heading(start: Class, unit: Unit) -> list[str]:
    """Docstring and imports."""
    scope = Scope(unit, start.source, start)
    text = documentation(start.node, scope) if unit.flat is not None else []
    first = start.source.root.named_children[0]
    comments = (
        comment_lines(start.source.text(first))
        if "comment" in first.type and not start.source.text(first).startswith("/**")
        else []
    )
    return [*comments, *text, *[""] * bool(text or comments), *_imports(unit)]


def _imports(unit: Unit) -> list[str]:
    """Sorted as isort does: Python's own, others, the classes by their full name."""
    standard = [f"import {name}" for name in sorted(unit.modules)]
    froms: dict[str, set[str]] = {}
    for module, name in unit.from_modules:
        froms.setdefault(module, set()).add(name)
    if unit.mirror or unit.java_classes:
        names = set(unit.mirror) | ({"java_class"} if unit.java_classes else set())
        froms["dl4j_bridge.dl4j"] = names
    if unit.runtime:
        froms["dl4j_bridge.course.java"] = set(unit.runtime)
    own: list[str] = []
    others: list[str] = []
    for module, found in sorted(froms.items()):
        ordered = sorted(found, key=_isort_key)
        row = f"from {module} import {', '.join(ordered)}"
        (own if module.partition(".")[0] in sys.stdlib_module_names else others).append(row)
    groups = [standard + own, others]
    lines: list[str] = []
    for group in groups:
        if group:
            lines += [""] * bool(lines) + group
    if unit.java_classes:
        lines += [""] + [
            f'{simple} = java_class("{full}")' for simple, full in sorted(unit.java_classes.items())
        ]
    return lines


def _isort_key(name: str) -> tuple[int, str, str]:
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name.lower(), name
