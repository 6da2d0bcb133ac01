"""A training's history as event files, for TensorBoard to show."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import DataError, SetupError, UsageError
from ..history import History

if TYPE_CHECKING:
    from types import TracebackType

# Columns of a history that are counts or the step itself.
_NO_SCALARS = ("epoch", "iterations")


class EventLog:
    """Event file of one run, written while it trains; also a context manager.

    Each number of a row is a scalar `epoch/NAME` (loss, test_accuracy, learning_rate,
    validation_loss ...) at the epoch's step, each score a scalar `iteration/score` at the
    iteration's, both counted from 1. Times are those of training alone, evaluations left out.
    """

    def __init__(self, folder: str | Path, began: float | None = None) -> None:
        """Open a new event file.

        Args:
            folder: of the run; its parent is what `tensorboard --logdir` takes.
            began: when training began, seconds since 1970; None for now.

        Raises:
            SetupError: TensorBoard is not installed.
            UsageError: the folder cannot be written.
        """
        self._began = time.time() if began is None else began
        self._rows = self._scores = 0
        self._writer = _writer(Path(folder))

    def update(self, history: History) -> None:
        """Write what has come since the last update; TensorBoard sees it at once."""
        scores, ends = history.scores, np.cumsum([0.0, *history["seconds"]])
        steps = np.cumsum([0, *history["iterations"]])
        moments = np.interp(np.arange(len(scores)) + 1, steps, ends)
        for step in range(self._scores, len(scores)):
            self._write(step + 1, moments[step], {"iteration/score": scores[step]})
        for row, end in list(zip(history, ends[1:], strict=True))[self._rows :]:
            values = {f"epoch/{name}": row[name] for name in row if name not in _NO_SCALARS}
            self._write(row["epoch"], end, values)
        self._rows, self._scores = len(history), len(scores)
        self._writer.flush()

    def close(self) -> None:
        """Close the file."""
        self._writer.close()

    def _write(self, step: int, seconds: float, values: dict[str, float | None]) -> None:
        from tensorboard.compat.proto.event_pb2 import Event
        from tensorboard.compat.proto.summary_pb2 import Summary

        scalars = [
            Summary.Value(tag=tag, simple_value=value)
            for tag, value in values.items()
            if value is not None
        ]
        when = self._began + seconds
        self._writer.add_event(Event(step=step, wall_time=when, summary=Summary(value=scalars)))

    def __enter__(self) -> EventLog:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def write_events(run: str | Path, folder: str | Path) -> None:
    """Write the event file of a run that has ended.

    Args:
        run: its folder, with `history.jsonl` and `scores.npy`.
        folder: as for `EventLog`.

    Raises:
        DataError: there is no such history, or it cannot be read.
        SetupError: TensorBoard is not installed.
    """
    rows, scores = Path(run, "history.jsonl"), Path(run, "scores.npy")
    if not rows.is_file() or not scores.is_file():
        raise DataError(f"{run} is no run folder: it lacks history.jsonl or scores.npy.")
    history = History.load(rows)
    history.add_scores(np.load(scores, allow_pickle=False))
    with EventLog(folder, rows.stat().st_mtime - sum(history["seconds"])) as log:
        log.update(history)


def _writer(folder: Path) -> Any:
    try:
        # The other small writer, tensorboardX, leaves events in a queue when it is told to flush.
        from tensorboard.summary.writer.event_file_writer import EventFileWriter
    except ImportError as error:
        raise SetupError(
            "Event files need TensorBoard, which is not installed. "
            "Get it with: pip install 'dl4j-bridge[tensorboard]'"
        ) from error
    try:
        return EventFileWriter(str(folder))
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror or error}.") from error
