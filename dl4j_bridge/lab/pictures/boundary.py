"""Where a network on two features draws the line between classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..plotting import COLOURS, canvas
from .legends import below
from .picture import Picture, plain

_SIDE = 200
_HATCHES = ("", "//", "\\\\", "..", "xx", "--", "oo")
_MARKERS = "osD^vPX"


def boundary(
    predict: Callable[[npt.NDArray[np.float32]], npt.NDArray[Any]],
    x: npt.NDArray[Any],
    labels: npt.NDArray[np.int64],
    classes: Sequence[str],
) -> Picture:
    """The class of each place, with the examples.

    Args:
        predict: gives the probabilities (n, classes) of places (n, 2).
        x: examples, shape (n, 2).
        labels: their classes, shape (n,); at most seven are told apart.
        classes: names.
    """
    low, high = x.min(axis=0), x.max(axis=0)
    margin = 0.08 * np.maximum(high - low, 1e-6)
    across, up = (np.linspace(low[i] - margin[i], high[i] + margin[i], _SIDE) for i in (0, 1))
    places = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2).astype(np.float32)
    areas = predict(places).argmax(axis=1).reshape(_SIDE, _SIDE)
    figure, axes = canvas(width=5, height=4.6)
    axis = axes[0, 0]
    axis.grid(visible=False)
    count = len(classes)
    axis.contourf(
        across,
        up,
        areas,
        levels=np.arange(count + 1) - 0.5,
        colors=[COLOURS[number % len(COLOURS)] for number in range(count)],
        alpha=0.25,
        hatches=[_HATCHES[number % len(_HATCHES)] for number in range(count)],
    )
    for number, name in enumerate(classes):
        members = x[labels == number]
        axis.plot(
            *members.T,
            _MARKERS[number % len(_MARKERS)],
            color=COLOURS[number % len(COLOURS)],
            markeredgecolor="white",
            markeredgewidth=0.6,
            markersize=6,
            label=plain(name),
        )
    axis.set_xlabel("feature 1 (unit of the data)")
    axis.set_ylabel("feature 2 (unit of the data)")
    below(figure, axis, columns=5)
    right = float((predict(x.astype(np.float32)).argmax(axis=1) == labels).mean())
    return Picture(
        "boundary",
        "Decision boundary",
        f"Areas of {count} classes with {len(x):,} test examples, {right:.1%} of them in their "
        "own area.",
        "The colour of a place is the class the network gives it, marks are test examples; a mark "
        "in another class's area is a mistake.",
        figure,
    )
