"""Pictures that a network misread, with what it believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..plotting import canvas
from .picture import Picture, plain

_COLUMNS, _MOST = 4, 16


def mistakes(
    x: npt.NDArray[Any],
    labels: npt.NDArray[np.int64],
    probabilities: npt.NDArray[Any],
    classes: Sequence[str],
    image: tuple[int, int, int],
) -> Picture | None:
    """The wrong answers that the network was surest of.

    Args:
        x: rows, shape (n, features).
        labels: true classes, shape (n,).
        probabilities: shape (n, classes).
        classes: names.
        image: channels, height, width of a row.

    Returns:
        None if there is no mistake.
    """
    answers = probabilities.argmax(axis=1)
    wrong = np.flatnonzero(answers != labels)
    if not len(wrong):
        return None
    surest = wrong[np.argsort(-probabilities[wrong, answers[wrong]], kind="stable")][:_MOST]
    rows = -(-len(surest) // _COLUMNS)
    figure, axes = canvas(_COLUMNS, rows, width=1.3, height=1.75)
    bounds = float(x.min()), float(x.max())
    for axis in axes.flat:
        axis.set_axis_off()
    told = []
    for axis, row in zip(axes.flat, surest, strict=False):
        _show(axis, x[row].reshape(image), bounds)
        true, said = int(labels[row]), int(answers[row])
        axis.set_title(
            f"said {plain(classes[said])}: {_percent(probabilities[row, said])}\n"
            f"is {plain(classes[true])}: {_percent(probabilities[row, true])}",
            fontsize=9,
        )
        told.append(f"{classes[true]} read as {classes[said]}")
    return Picture(
        "mistakes",
        "Surest mistakes",
        f"{len(surest)} misread test pictures, among them {', '.join(told[:4])}.",
        f"Of {len(wrong):,} mistakes among {len(x):,} test examples those with the highest "
        "probability for the wrong answer; below it the probability of the true class.",
        figure,
    )


def _show(axis: Any, pixels: npt.NDArray[Any], bounds: tuple[float, float]) -> None:
    low, high = bounds
    if len(pixels) == 3:
        axis.imshow((pixels.transpose(1, 2, 0) - low) / max(high - low, 1e-9))
    else:
        axis.imshow(pixels[0], cmap="gray_r", vmin=low, vmax=high)


def _percent(probability: float) -> str:
    if 0 < probability < 0.001:
        return "< 0.1%"
    return f"{100 * probability:.{1 if probability < 0.1 or probability > 0.995 else 0}f}%"
