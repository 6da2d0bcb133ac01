"""The progress bar of a download."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.progress import Progress as Bar

from ..downloads import PlainProgress, Progress, Status


@contextmanager
def download_bar(*, quiet: bool = False) -> Iterator[Progress]:
    """What to tell a fetch to report to: a bar on stderr, plain lines off a terminal.

    Nothing is shown unless something is downloaded or wrong.
    """
    console = Console(stderr=True, highlight=False)
    if quiet:
        yield _silent
    elif not console.is_terminal or console.is_dumb_terminal:
        yield PlainProgress()
    else:
        columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        bar = Bar(*columns, console=console, transient=True)
        try:
            yield _drawing(bar)
        finally:
            bar.stop()


def _silent(status: Status) -> None:
    pass


def _drawing(bar: Bar) -> Progress:
    def report(status: Status) -> None:
        if status.message:
            bar.console.print(status.message, soft_wrap=True, markup=False)
        if not bar.tasks and status.stage == "download":
            bar.add_task("", total=status.total, completed=status.done)
            bar.start()
        for task in bar.tasks:
            bar.update(task.id, completed=status.done)
        if status.stage == "done":
            bar.stop()  # another display may follow, or another download
            for task in bar.tasks:
                bar.remove_task(task.id)

    return report
