"""Whether a network's probabilities can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..intervals import interval
from ..plotting import COLOURS, canvas
from .picture import Picture

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Reliability:
    """Answers in bins of equal width by how sure the network was of them.

    Attributes:
        said: mean probability of the answer in each bin that has answers, shape (bins,).
        true: share of right answers in them, shape (bins,).
        counts: number of answers in them, shape (bins,).
    """

    said: Floats
    true: Floats
    counts: npt.NDArray[np.int64]

    @property
    def error(self) -> float:
        """Expected calibration error: mean distance of said from true over all answers, 0 to 1.

        Source: Guo and others, "On Calibration of Modern Neural Networks", 2017.
        """
        return float(np.average(np.abs(self.said - self.true), weights=self.counts))


def reliability(
    labels: npt.NDArray[np.int64], probabilities: npt.NDArray[Any], bins: int = 10
) -> Reliability:
    """Sort answers into bins of confidence.

    Args:
        labels: true classes, shape (n,).
        probabilities: shape (n, classes), each 0 to 1.
        bins: how many, of equal width.
    """
    confidence = probabilities.max(axis=1).astype(np.float64)
    right = probabilities.argmax(axis=1) == labels
    bin_of = np.clip((confidence * bins).astype(int), 0, bins - 1)
    counts = np.bincount(bin_of, minlength=bins)
    there = counts > 0
    said = np.bincount(bin_of, confidence, bins)[there] / counts[there]
    true = np.bincount(bin_of, right, bins)[there] / counts[there]
    return Reliability(said, true, counts[there])


def diagram(found: Reliability) -> Picture:
    """The reliability diagram: how often it was right against how sure it was."""
    figure, axes = canvas(width=5, height=4.4)
    axis = axes[0, 0]
    axis.plot([0, 100], [0, 100], color="0.5", linestyle="--", linewidth=1)
    rights = np.rint(found.true * found.counts).astype(int)
    bounds = np.array([interval(*pair) for pair in zip(rights, found.counts, strict=True)])
    axis.errorbar(
        100 * found.said,
        100 * found.true,
        yerr=100 * np.abs(bounds.T - found.true),
        color=COLOURS[1],
        linestyle="none",
        marker="o",
        capsize=3,
    )
    for said, true, count in zip(found.said, found.true, found.counts, strict=True):
        axis.annotate(
            f"{count:,}",
            (100 * said, 100 * true),
            xytext=(7, -11),
            textcoords="offset points",
            fontsize=8,
        )
    axis.set_xlim(0, 104)
    axis.set_ylim(0, 104)
    axis.set_xlabel("probability of the answer given (%)")
    axis.set_ylabel("answers that were right (%)")
    return Picture(
        "calibration",
        "Calibration",
        f"Reliability diagram; expected calibration error {found.error:.1%}.",
        "On the dashed line the network is right as often as it says. Below it, it is too sure of "
        f"itself. Mean distance (expected calibration error): {found.error:.1%}. Numbers count "
        "the answers, bars are the 95% interval.",
        figure,
    )
