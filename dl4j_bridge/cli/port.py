"""The command that translates Java course code to Python."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..course.port import Ported


@click.command(short_help="Translate a Java course program to Python.")
@click.argument("program", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="File to write; - prints it.")
@click.option("--main", "main_class", metavar="CLASS", help="Which class to start, if several can.")
@click.option("--force", is_flag=True, help="Overwrite a file that exists.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def port(
    program: Path, out: Path | None, main_class: str | None, force: bool, as_json: bool
) -> None:
    """Translate PROGRAM, a .java file or a folder of them, to Python with the mirror's classes.

    What cannot be translated becomes a TODO with the Java line, and raises NotImplementedError
    when the program gets there; a warning says so. Starts no Java.

    \b
    dl4j-bridge port Course.java -o course.py
    dl4j-bridge port Course.java | less
    """
    from ..course import port as porting
    from ..course.program import find
    from ..errors import UsageError

    found = find(program, main_class)
    ported = porting.port(found.sources, found.main)
    target = None if out is None or str(out) == "-" else out
    if target is not None and target.exists() and not force:
        raise UsageError(f"{target} exists. Take another name, or --force to overwrite it.")
    if target is not None:
        _write(target, ported.text)
    for todo in ported.todos:
        click.echo(f"Warning: {todo.path}:{todo.line}: {todo.what}", err=True)
    if as_json:
        click.echo(json.dumps(_facts(ported, target)))
    elif target is None:
        click.echo(ported.text, nl=False)
    else:
        click.echo(str(target))
        if count := len(ported.todos):
            needs = "line needs" if count == 1 else "lines need"
            click.echo(f"{count} {needs} your hand.", err=True)


def _write(target: Path, text: str) -> None:
    from ..errors import UsageError

    try:
        target.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written: {error.strerror or error}. Take another place."
        ) from error


def _facts(ported: Ported, target: Path | None) -> dict[str, object]:
    todos = [
        {"path": str(t.path), "line": t.line, "column": t.column, "what": t.what, "fix": t.fix}
        for t in ported.todos
    ]
    written = {"file": str(target)} if target else {"text": ported.text}
    return {"schema": 1, "ok": True, **written, "todos": todos}
