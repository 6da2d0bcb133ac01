"""How training went: losses, accuracies, scores, with bands where several seeds ran."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from ...history import History
from ..plotting import COLOURS, DASHES, canvas
from .legends import below
from .picture import Picture, plain
from .scales import log_numbers

Floats = npt.NDArray[np.float64]
MOST = len(COLOURS)
_MARKERS = "osD^vPX"
_NAMES = {
    "loss": "training",
    "validation_loss": "validation",
    "validation_accuracy": "validation",
    "test_accuracy": "test",
}


@dataclass(frozen=True)
class Series:
    """Runs that differ in their seed only.

    Attributes:
        label: what the legend calls them; empty for a run alone.
        histories: one a run.
        scores: of each run's iterations, shape (iterations,).
    """

    label: str
    histories: Sequence[History]
    scores: Sequence[Floats] = ()


def losses(series: Sequence[Series]) -> Picture | None:
    """Training and validation loss after each epoch; None below two epochs."""
    return _by_epoch(
        series,
        ("loss", "validation_loss"),
        name="loss",
        title="Loss per epoch",
        unit="loss (no unit)",
        caption="Training: mean over the epoch's batches, regularization included. Validation: "
        "without it, after the epoch; if it rises while the other falls, the network overfits.",
    )


def accuracies(series: Sequence[Series]) -> Picture | None:
    """Validation and test accuracy after each epoch; None for regression, or below two epochs."""
    return _by_epoch(
        series,
        ("validation_accuracy", "test_accuracy"),
        name="accuracy",
        title="Accuracy per epoch",
        unit="accuracy (%)",
        caption="Share of right answers on rows that were not trained on, after each epoch.",
        scale=100,
    )


def iterations(series: Sequence[Series]) -> Picture | None:
    """Score of every iteration until it left the numbers, smoothed; None without scores."""
    finite = [replace(one, scores=[_finite(scores) for scores in one.scores]) for one in series]
    shown = [one for one in finite[:MOST] if any(len(scores) for scores in one.scores)]
    if not shown:
        return None
    figure, axes = canvas(width=5, height=3.8)
    axis = axes[0, 0]
    lowest = np.inf
    for number, one in enumerate(shown):
        length = min(len(scores) for scores in one.scores)
        runs = np.stack([scores[:length] for scores in one.scores])
        window = max(1, length // 50)
        smooth = np.stack([smoothed(run, window) for run in runs])
        lowest = min(lowest, float(runs.min()))
        x = np.arange(1, length + 1)
        if len(shown) == 1 and len(runs) == 1:
            axis.plot(x, runs[0], color="0.75", linewidth=0.6, linestyle="-", label="each")
            one = Series(f"mean of {2 * window + 1} around it", ())
        _band(axis, x, smooth, one.label, number, marked=False)
    if lowest > 0:
        log_numbers(axis.yaxis)
    axis.set_xlabel("iteration (batches)")
    axis.set_ylabel("score (no unit)")
    below(figure, axis, columns=2)
    return Picture(
        "iterations",
        "Score per iteration",
        _told(shown, "loss", "Score of each batch, falling from the first iteration to the last"),
        "The loss of each batch before its step, regularization included, smoothed."
        + _about_bands(shown),
        figure,
    )


def _finite(scores: Floats) -> Floats:
    """The scores before the first that is NaN or infinite."""
    return scores[: int(np.isfinite(scores).cumprod().sum())]


def smoothed(values: Floats, window: int) -> Floats:
    """Mean of each value and the `window` before and after it, fewer at the ends; shape (n,)."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    places = np.arange(len(values))
    first = np.maximum(places - window, 0)
    end = np.minimum(places + window + 1, len(values))
    means: Floats = (sums[end] - sums[first]) / (end - first)
    return means


def _by_epoch(
    series: Sequence[Series],
    columns: Sequence[str],
    *,
    name: str,
    title: str,
    unit: str,
    caption: str,
    scale: float = 1,
) -> Picture | None:
    shown = [(one, column) for one in series[:MOST] for column in columns if _has(one, column)]
    if len(series) > 1:  # one line a setting, since twice as many would be a thicket
        judged = [column for column in columns if any(column == c for _, c in shown)][-1:]
        shown = [(one, column) for one, column in shown if column in judged]
    if not shown:
        return None
    figure, axes = canvas(width=5, height=3.8)
    axis = axes[0, 0]
    for number, (one, column) in enumerate(shown):
        epochs = min(len(history) for history in one.histories)
        values = np.array([history[column][:epochs] for history in one.histories]) * scale
        label = ", ".join(filter(None, (one.label, _NAMES[column])))
        _band(axis, np.arange(1, epochs + 1), values, label, number, marked=True)
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.set_xlabel("epoch")
    axis.set_ylabel(unit)
    below(figure, axis, columns=2)
    drawn = [one for one, _ in shown]
    alt = _told(drawn, shown[-1][1], title, scale)
    return Picture(name, title, alt, caption + _about_bands(drawn), figure)


def _has(series: Series, column: str) -> bool:
    histories = series.histories
    return bool(histories) and all(len(h) > 1 and column in h[-1] for h in histories)


def _band(axis: Any, x: Any, values: Floats, label: str, number: int, *, marked: bool) -> None:
    """The runs' mean with a standard deviation on either side; values have shape (runs, x)."""
    colour, mean = COLOURS[number % MOST], values.mean(axis=0)
    marker: dict[str, Any] = {"marker": _MARKERS[number % MOST], "markersize": 4} if marked else {}
    axis.plot(x, mean, color=colour, linestyle=DASHES[number % MOST], label=plain(label), **marker)
    if len(values) > 1:
        spread = values.std(axis=0, ddof=1)
        axis.fill_between(x, mean - spread, mean + spread, color=colour, alpha=0.15, linewidth=0)


def _about_bands(series: Sequence[Series]) -> str:
    runs = max((max(len(one.histories), len(one.scores)) for one in series), default=0)
    return f" Lines are means of {runs} seeds, bands a standard deviation." if runs > 1 else ""


def _told(series: Sequence[Series], column: str, title: str, scale: float = 1) -> str:
    """The last values in words."""
    ends = []
    for one in dict.fromkeys(one.label for one in series):
        members = [s for s in series if s.label == one and _has(s, column)]
        if members:
            mean = np.mean([history[-1][column] for history in members[0].histories]) * scale
            ends.append(f"{one} {mean:.4g}".strip())
    return f"{title}; at the end {_NAMES[column]}: {'; '.join(ends)}." if ends else f"{title}."
