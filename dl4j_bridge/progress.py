"""Where a training run is, shown while it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from .history import Row


@dataclass(frozen=True)
class Status:
    """A moment of a training run.

    Attributes:
        phase: `training`, `evaluating`, or `trained` when an epoch is over.
        epoch: from 1.
        epochs: how many there will be.
        iteration: batches done in this epoch.
        iterations: batches an epoch.
        loss: mean score of this epoch's batches.
        ms_per_iteration: milliseconds a batch in this epoch.
        row: the epoch's row of the history, when it is over.
    """

    phase: str
    epoch: int
    epochs: int
    iteration: int
    iterations: int
    loss: float
    ms_per_iteration: float
    row: Row | None = None


Report = Callable[[Status], None]


@contextmanager
def display(progress: bool | Report, file: TextIO | None = None) -> Iterator[Report]:
    """A display for the length of a block; call what it yields with each status.

    On a terminal: one live line for the whole run. Elsewhere (a file, a pipe, a notebook): one
    plain line an epoch.

    Args:
        progress: True shows one, False shows nothing, a function is told instead.
        file: where to; None takes standard error, in a notebook standard output.
    """
    if not isinstance(progress, bool):
        yield progress
        return
    if not progress:
        yield lambda status: None
        return
    file = file or (sys.stdout if _in_notebook() else sys.stderr)
    if _is_animated(file):
        with _live(file) as report:
            yield report
    else:
        yield lambda status: _plain(file, status)


def epoch_line(row: Row, epochs: int) -> str:
    """An epoch in one line, such as `epoch  3/15   loss 0.2213   accuracy 94.61 %   5.9 ms/it`."""
    width = len(str(epochs))
    parts = [f"epoch {row['epoch']:{width}}/{epochs}", f"loss {row['loss']:.4f}"]
    if "validation_loss" in row:
        parts.append(f"validation {row['validation_loss']:.4f}")
    if "test_accuracy" in row:
        parts.append(f"accuracy {row['test_accuracy']:.2%}")
    parts += [f"{row['ms_per_iteration']:.2f} ms/iteration", f"{row['seconds']:.1f} s"]
    return "   ".join(parts)


def _plain(file: TextIO, status: Status) -> None:
    if status.row is not None:
        print(epoch_line(status.row, status.epochs), file=file, flush=True)


@contextmanager
def _live(file: TextIO) -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(file=file)
    with Progress(
        TextColumn("{task.fields[what]}"),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[text]}"),
        console=console,
        transient=True,
        refresh_per_second=10,
    ) as progress:
        task = progress.add_task("", total=None, what="starting Deeplearning4j", text="")

        def report(status: Status) -> None:
            done = (status.epoch - 1) * status.iterations + status.iteration
            total = status.epochs * status.iterations
            left = status.ms_per_iteration / 1e3 * (total - done)
            progress.update(
                task,
                completed=done,
                total=total,
                what=f"epoch {status.epoch}/{status.epochs}",
                text=_live_text(status, left),
            )
            if status.row is not None:
                progress.console.print(epoch_line(status.row, status.epochs), highlight=False)

        yield report


def _live_text(status: Status, left: float) -> str:
    if status.phase == "evaluating":
        return "evaluating"
    minutes, seconds = divmod(round(left), 60)
    return (
        f"loss {status.loss:.4f}  {status.ms_per_iteration:.2f} ms/it  {minutes}:{seconds:02} left"
    )


def _is_animated(file: TextIO) -> bool:
    from rich.console import Console

    console = Console(file=file)
    return console.is_terminal and not console.is_dumb_terminal


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and shell.__class__.__name__ == "ZMQInteractiveShell"
