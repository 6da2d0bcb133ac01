"""The search for a good setting: trials side by side, then the best one on all training data."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..datasets import Dataset
from ..datasets.shared import share, shared_folder
from ..errors import SetupError, UsageError
from ..experiment import Experiment
from ..history import Row
from ..interruption import undisturbed
from ..progress import Report
from ..toml import to_toml
from . import folders
from .axes import label
from .counting import Counting, Moment
from .running import Run, run
from .search_space import settled
from .study import Attempt, Study
from .study_picture import draw
from .workers import Workers

if TYPE_CHECKING:
    import optuna


def search(
    study: Study,
    count: int,
    data: Dataset,
    *,
    workers: int = 1,
    report: Callable[[Moment], None] = lambda moment: None,
) -> bool:
    """Add trials to a study; the test data is never looked at.

    Args:
        study: what suggests and remembers.
        count: trials to add.
        data: what the study's experiment calls its `data`.
        workers: how many processes, each with one thread.
        report: told where it is, from several threads.

    Returns:
        Whether all of them were tried; False if Ctrl-C ended the search. What has ended is kept.
    """
    count = study.left(count)
    if not count:
        return True
    with shared_folder() as place:
        # Nobody can judge by what is not there: a training row stands in for the test data.
        share(replace(data, test=data.train.take(1)), place / "data")
        trials = _Trials(study, count, place, report)
        try:
            Workers(min(workers, count)).run(trials.orders(), trials.row, trials.end)
        except KeyboardInterrupt:
            return False
        finally:
            trials.abandon()
    return True


@dataclass
class _Open:
    """A trial under way."""

    trial: optuna.Trial
    experiment: Experiment
    rows: list[Row]


class _Trials:
    """Hands trials to the workers, their rows and outcomes to the study."""

    def __init__(
        self, study: Study, count: int, place: Path, report: Callable[[Moment], None]
    ) -> None:
        self._study, self._count, self._place = study, count, place
        self._counting = Counting(count, report)
        self._open: dict[int, _Open] = {}

    def orders(self) -> Iterator[dict[str, Any]]:
        for number in range(self._count):
            with undisturbed():
                asked = self._study.ask()
                if asked is None:
                    return
                self._open[number] = _Open(*asked, rows=[])
            yield {
                "experiment": to_toml(asked[1]),
                "data": str(self._place / "data"),
                "folder": str(self._place / str(number)),
                "keep_model": False,
            }

    def row(self, number: int, row: Row) -> bool:
        one = self._open[number]
        one.rows.append(row)
        self._counting.under_way(number, row["epoch"] / one.experiment.epochs)
        last = row["epoch"] == one.experiment.epochs
        return self._study.hopeless(one.trial, row) and not last

    def end(self, number: int, outcome: dict[str, Any]) -> None:
        status = "pruned" if outcome["status"] == "stopped" else outcome["status"]
        with undisturbed():
            one = self._open.pop(number)
            attempt = self._study.tell(one.trial, status, one.rows, outcome["message"])
        self._counting.ended(number, _line(attempt, one.experiment.epochs))

    def abandon(self) -> None:
        for one in self._open.values():
            self._study.tell(one.trial, "interrupted", one.rows)


def _line(attempt: Attempt, epochs: int) -> str:
    result = "" if attempt.value is None else f"{attempt.value:.4f}"
    if attempt.status == "pruned":
        result = f"{result}, pruned after epoch {attempt.epochs} of {epochs}"
    if attempt.status in ("diverged", "failed"):
        result = f"{attempt.status}: {attempt.message}"
    return f"trial {attempt.number}  {label(rounded(attempt))}: {result}"


def rounded(attempt: Attempt) -> dict[str, str]:
    """The setting with numbers as one reads them, to four digits."""
    return {name: _short(value) for name, value in attempt.setting.items()}


def _short(value: str) -> str:
    try:
        return f"{float(value):.4g}"
    except ValueError:
        return value


@dataclass(frozen=True)
class Found:
    """What a search has led to.

    Attributes:
        best: the trial with the best validation.
        run: its setting trained on all training data; None if that was not asked for.
        picture: of the study; None without matplotlib.
    """

    best: Attempt
    run: Run | None
    picture: Path | None


def finish(
    study: Study, data: Dataset, folder: Path, *, retrain: bool, progress: Report | bool = False
) -> Found:
    """Write down what a study has found, train the best setting again.

    Args:
        study: with one trial that came through at least.
        data: as that of `search`; this is the first look at its test half.
        folder: gets `trials.csv`, `best.toml` (which `train --config` takes), `study.png`, and
            the run folder `best`.
        retrain: whether to train it.
        progress: as that of `run`.

    Raises:
        UsageError: no trial came through.
        Diverged: with all rows, a score was NaN or infinite.
    """
    found = _best(study)
    experiment = _with_all_rows(settled(study.question.base, found.setting))
    folders.make(folder)
    _write_trials(study, folder / "trials.csv")
    (folder / "best.toml").write_text(to_toml(experiment), encoding="utf-8")
    try:
        picture = draw(study, folder / "study.png")
    except SetupError:
        picture = None
    done = run(experiment, folder / "best", data=data, progress=progress) if retrain else None
    return Found(found, done, picture)


def ranked(study: Study) -> list[Attempt]:
    """The trials that came through, the best first; of equals the earlier."""
    done = [one for one in study.attempts if one.status == "done"]
    sign = 1 if study.loss else -1
    return sorted(done, key=lambda one: (sign * (one.value or 0.0), one.number))


def _best(study: Study) -> Attempt:
    for attempt in ranked(study):
        return attempt
    attempts = study.attempts
    said = next((f" Trial {one.number}: {one.message}" for one in attempts if one.message), "")
    raise UsageError(f"None of {len(attempts)} trials came through; none is the best.{said}")


def _with_all_rows(chosen: Experiment) -> Experiment:
    """Lay validation data aside only where early stopping or the schedule watches them."""
    plateau = chosen.schedule is not None and chosen.schedule.type == "plateau"
    watched = plateau or chosen.patience is not None
    return chosen if watched else replace(chosen, validation=0.0)


def _write_trials(study: Study, path: Path) -> None:
    names = list(study.question.space)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["trial", "status", study.measured, *names, "epochs", "seconds", "message"])
        for one in study.attempts:
            value = "" if one.value is None else one.value
            setting = [one.setting.get(name, "") for name in names]
            ended = (one.epochs, round(one.seconds, 3), one.message)
            rows.writerow([one.number, one.status, value, *setting, *ended])
