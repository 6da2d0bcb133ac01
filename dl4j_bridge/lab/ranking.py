"""Which setting is better, how sure that is."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median, stdev
from typing import Any

from .axes import label
from .comparing import Comparison, Outcome

LEVELS = (0.97, 0.98)


@dataclass(frozen=True)
class Reached:
    """When an accuracy was reached.

    Attributes:
        level: the accuracy, 0 to 1.
        runs: how many of the setting's runs reached it.
        epochs: mean of theirs; None for none.
        seconds: of training till then, mean of theirs; None for none.
    """

    level: float
    runs: int
    epochs: float | None
    seconds: float | None


@dataclass(frozen=True)
class Line:
    """A setting over all seeds.

    Attributes:
        setting: what was varied, name to value.
        outcomes: one a seed.
        accuracy: mean test accuracy after the last epoch, of the runs that are done; NaN for none.
        spread: their sample standard deviation; NaN below two.
        validation: mean validation accuracy; NaN without.
        best_epoch: median of the epoch with the best test accuracy.
        seconds: mean training time of a run.
        reached: one for each of `LEVELS`.
        p: of a paired t-test against the winner over the seeds; None for the winner, or where
            fewer than two pairs are there.
    """

    setting: Mapping[str, str]
    outcomes: tuple[Outcome, ...]
    accuracy: float
    spread: float
    validation: float
    best_epoch: float
    seconds: float
    reached: tuple[Reached, ...]
    p: float | None = None

    @property
    def complete(self) -> bool:
        """Whether every seed's run is done."""
        return all(one.status == "done" for one in self.outcomes)

    @property
    def trouble(self) -> str:
        """What became of runs that are not done, such as `2 of 5 diverged`."""
        counts = {
            status: sum(one.status == status for one in self.outcomes)
            for status in ("diverged", "failed")
        }
        of = len(self.outcomes)
        return ", ".join(f"{n} of {of} {status}" for status, n in counts.items() if n)


@dataclass(frozen=True)
class Ranking:
    """Settings, the best first.

    Settings are chosen by validation accuracy where there is one, so that the test data judges
    what it has not chosen; a setting with a run that is not done ranks behind all others.

    Attributes:
        lines: one a setting.
        best: of each value of the first axis its best line; all lines if there is one axis.
        seeds: how many.
    """

    lines: list[Line]
    best: list[Line]
    seeds: int


def rank(comparison: Comparison) -> Ranking:
    """Put a comparison's settings in order."""
    settings: dict[str, list[Outcome]] = {}
    for outcome in comparison.outcomes:
        settings.setdefault(label(outcome.trial.setting), []).append(outcome)
    lines = sorted((_line(outcomes) for outcomes in settings.values()), key=_worth, reverse=True)
    if lines:
        lines = [lines[0], *(_against(lines[0], line) for line in lines[1:])]
    first = next(iter(lines[0].setting), None) if lines else None
    best: dict[str, Line] = {}
    for line in lines:
        best.setdefault(line.setting[first] if first else "", line)
    seeds = len({outcome.trial.experiment.seed for outcome in comparison.outcomes})
    return Ranking(lines, list(best.values()), seeds)


def _worth(line: Line) -> tuple[bool, float]:
    judged = line.accuracy if math.isnan(line.validation) else line.validation
    return line.complete, -1.0 if math.isnan(judged) else judged


def _line(outcomes: Sequence[Outcome]) -> Line:
    done = [one for one in outcomes if one.accuracy is not None]
    accuracies = [one.accuracy for one in done if one.accuracy is not None]
    validations = [one.validation for one in done if one.validation is not None]
    return Line(
        setting=outcomes[0].trial.setting,
        outcomes=tuple(outcomes),
        accuracy=mean(accuracies) if accuracies else math.nan,
        spread=stdev(accuracies) if len(accuracies) > 1 else math.nan,
        validation=mean(validations) if validations else math.nan,
        best_epoch=median(map(_best_epoch, done)) if done else math.nan,
        seconds=mean(one.seconds for one in outcomes),
        reached=tuple(_reached(outcomes, level) for level in LEVELS),
    )


def _best_epoch(outcome: Outcome) -> int:
    row = max(outcome.history, key=lambda row: float(row.get("test_accuracy", 0.0)))
    return int(row["epoch"])


def _reached(outcomes: Sequence[Outcome], level: float) -> Reached:
    rows = [row for one in outcomes if (row := one.reached(level)) is not None]
    if not rows:
        return Reached(level, 0, None, None)
    epochs, seconds = mean(r["epoch"] for r in rows), mean(r["total"] for r in rows)
    return Reached(level, len(rows), epochs, seconds)


def _against(winner: Line, line: Line) -> Line:
    theirs = {one.trial.experiment.seed: one.accuracy for one in winner.outcomes}
    pairs = [
        (other, one.accuracy)
        for one in line.outcomes
        if one.accuracy is not None and (other := theirs.get(one.trial.experiment.seed)) is not None
    ]
    if len(pairs) < 2:
        return line
    return Line(**{**vars(line), "p": _paired_t(pairs)})


def _paired_t(pairs: Sequence[tuple[float, float]]) -> float:
    """Two-sided p; 1 where no pair differs.

    Source: Student, "The probable error of a mean", 1908, in `scipy.stats`.
    """
    differences = {a - b for a, b in pairs}
    if len(differences) == 1:
        return 1.0 if differences == {0.0} else 0.0
    from scipy import stats

    return float(stats.ttest_rel(*zip(*pairs, strict=True)).pvalue)


def cells(line: Line) -> dict[str, str]:
    """A line as a table shows it, by heading."""
    shown = dict(line.setting)
    shown["test accuracy"] = (
        "–" if math.isnan(line.accuracy) else f"{line.accuracy:.2%}{_plus_minus(line.spread)}"
    )
    shown["p"] = p_in_words(line.p)
    shown["best epoch"] = "–" if math.isnan(line.best_epoch) else f"{line.best_epoch:g}"
    for one in line.reached:
        shown[f"epochs (s) to {one.level:.0%}"] = _when(one, len(line.outcomes))
    shown["seconds"] = f"{line.seconds:.1f}"
    shown["note"] = line.trouble
    return shown


def p_in_words(p: float | None) -> str:
    """A p as tables show it."""
    return "–" if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"


def _plus_minus(spread: float) -> str:
    return "" if math.isnan(spread) else f" ± {spread * 100:.2f}"


def _when(one: Reached, runs: int) -> str:
    if one.epochs is None or one.seconds is None:
        return "–"
    some = "" if one.runs == runs else f", {one.runs} of {runs}"
    return f"{one.epochs:.1f} ({one.seconds:.1f}{some})"


def markdown(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table."""
    rows = [cells(line) for line in lines]
    if not rows:
        return ""
    text = [f"| {' | '.join(rows[0])} |", f"|{' --- |' * len(rows[0])}"]
    text += [f"| {' | '.join(row.values())} |" for row in rows]
    return "\n".join(text) + "\n"


def comma_separated(comparison: Comparison) -> str:
    """Every run, one a line, with its setting and numbers as CSV."""
    rows = [_run(outcome) for outcome in comparison.outcomes]
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def as_dict(comparison: Comparison, ranking: Ranking) -> dict[str, Any]:
    """Everything as plain numbers and lists, for JSON."""
    return {
        "schema": 1,
        "base": comparison.base.name,
        "data": comparison.base.data,
        "axes": {name: list(values) for name, values in comparison.axes.items()},
        "seeds": ranking.seeds,
        "seconds": comparison.seconds,
        "winner": dict(ranking.lines[0].setting) if ranking.lines else None,
        "settings": [_plain(line) for line in ranking.lines],
        "runs": [_run(outcome) for outcome in comparison.outcomes],
    }


def _plain(line: Line) -> dict[str, Any]:
    return {
        "setting": dict(line.setting),
        "test_accuracy": _number(line.accuracy),
        "standard_deviation": _number(line.spread),
        "validation_accuracy": _number(line.validation),
        "best_epoch": _number(line.best_epoch),
        "seconds": line.seconds,
        "reached": [vars(one) for one in line.reached],
        "p": line.p,
        "note": line.trouble,
    }


def _run(outcome: Outcome) -> dict[str, Any]:
    return {
        **outcome.trial.setting,
        "seed": outcome.trial.experiment.seed,
        "status": outcome.status,
        "epochs": len(outcome.history),
        "test_accuracy": outcome.accuracy,
        "validation_accuracy": outcome.validation,
        "seconds": outcome.seconds,
        "message": outcome.message,
        "run": outcome.folder.name,
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
