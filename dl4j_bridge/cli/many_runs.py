"""What the commands with trainings side by side are given, how they show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ..errors import JvmDied, UsageError

if TYPE_CHECKING:
    from ..lab.counting import Moment

VARIED = (
    "Anything else: activation=relu,tanh, dropout=0,0.5, hidden=100,500-100, batch-size, "
    "weight-init, schedule=none;cosine ... Values with commas are separated by semicolons."
)


def axes_given(given: dict[str, Any]) -> dict[str, list[str]]:
    """What --updaters, --learning-rates and --vary vary, values by name.

    Raises:
        UsageError: a --vary without a name or values.
    """
    axes = {}
    if given["updaters"]:
        axes["updater"] = _values(given["updaters"])
    if given["learning_rates"]:
        axes["learning-rate"] = _values(given["learning_rates"])
    for text in given["varied"]:
        name, equals, values = text.partition("=")
        if not equals or not values:
            raise UsageError(f"'{text}' says not what to vary; write --vary activation=relu,tanh.")
        axes[name.strip()] = _values(values)
    return axes


def _values(text: str) -> list[str]:
    separator = ";" if ";" in text else ","
    values = [value.strip() for value in text.split(separator) if value.strip()]
    return list(dict.fromkeys(values))


@contextmanager
def display(*, quiet: bool) -> Iterator[Callable[[Moment], None]]:
    """Yields what is to be told each moment.

    On a terminal: one bar for all runs. Elsewhere: a line for each run that ends.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    if quiet:
        yield lambda moment: None
        return
    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[left]}"))
    animated = console.is_terminal and not console.is_dumb_terminal
    with Progress(*columns, console=console, transient=True, disable=not animated) as bar:
        task = bar.add_task("starting", total=1.0, left="")

        def report(moment: Moment) -> None:
            words = f"run {moment.done} of {moment.total}"
            bar.update(task, description=words, completed=moment.share, left=_left(moment))
            if moment.said:
                line = f"{moment.done}/{moment.total}  {moment.said}"
                bar.console.print(line, markup=False, soft_wrap=True)

        yield report


def end_if_failed(failed: Sequence[str], of: int, advice: str = "") -> None:
    """Name the runs that failed, after all that came through was shown.

    Raises:
        click.exceptions.Exit: there are some; what was asked for is not all there.
    """
    if failed:
        lines = "".join(f"\n  {one}" for one in failed)
        click.echo(f"{len(failed)} of {of} failed, the others are whole. {advice}{lines}", err=True)
        raise click.exceptions.Exit(JvmDied.exit_code)


def cores() -> int:
    """How many runs fit side by side on this machine."""
    from ..jvm.machine import this_machine

    return max(1, int(this_machine().cores))


def _left(moment: Moment) -> str:
    if not moment.share or not moment.seconds:
        return ""
    minutes, seconds = divmod(round(moment.seconds * (1 / moment.share - 1)), 60)
    return f"about {minutes}:{seconds:02} left"
