"""A search in pictures: its progress, then what each parameter did."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path
from typing import Any

from .plotting import COLOURS, canvas, save
from .search_space import Range
from .study import Attempt, Study

_MARKS = {"done": ("o", COLOURS[1]), "pruned": ("x", COLOURS[5]), "diverged": ("v", COLOURS[2])}


def draw(study: Study, path: Path) -> Path:
    """Draw every trial: its value in the order of trials, then against each parameter.

    Raises:
        SetupError: matplotlib is not installed.
    """
    attempts = [one for one in study.attempts if one.value is not None]
    names = list(study.question.space)
    figure, axes = canvas(columns=1 + len(names))
    name = study.measured.replace("_", " ")
    _progress(axes[0, 0], attempts, loss=study.loss)
    axes[0, 0].set_ylabel(f"{name} (mean a row)" if study.loss else f"{name} (share of rows)")
    for place, parameter in zip(axes[0, 1:], names, strict=True):
        _slice(place, attempts, parameter, study.question.space[parameter])
    return save(figure, path)


def _progress(axes: Any, attempts: list[Attempt], *, loss: bool) -> None:
    _points(axes, attempts, [one.number for one in attempts])
    done = [one for one in attempts if one.status == "done"]
    best = list(accumulate((one.value or 0.0 for one in done), min if loss else max))
    axes.step(
        [one.number for one in done], best, where="post", color=COLOURS[0], label="best so far"
    )
    axes.set_xlabel("trial")
    axes.legend(loc="best", fontsize="small")


def _slice(axes: Any, attempts: list[Attempt], parameter: str, one: Range) -> None:
    values: list[Any] = [attempt.setting[parameter] for attempt in attempts]
    if one.kind == "choice":
        axes.set_xticks(range(len(one.values)), one.values)
        values = [one.values.index(value) for value in values]
    elif one.kind == "loguniform":
        axes.set_xscale("log")
    _points(axes, attempts, [float(value) for value in values])
    axes.set_xlabel(parameter)


def _points(axes: Any, attempts: list[Attempt], x: list[Any]) -> None:
    for status, (mark, colour) in _MARKS.items():
        chosen = [number for number, one in enumerate(attempts) if one.status == status]
        if chosen:
            xs, ys = [x[number] for number in chosen], [attempts[n].value for n in chosen]
            axes.scatter(xs, ys, marker=mark, color=colour, s=24, label=status)
