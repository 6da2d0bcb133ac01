"""The command that runs a Java course program."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import completing
from .memory import memory
from .offline import offline
from .supervised import Supervised

if TYPE_CHECKING:
    from ..course.faults import CourseFaults
    from ..course.program import Program
    from ..lab.old_code import Repaired


@click.command(
    cls=Supervised,
    short_help="Run a Java course program.",
    # What follows the program is for the program.
    context_settings={"allow_interspersed_args": False},
)
@click.argument("course", type=click.Path(path_type=Path))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option("--main", metavar="CLASS", help="Class to start, where several have a main method.")
@click.option(
    "--fix", is_flag=True, help="Write a copy with the old API replaced, instead of running it."
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Folder for --fix; by default `fixed` beside the program.",
)
@click.option(
    "--trace",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write down in DIR what its networks do.",
)
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    help="Threads of ND4J and its BLAS. One by default, which computes a Python twin's bits.",
)
@click.option("--heap", type=int, metavar="MB", help="Largest heap of its JVM.")
@click.option(
    "--backend",
    shell_complete=completing.backends_or_auto,
    help="Jar set, as `backends list` shows them; auto takes a card.",
)
@memory
@offline
@click.option("--json", "as_json", is_flag=True, help="With --fix: what was found, as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress of downloads.")
def run(course: Path, arguments: tuple[str, ...], quiet: bool, **given: Any) -> int:
    """Run COURSE, a Java file or a folder, as it is; ARGUMENTS are the program's.

    It needs no project: other files whose classes it names are compiled with it, and MNIST and
    Iris are there without a connection. Its exit code becomes this command's. Options stand before
    COURSE.

    \b
    Examples:
      dl4j-bridge run Xor.java
      dl4j-bridge run --threads 1 course/ --main course.MnistOneLayer
      dl4j-bridge run Course.java --epochs 3
      dl4j-bridge run --fix OldCourse.java
    """
    from ..lab import programs
    from .backend import chosen_options
    from .download import download_bar

    if given["as_json"] and not given["fix"]:
        raise click.UsageError("--json belongs to --fix; a program's output is its own.")
    if given["fix"] and arguments:
        raise click.UsageError(
            f"--fix runs nothing, so {arguments[0]!r} has no use; options stand before COURSE."
        )
    options = chosen_options(given["backend"], heap=given["heap"], quiet=quiet)
    program = programs.find(course, given["main"])
    if given["fix"]:
        return _fix(program, given["out"], options.backend, given["as_json"])
    with download_bar(quiet=quiet) as on_progress:
        code = programs.run(
            program,
            arguments,
            options=options,
            trace=given["trace"],
            threads=given["threads"],
            on_progress=on_progress,
        )
    if code:
        _hint(program, options.backend)
    return code


def _hint(program: Program, backend: str) -> None:
    """A failed program may miss its data, or have met a class that is no longer what it was."""
    from ..lab.libraries import libraries
    from ..lab.misplaced import misplaced
    from ..lab.old_code import old_code

    for name, folder in misplaced(program):
        click.echo(
            f"{name} is not in the current folder but in {folder}: run it from there.", err=True
        )
    found = old_code(program, libraries(program, backend))
    if found:
        click.echo("The program failed; it has API of an older Deeplearning4j:", err=True)
    for finding in found:
        click.echo(finding, err=True)


def _fix(program: Program, out: Path | None, backend: str, as_json: bool) -> int:
    from ..course.faults import CourseFaults
    from ..lab.old_code import left_over, repair
    from ..lab.programs import compiled

    done = repair(program, out or program.sources[0].path.parent / "fixed", backend)
    left: CourseFaults | None = None
    try:
        compiled(done.program, backend)
    except CourseFaults as error:
        left = left_over(done, error, backend)
    if as_json:
        click.echo(json.dumps(_told(done, left)))
        return left.exit_code if left else 0
    for finding in done.findings:
        if left is None or finding not in done.by_hand:
            click.echo(finding, err=True)
    click.echo(done.program.sources[0].path)
    if left is not None:
        raise left
    return 0


def _told(done: Repaired, left: CourseFaults | None) -> dict[str, Any]:
    return {
        "schema": 1,
        "ok": left is None and not done.by_hand,
        "left": str(left) if left else None,
        "files": [str(source.path) for source in done.program.sources],
        "findings": [
            {**dataclasses.asdict(one), "path": str(one.path), "repaired": one not in done.by_hand}
            for one in done.findings
        ],
    }
