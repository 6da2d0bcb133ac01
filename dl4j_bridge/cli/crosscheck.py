"""The command that proves where a Java program and its Python twin agree."""

from __future__ import annotations

import json
import shlex
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from .memory import memory
from .supervised import Supervised

if TYPE_CHECKING:
    from ..lab.crosscheck.checking import Crosscheck, Rules
    from ..lab.crosscheck.running import Errand
    from ..lab.crosscheck.submissions import Submission
    from ..lab.page import Page

_KERAS = (".h5", ".hdf5", ".keras")
# Students write endless loops; one program alone may take as long as it needs.
_PATIENCE = 600


@click.command(cls=Supervised, short_help="Prove where a Java program and its Python twin agree.")
@click.argument("program", type=click.Path(exists=True, path_type=Path))
@click.argument("twin", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--against",
    type=click.Path(exists=True, path_type=Path),
    help="A reference solution, .java or .py, that a folder's programs are compared with.",
)
@click.option(
    "--main", "main_class", help="The class to start; the folder that has it is one program."
)
@click.option("--args", "arguments", default="", help='Arguments of both programs: --args "10 x".')
@click.option(
    "--tolerance",
    type=click.FloatRange(min=0),
    help="Largest difference of numbers that counts as none. Without it every bit counts; of a "
    "Keras model 1e-5.",
)
@click.option("--output", is_flag=True, help="What they print must be the same, too.")
@click.option(
    "--timeout", type=click.FloatRange(min=1), help="Seconds for each run; 600 in a folder."
)
@click.option(
    "--workers", type=click.IntRange(1), default=1, show_default=True, help="Submissions at a time."
)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="Folder for traces, translation, report."
)
@click.option("--html", type=click.Path(path_type=Path), help="Write a page with pictures.")
@click.option("--csv", type=click.Path(path_type=Path), help="Write a folder's table as CSV.")
@memory
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.option("-q", "--quiet", is_flag=True, help="Do not say what is being done.")
def crosscheck(program: Path, twin: Path | None, quiet: bool, **given: Any) -> int:
    """Run a Java PROGRAM and its TWIN in Python on the same data, and compare all they did.

    Without a TWIN the program is translated first. Configuration, first weights, batches, scores,
    weights after each iteration and evaluations are compared; the first difference is told with
    its layer and likely cause. Exit code 0: equal; 1: not.

    PROGRAM may be a folder: one program if but one of its classes can be started; else of
    submissions, each a .java file or a folder, and the result a table. It may be a Keras model
    (.h5), which is compared layer by layer with what Deeplearning4j makes of it.

    \b
    Examples:
      dl4j-bridge crosscheck Course.java
      dl4j-bridge crosscheck Course.java course.py --html report.html
      dl4j-bridge crosscheck submissions --against Solution.java --csv table.csv
      dl4j-bridge crosscheck model.h5
    """
    if program.suffix.lower() in _KERAS:
        return _keras(program, given)
    from ..jvm.child import hearing_sigterm

    tell = _teller(quiet=quiet)
    with hearing_sigterm(), _folder(given["out"]) as folder:
        if _is_folder_of_submissions(program, twin, given):
            return _submissions(program, folder, tell, given)
        return _one(program, twin, folder, tell, given)


def _one(
    program: Path, twin: Path | None, folder: Path, tell: Callable[[str], object], given: Any
) -> int:
    from ..lab.crosscheck import telling
    from ..lab.crosscheck.checking import crosscheck as compare

    twin = twin or given["against"]
    first = _errand(program, given)
    second = None if twin is None else _errand(twin, {**given, "main_class": None})
    check = compare(first, second, folder, _rules(given, given["timeout"]), tell)
    if given["out"]:
        text = json.dumps(telling.as_dict(check), indent=2) + "\n"
        (folder / "report.json").write_text(text, encoding="utf-8")
    _write_page(lambda: telling.page(check), folder, given)
    if given["as_json"]:
        click.echo(json.dumps(telling.as_dict(check)))
    else:
        _show(check, given["out"])
    return 0 if check.equal else 1


def _submissions(
    program: Path, folder: Path, tell: Callable[[str], object], given: dict[str, Any]
) -> int:
    from ..lab.crosscheck import submissions

    reference = _errand(given["against"], given) if given["against"] else None
    done = submissions.check_all(
        [path for path in submissions.programs_in(program) if path != given["against"]],
        folder,
        _rules(given, given["timeout"] or _PATIENCE),
        reference=reference,
        workers=given["workers"],
        tell=tell,
    )
    table = submissions.comma_separated(done)
    for path in (given["csv"], folder / "table.csv" if given["out"] else None):
        if path is not None:
            _write(path, table)
    _write_page(lambda: submissions.page(done, str(program), reference), folder, given)
    if given["as_json"]:
        listed = [one.as_dict() for one in done]
        click.echo(json.dumps({"schema": 1, "ok": True, "submissions": listed}))
    else:
        _table([one.cells() for one in done])
        click.echo(_count(done))
    return 0 if all(one.equal for one in done) else 1


def _is_folder_of_submissions(program: Path, twin: Path | None, given: dict[str, Any]) -> bool:
    """A folder is one program if its class or a twin is named, or but one class can be started."""
    if not program.is_dir() or twin is not None or given["main_class"] is not None:
        return False
    from ..lab.crosscheck.submissions import is_one_program

    return given["csv"] is not None or not is_one_program(program)


def _errand(path: Path, given: dict[str, Any]) -> Errand:
    from ..lab.crosscheck.running import Errand

    return Errand(path, given["main_class"], tuple(shlex.split(given["arguments"])))


def _rules(given: dict[str, Any], timeout: float | None) -> Rules:
    from ..lab.crosscheck.checking import Rules

    return Rules(given["tolerance"] or 0.0, given["output"], timeout)


def _teller(*, quiet: bool) -> Callable[[str], object]:
    return lambda text: None if quiet else click.echo(text, err=True)


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    """The folder that is asked for, or one that is gone afterwards."""
    from ..lab import folders

    if out is not None:
        yield folders.new(out, "crosscheck")
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _write_page(make: Callable[[], Page], folder: Path, given: dict[str, Any]) -> None:
    from ..lab import page

    path = given["html"] or (folder / "report.html" if given["out"] else None)
    if path is not None:
        page.write(make(), path, folder / "plots")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error


def _show(check: Crosscheck, out: Path | None) -> None:
    from ..lab.crosscheck import telling

    _table(telling.rows(check))
    for sentence in telling.verdict(check):
        click.echo(sentence)
    if out is not None:
        click.echo(f"Everything is in {out}.")


def _table(rows: list[dict[str, str]]) -> None:
    from rich.markup import escape
    from rich.table import Table

    from .console import console

    table = Table()
    for name in rows[0]:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row.values()))
    console().print(table)


def _count(done: list[Submission]) -> str:
    return f"{sum(one.equal for one in done)} of {len(done)} are equal."


def _keras(path: Path, given: dict[str, Any]) -> int:
    from ..lab import keras_check
    from .console import console
    from .crosscheck_keras import show, to_json

    rule = {} if given["tolerance"] is None else {"tolerance": given["tolerance"]}
    done = keras_check.check(path, **rule)
    if given["as_json"]:
        click.echo(json.dumps({"schema": 1, "ok": True, **to_json(done)}))
    else:
        show(done, console())
    return 0 if done.agrees else 1
