"""Two programs' scores over their iterations, with the distance between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..plotting import COLOURS, DASHES, canvas
from .legends import below
from .picture import Picture, plain
from .scales import log_numbers

Floats = npt.NDArray[np.float64]


def scores(sides: tuple[str, str], curves: tuple[Floats, Floats]) -> Picture | None:
    """Both scores of each iteration, one over the other; None without any.

    Args:
        sides: what the two are called.
        curves: scores, shape (iterations,) each.
    """
    if not any(len(curve) for curve in curves):
        return None
    figure, axes = canvas(width=5, height=3.8)
    axis = axes[0, 0]
    # The first is wide and pale, so that the second is seen on it where they agree.
    styles: tuple[dict[str, Any], ...] = (
        {"color": COLOURS[6], "linewidth": 4.5, "linestyle": "-"},
        {"color": COLOURS[0], "linewidth": 1.2, "linestyle": DASHES[1]},
    )
    for side, curve, style in zip(sides, curves, styles, strict=True):
        axis.plot(np.arange(1, len(curve) + 1), curve, label=plain(side), **style)
    _integers(axis)
    axis.set_ylabel("score (no unit)")
    below(figure, axis, columns=2)
    ends = [f"{s} ends at {c[-1]:.6g}" for s, c in zip(sides, curves, strict=True) if len(c)]
    return Picture(
        "scores",
        "Score per iteration",
        f"Scores of both programs: {', '.join(ends)}.",
        "The loss of each batch before its step, regularization included. Where both agree, the "
        "dashes lie on the wide line.",
        figure,
    )


def distances(sides: tuple[str, str], curves: tuple[Floats, Floats]) -> Picture | None:
    """How far the scores of each iteration are apart; None without two.

    Args:
        sides: what the two are called.
        curves: scores, shape (iterations,) each; the shorter one says how many are compared.
    """
    length = min(map(len, curves))
    if not length:
        return None
    gaps = np.abs(curves[0][:length] - curves[1][:length])
    figure, axes = canvas(width=5, height=3.8)
    axis = axes[0, 0]
    x = np.arange(1, length + 1)
    apart = gaps > 0
    if apart.any():
        axis.plot(x[apart], gaps[apart], "o", color=COLOURS[2], markersize=3)
        log_numbers(axis.yaxis)
        axis.set_xlim(0, length + 1)
        first = int(x[apart][0])
        told = f"{int(apart.sum())} of {length} differ, iteration {first} first"
        largest = float(np.nanmax(gaps))
        told += f"; the largest difference is {largest:.3g}"
    else:
        axis.plot(x, gaps, color=COLOURS[0])
        told = f"All {length} are equal in every bit"
    _integers(axis)
    axis.set_ylabel("|difference| (no unit)")
    return Picture(
        "distances",
        "Distance of the scores",
        f"{told}.",
        f"Absolute difference of the scores of {' and '.join(sides)}; equal ones are not drawn on "
        "a log axis."
        if apart.any()
        else "Absolute difference of the scores: zero everywhere.",
        figure,
    )


def series(values: Sequence[float]) -> Floats:
    """Scores as an array, shape (n,)."""
    return np.asarray(values, dtype=np.float64)


def _integers(axis: Any) -> None:
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.set_xlabel("iteration (batches)")
