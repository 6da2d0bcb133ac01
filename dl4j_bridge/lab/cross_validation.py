"""How well settings do on training rows that they have not seen, fold by fold."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import numpy as np

from .. import datasets
from ..datasets import stratify
from ..datasets.shared import share, shared_folder
from ..errors import Diverged, UsageError
from ..experiment import Experiment
from ..history import Row
from ..toml import to_toml
from . import folders
from .axes import Trial, trials
from .counting import Counting, Moment
from .workers import Workers


@dataclass(frozen=True)
class Part:
    """One training: without a fold, or on all training data.

    Attributes:
        trial: the setting.
        fold: which fold it was judged by, from 1; 0 for the test data.
        folder: its run folder.
        status: `done`, `diverged` or `failed`.
        message: why it is not done; else empty.
    """

    trial: Trial
    fold: int
    folder: Path
    status: str = ""
    message: str = ""

    @cached_property
    def accuracy(self) -> float | None:
        """Share of the fold, or of the test data, that was right; None if it is not done."""
        if self.status != "done":
            return None
        evaluation = json.loads((self.folder / "evaluation.json").read_text(encoding="utf-8"))
        return float(evaluation["accuracy"])

    @property
    def words(self) -> str:
        """What became of it, in a line."""
        result = self.message if self.accuracy is None else f"{self.accuracy:.2%}"
        setting = f"{self.trial.label}, " if self.trial.setting else ""
        return f"{setting}{self.name}: {result}"

    @property
    def name(self) -> str:
        """What tables call it."""
        return f"fold {self.fold}" if self.fold else "test"


@dataclass(frozen=True)
class Judged:
    """A setting with what its folds say.

    Attributes:
        trial: the setting.
        folds: one part a fold.
        final: trained on all training data, judged by the test data.
        p: against the setting with the best mean, as `corrected_t` has it; None for that one.
    """

    trial: Trial
    folds: tuple[Part, ...]
    final: Part
    p: float | None = None

    @property
    def accuracies(self) -> list[float]:
        """Of the folds that are done, 0 to 1."""
        return [part.accuracy for part in self.folds if part.accuracy is not None]

    @property
    def mean(self) -> float:
        """Of the accuracies; NaN without any."""
        return mean(self.accuracies) if self.accuracies else math.nan

    @property
    def spread(self) -> float:
        """Sample standard deviation of the accuracies; NaN below two."""
        return stdev(self.accuracies) if len(self.accuracies) > 1 else math.nan


def cross_validate(
    base: Experiment,
    axes: Mapping[str, Sequence[str]],
    folder: Path,
    *,
    folds: int = 5,
    workers: int = 1,
    report: Callable[[Moment], None] = lambda moment: None,
) -> list[Judged]:
    """Train every setting once without each fold, and once on all training data.

    All settings have the same folds, initial weights and order of rows. The folds come from the
    training data alone, each with every class's share; the test data judge only the training on
    all of it.

    Args:
        base: what the values are put into.
        axes: values by name, as `axes.trials` takes them; none judges `base` alone.
        folder: gets a run folder for each training, and `folds.csv`.
        folds: how many, at least 2.
        workers: how many processes, each with one thread.
        report: told where it is, from several threads.

    Returns:
        The settings, best mean first.

    Raises:
        UsageError: a value that makes no sense, or data without classes.
        DataError: the data cannot be read, or have fewer rows than folds.
        Diverged: every training did.
        KeyboardInterrupt: Ctrl-C; the run folders of what has ended are kept.
    """
    settings = trials(base, axes, [base.seed])
    parts = [_part(folder, trial, fold) for fold in range(folds + 1) for trial in settings]
    counting = Counting(len(parts), report)

    def on_row(number: int, row: Row) -> None:
        counting.under_way(number, row["epoch"] / parts[number].trial.experiment.epochs)

    def on_end(number: int, outcome: dict[str, Any]) -> None:
        part = parts[number]
        part = replace(part, status=outcome["status"], message=outcome["message"])
        parts[number] = part
        counting.ended(number, part.words)

    with shared_folder() as place:
        _share(base, folds, place)
        folders.make(folder)
        orders = [_order(part, place) for part in parts]
        Workers(min(workers, len(parts))).run(orders, on_row, on_end)
    _write(parts, folder / "folds.csv")
    _check(parts)
    return _judged(settings, parts)


def corrected_t(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Two-sided p of a paired t-test that allows for the rows that trainings have in common.

    Args:
        ours: accuracy for each of k folds.
        theirs: of the same folds.

    Source: Nadeau and Bengio, "Inference for the generalization error", 2003.
    """
    differences = [a - b for a, b in zip(ours, theirs, strict=True)]
    count, spread = len(differences), stdev(differences)
    if not spread:
        return 0.0 if any(differences) else 1.0
    from scipy import stats

    # A training has k − 1 times as many rows as the fold that judges it.
    t = mean(differences) / (spread * math.sqrt(1 / count + 1 / (count - 1)))
    return float(2 * stats.t.sf(abs(t), count - 1))


def _part(folder: Path, trial: Trial, fold: int) -> Part:
    words = "-".join(trial.setting.values())
    name = f"fold-{fold}" if fold else "all"
    return Part(trial, fold, folder / words / name if words else folder / name)


def _share(base: Experiment, folds: int, place: Path) -> None:
    data = datasets.load(base.data)
    if not data.classes:
        raise UsageError(f"{data.name} has numbers as targets; folds are made of classes.")
    rows = stratify.folds(data.train.labels.astype(np.int64), folds, base.seed % 2**32)
    share(data, place / "data")
    for number, fold in enumerate(rows, 1):
        np.save(place / f"{number}.npy", fold)


def _order(part: Part, place: Path) -> dict[str, Any]:
    return {
        "experiment": to_toml(part.trial.experiment),
        "data": str(place / "data"),
        "held_out": str(place / f"{part.fold}.npy") if part.fold else None,
        "folder": str(part.folder.resolve()),
        "keep_model": not part.fold,
    }


def _write(parts: Sequence[Part], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["setting", "judged by", "status", "accuracy", "message"])
        for one in parts:
            accuracy = "" if one.accuracy is None else one.accuracy
            rows.writerow([one.trial.label, one.name, one.status, accuracy, one.message])


def _check(parts: Sequence[Part]) -> None:
    if not any(part.status == "done" for part in parts):
        kind = Diverged if parts[0].status == "diverged" else UsageError
        raise kind(f"None of {len(parts)} trainings came through. {parts[0].message}")


def _judged(settings: Sequence[Trial], parts: Sequence[Part]) -> list[Judged]:
    found = []
    for trial in settings:
        final, *folds = (part for part in parts if part.trial is trial)
        found.append(Judged(trial, tuple(folds), final))
    found.sort(key=lambda one: (len(one.accuracies), one.mean), reverse=True)
    best, *others = found
    return [best, *(_against(best, one) for one in others)]


def _against(best: Judged, one: Judged) -> Judged:
    if len(one.accuracies) < len(one.folds):
        return one
    return replace(one, p=corrected_t(one.accuracies, best.accuracies))
