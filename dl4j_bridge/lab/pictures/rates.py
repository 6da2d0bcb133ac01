"""How much an updater's result depends on its learning rate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...updaters import DEFAULTS
from ..axes import label
from ..plotting import COLOURS, DASHES, canvas
from ..ranking import Line
from .legends import below
from .picture import Picture, plain
from .scales import log_numbers

_AXIS = "learning-rate"
_MARKERS = "osD^vPX"


def sensitivity(lines: Sequence[Line]) -> Picture | None:
    """Test accuracy against the learning rate, one line an updater.

    Returns:
        None unless something was trained with at least two rates.
    """
    groups = _groups(lines)
    if not groups:
        return None
    figure, axes = canvas(width=5, height=4)
    axis = axes[0, 0]
    for number, (name, members) in enumerate(list(groups.items())[: len(COLOURS)]):
        _draw(axis, name, members, number)
    log_numbers(axis.xaxis)
    axis.set_xlabel("learning rate (step per iteration), log axis")
    axis.set_ylabel("test accuracy (%)")
    below(figure, axis, columns=3)
    return Picture(
        "learning_rate",
        "Sensitivity to the learning rate",
        "; ".join(_best(name, members) for name, members in groups.items()) + ".",
        "Mean over the seeds with a standard deviation. A ring is the updater's default rate in "
        "Deeplearning4j; a cross at the bottom marks a rate with a run that diverged. "
        "A broad top is worth more than a high peak.",
        figure,
    )


def _groups(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """Lines by what they are apart from the rate, best first, in the order of the rates."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        if _rate(line) is not None:
            rest = {key: value for key, value in line.setting.items() if key != _AXIS}
            groups.setdefault(label(rest) if rest else "", []).append(line)
    return {
        name: sorted(members, key=lambda line: _rate(line) or 0)
        for name, members in groups.items()
        if len(members) > 1
    }


def _rate(line: Line) -> float | None:
    try:
        return float(line.setting[_AXIS])
    except (KeyError, ValueError):
        return None


def _draw(axis: Any, name: str, members: Sequence[Line], number: int) -> None:
    colour = COLOURS[number]
    done = [line for line in members if not math.isnan(line.accuracy)]
    rates = np.array([_rate(line) for line in done], float)
    accuracies = np.array([line.accuracy for line in done]) * 100
    spreads = np.nan_to_num(np.array([line.spread for line in done])) * 100
    axis.errorbar(
        rates,
        accuracies,
        yerr=spreads,
        color=colour,
        linestyle=DASHES[number],
        marker=_MARKERS[number],
        markersize=5,
        capsize=3,
        label=plain(name) or None,
    )
    known = {updater: settings.get("learningRate") for updater, settings in DEFAULTS.items()}
    for line, rate, accuracy in zip(done, rates, accuracies, strict=True):
        if known.get(line.setting.get("updater", "")) == rate:
            axis.plot(rate, accuracy, "o", markersize=12, mfc="none", color=colour)
    for line in members:
        if not line.complete:
            axis.plot(
                _rate(line), 0.03, "x", color=colour, transform=axis.get_xaxis_transform(), ms=9
            )


def _best(name: str, members: Sequence[Line]) -> str:
    done = [line for line in members if not math.isnan(line.accuracy)]
    if not done:
        return f"{name} diverged at every rate"
    best = max(done, key=lambda line: line.accuracy)
    return f"{name} is best at {best.setting[_AXIS]} with {best.accuracy:.2%}".strip()
