"""The command that measures which settings are fastest on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from .supervised import Supervised

if TYPE_CHECKING:
    from ..jvm.tuned import Tuned
    from ..lab.machine_tuning import Line
    from ..lab.timing import Report

_SECONDS, _QUICK_SECONDS = 150.0, 45.0

_TOO_SHORT = (
    "Too few rounds fitted into the time to tell a gain from noise, so nothing was changed. "
    "Try again when nothing else runs."
)


@click.command(
    "tune-machine",
    cls=Supervised,
    short_help="Measure the fastest settings of this machine, remember them.",
)
@click.option("--quick", is_flag=True, help="Try less: one minute instead of three.")
@click.option("--all", "everything", is_flag=True, help="Fetch MKL and the newer OpenBLAS too.")
@click.option("--forget", is_flag=True, help="Remove what is remembered; measure nothing.")
@click.option("--rounds", type=click.IntRange(1), default=None, hidden=True)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
def tune_machine(
    quick: bool, everything: bool, forget: bool, rounds: int | None, as_json: bool, quiet: bool
) -> None:
    """Train short networks with several settings in turns, and keep the fastest.

    Runs use what was found from then on; `dl4j-bridge doctor` shows it. A gain that may be noise
    changes nothing. Other programs disturb: leave the machine alone meanwhile.
    """
    from ..jvm.machine import this_machine
    from ..lab import machine_tuning, timing
    from .download import download_bar

    machine = this_machine()
    if forget:
        machine_tuning.keep(None, machine)
        text = "Nothing is remembered for this machine: the rule's settings hold."
        click.echo(json.dumps({"schema": 1, "ok": True}) if as_json else text)
        return
    with download_bar(quiet=quiet) as on_fetch:
        backends = machine_tuning.backends_here(fetch_all=everything, on_fetch=on_fetch)
    if quick and not everything:
        backends = backends[:1]
    tried = machine_tuning.candidates(machine, backends, quick=quick)
    with _progress(quiet=quiet) as report:
        seconds = _QUICK_SECONDS if quick else _SECONDS
        times = timing.measure(tried, seconds, report, rounds or timing.ROUNDS)
    choice = machine_tuning.choose(tried, times)
    enough = timing.rounds_of(times) >= machine_tuning.FEWEST_ROUNDS
    if enough:
        machine_tuning.keep(choice, machine)
    rows = machine_tuning.table(tried, times)
    if as_json:
        click.echo(json.dumps(_result(rows, choice, timing.rounds_of(times))))
        return
    click.echo("\n".join([*_lines(rows), "", _verdict(choice) if enough else _TOO_SHORT]))


def _result(rows: list[Line], choice: Tuned | None, rounds: int) -> dict[str, object]:
    return {
        "schema": 1,
        "ok": True,
        "rounds": rounds,
        "timings": [asdict(row) for row in rows],
        "kept": asdict(choice) if choice else None,
    }


def _lines(rows: list[Line]) -> list[str]:
    """A table: for each workload the settings, the fastest first."""
    width = max(len(row.settings) for row in rows)
    heading = f"{'':<13}{'settings':<{width}}   ms an iteration          by the rule's"
    lines = [heading]
    for row in rows:
        spread = f"({row.least:.2f} to {row.most:.2f})"
        rule = "  the rule" if row.rule else ""
        lines.append(
            f"{row.workload:<13}{row.settings:<{width}}   "
            f"{row.ms:7.2f} {spread:<18} {row.ratio:6.2f}{rule}"
        )
    return lines


def _verdict(choice: Tuned | None) -> str:
    if choice is None:
        return "No settings are faster than the rule's by more than noise: the rule's hold."
    return (
        f"Kept: backend {choice.backend}, threads {choice.threads}: {choice.ratio:.2f} of the "
        "rule's time. `dl4j-bridge doctor` shows it, `dl4j-bridge tune-machine --forget` takes it "
        "back."
    )


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Report]:
    """A bar on stderr that goes away; nothing off a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    hidden = quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("starting", total=1.0)
        yield lambda text, part: bar.update(task, description=text, completed=part)
