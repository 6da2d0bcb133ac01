"""Many runs of one question, side by side, kept in a folder that can be resumed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from .. import datasets
from ..datasets.shared import share, shared_folder
from ..errors import UsageError
from ..experiment import Experiment
from ..history import History, Row
from ..toml import to_toml
from . import folders
from .axes import Trial, trials
from .counting import Counting, Moment
from .workers import Workers

_OUTCOMES = "outcomes.jsonl"


@dataclass(frozen=True)
class Outcome:
    """What became of a trial.

    Attributes:
        trial: what was run.
        status: `done`, `diverged` (the score left the numbers) or `failed` (its process died).
        message: why it is not done; else empty.
        history: rows of the epochs that were trained.
        folder: its run folder.
    """

    trial: Trial
    status: str
    message: str
    history: History
    folder: Path

    @property
    def accuracy(self) -> float | None:
        """Test accuracy after the last epoch, 0 to 1; None unless the run is done."""
        return self._last("test_accuracy")

    @property
    def validation(self) -> float | None:
        """Validation accuracy after the last epoch; None without validation data."""
        return self._last("validation_accuracy")

    @property
    def seconds(self) -> float:
        """Of training alone."""
        return float(sum(self.history["seconds"]))

    def reached(self, accuracy: float) -> Row | None:
        """The first epoch whose test accuracy is at least that, with `total` seconds till then."""
        total = 0.0
        for row in self.history:
            total += row["seconds"]
            if row.get("test_accuracy", 0.0) >= accuracy:
                return {**row, "total": total}
        return None

    @property
    def words(self) -> str:
        """What became of it, in a line."""
        result = self.message if self.accuracy is None else f"{self.accuracy:.2%}"
        return f"{self.trial.label}, seed {self.trial.experiment.seed}: {result}"

    def _last(self, name: str) -> float | None:
        if self.status != "done" or not self.history:
            return None
        value = self.history[-1].get(name)
        return None if value is None else float(value)


class Pool(Protocol):
    """Runs orders somewhere; `Workers` does on this machine."""

    def run(
        self,
        orders: Sequence[dict[str, Any]],
        on_row: Callable[[int, Row], None],
        on_end: Callable[[int, dict[str, Any]], None],
    ) -> None:
        """As `Workers.run`."""


@dataclass(frozen=True)
class Comparison:
    """All outcomes, in the order of the trials.

    Attributes:
        base: the experiment that was varied.
        axes: what was varied.
        outcomes: one a trial.
        folder: where everything lies.
        seconds: of this call.
    """

    base: Experiment
    axes: Mapping[str, Sequence[str]]
    outcomes: list[Outcome]
    folder: Path
    seconds: float


def compare(
    base: Experiment,
    axes: Mapping[str, Sequence[str]],
    seeds: Sequence[int],
    folder: Path,
    *,
    pool: Pool | None = None,
    workers: int = 1,
    resume: bool = False,
    report: Callable[[Moment], None] = lambda moment: None,
) -> Comparison:
    """Run every combination of values with every seed, keep all of it.

    Args:
        base: what the values are put into.
        axes: values by name, as `axes.trials` takes them.
        seeds: of weights, dropout and order of rows; paired across settings.
        folder: made here; must hold nothing yet, unless `resume`.
        pool: where the trials run; None runs `workers` processes here.
        workers: how many processes, each with one thread.
        resume: keep what the folder has of these trials, run the rest.
        report: told where it is, from several threads.

    Raises:
        UsageError: a value that makes no sense, or the folder is in use.
        DataError: the data cannot be read.
        KeyboardInterrupt: Ctrl-C; what has ended is kept.
    """
    wanted = trials(base, axes, seeds)
    if not resume and folder.is_dir() and any(folder.iterdir()):
        raise UsageError(
            f"The folder {folder} holds something already. Choose another with --out, or go on "
            "with what it has by --resume."
        )
    folders.make(folder / "runs")
    (folder / "base.toml").write_text(to_toml(base), encoding="utf-8")
    found = _kept(folder, wanted)
    counting = Counting(len(wanted), report)
    numbers = {trial.key: number for number, trial in enumerate(wanted)}
    for key in found:
        counting.ended(numbers[key], "")
    left = [trial for trial in wanted if trial.key not in found]

    def on_end(number: int, outcome: dict[str, Any]) -> None:
        trial = left[number]
        ended = found[trial.key] = _outcome(folder, trial, outcome)
        _write_down(folder, trial, outcome)
        counting.ended(numbers[trial.key], ended.words)

    def on_row(number: int, row: Row) -> None:
        trial = left[number]
        counting.under_way(numbers[trial.key], row["epoch"] / trial.experiment.epochs)

    if left:
        with shared_folder() as shared:
            orders = [_order(trial, folder, shared, seeds[0]) for trial in left]
            _share_all(left, shared)
            (pool or Workers(min(workers, len(left)))).run(orders, on_row, on_end)
    outcomes = [found[trial.key] for trial in wanted]
    return Comparison(base, axes, outcomes, folder, counting.seconds)


def _order(trial: Trial, folder: Path, shared: Path, first_seed: int) -> dict[str, Any]:
    run = folder / "runs" / trial.key
    shutil.rmtree(run, ignore_errors=True)  # what an interrupted run has left
    return {
        "experiment": to_toml(trial.experiment),
        "data": str(shared / _data_key(trial)),
        "folder": str(run.resolve()),
        # One a setting is enough to look at.
        "keep_model": trial.experiment.seed == first_seed,
    }


def _data_key(trial: Trial) -> str:
    return trial.experiment.data.replace("/", "_").replace("\\", "_").replace(":", "_")


def _share_all(left: list[Trial], shared: Path) -> None:
    for trial in left:
        place = shared / _data_key(trial)
        if not place.exists():
            share(datasets.load(trial.experiment.data), place)


def _write_down(folder: Path, trial: Trial, outcome: Mapping[str, Any]) -> None:
    line = {"key": trial.key, "setting": trial.setting, "seed": trial.experiment.seed}
    with (folder / _OUTCOMES).open("a", encoding="utf-8") as file:
        file.write(json.dumps({**line, **outcome}) + "\n")


def _outcome(folder: Path, trial: Trial, outcome: Mapping[str, Any]) -> Outcome:
    run = folder / "runs" / trial.key
    history = run / "history.jsonl"
    rows = History.load(history) if history.exists() else History()
    return Outcome(trial, outcome["status"], outcome["message"], rows, run)


def _kept(folder: Path, wanted: list[Trial]) -> dict[str, Outcome]:
    """What an earlier call has finished of the same trials; failed ones run again."""
    path = folder / _OUTCOMES
    if not path.exists():
        return {}
    by_key = {trial.key: trial for trial in wanted}
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        outcome = _line(line)
        trial = by_key.get(outcome.get("key", ""))
        if trial is not None and outcome.get("status") in ("done", "diverged"):
            found[trial.key] = _outcome(folder, trial, outcome)
    return found


def _line(text: str) -> dict[str, Any]:
    """A line of the journal; nothing if the end of it was cut off."""
    try:
        line = json.loads(text)
    except json.JSONDecodeError:
        return {}
    return line if isinstance(line, dict) else {}
