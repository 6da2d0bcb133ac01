"""Which class was taken for which."""

from __future__ import annotations

import numpy as np

from ...evaluation import Evaluation
from ..plotting import canvas
from .picture import Picture, plain

_MOST_WITH_NUMBERS = 20
_MOST_WITH_NAMES = 62


def confusion(evaluation: Evaluation) -> Picture:
    """The confusion matrix: rows are the true class, columns the predicted one."""
    counts = evaluation.confusion
    size = len(counts)
    figure, axes = canvas(width=5.2, height=5)
    axis = axes[0, 0]
    axis.grid(visible=False)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    # The root lets a few mistakes show beside thousands of right answers.
    axis.imshow(np.sqrt(shares), cmap="Greys", vmin=0, vmax=1)
    if size <= _MOST_WITH_NUMBERS:
        for row, column in zip(*np.nonzero(counts), strict=True):
            ink = "white" if shares[row, column] > 0.3 else "black"
            count = f"{counts[row, column]}"
            axis.text(column, row, count, color=ink, ha="center", va="center", fontsize=_font(size))
    if size <= _MOST_WITH_NAMES:
        names = [plain(name) for name in evaluation.classes]
        small = 9 if size <= _MOST_WITH_NUMBERS else 5
        upright = max(map(len, names)) <= 3
        axis.set_xticks(range(size), names, fontsize=small, rotation=0 if upright else 90)
        axis.set_yticks(range(size), names, fontsize=small)
    axis.set_xlabel("predicted class")
    axis.set_ylabel("true class")
    return Picture(
        "confusion",
        "Confusion matrix",
        _told(evaluation),
        "Number of test examples by true and predicted class; right answers lie on the diagonal. "
        "Darker is a larger share of the true class (square root).",
        figure,
    )


def worst_pair(evaluation: Evaluation) -> tuple[str, str, int] | None:
    """The most frequent mistake: true class, predicted class, how often; None without any."""
    wrong = evaluation.confusion.copy()
    np.fill_diagonal(wrong, 0)
    row, column = np.unravel_index(wrong.argmax(), wrong.shape)
    count = int(wrong[row, column])
    return (evaluation.classes[row], evaluation.classes[column], count) if count else None


def _font(size: int) -> float:
    return 9 if size <= 10 else 6


def _told(evaluation: Evaluation) -> str:
    text = f"{evaluation.accuracy:.2%} of {evaluation.count:,} examples lie on the diagonal."
    pair = worst_pair(evaluation)
    if pair is None:
        return text
    return f"{text} The most frequent mistake: {pair[0]} taken for {pair[1]}, {pair[2]} times."
