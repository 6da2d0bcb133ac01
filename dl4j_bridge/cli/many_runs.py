"""How a command shows trainings side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..lab.counting import Moment


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


def cores() -> int:
    """How many runs fit side by side on this machine."""
    from ..jvm.machine import this_machine

    return max(1, int(this_machine().cores))


def _left(moment: Moment) -> str:
    if not moment.share or not moment.seconds:
        return ""
    minutes, seconds = divmod(round(moment.seconds * (1 / moment.share - 1)), 60)
    return f"about {minutes}:{seconds:02} left"
