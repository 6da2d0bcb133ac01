"""Two losses judge the same scores: the support vector machine's and softmax's.

Three pictures, three scores each. The hinge loss is content when the true class leads by 1; the
cross-entropy always wants more. Look at the second picture: hinge loss 0, cross-entropy not. Both
are computed by hand, then by Deeplearning4j, with their gradients. DL4J's own LossHinge is a third
loss: one yes-or-no question for each class, labels ±1.

Course text: introduction to optimization methods. Source of the scores: Stanford's CS231n.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from dl4j_bridge.dl4j import (
    ActivationIdentity,
    ActivationSoftmax,
    IActivation,
    ILossFunction,
    LossHinge,
    LossMCXENT,
    LossMulticlassHinge,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = npt.NDArray[np.float64]

CLASSES = ("cat", "car", "frog")
SCORES = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
TRUE_CLASS = np.array([0, 1, 2])


class Result(NamedTuple):
    """One entry or row a picture; each loss by hand and by DL4J."""

    hinge: Array
    hinge_dl4j: Array
    hinge_gradient: Array
    hinge_gradient_dl4j: Array
    exponentials: Array
    probabilities: Array
    cross_entropy: Array
    cross_entropy_dl4j: Array
    cross_entropy_gradient: Array
    cross_entropy_gradient_dl4j: Array
    one_against_rest_dl4j: Array


def run() -> Result:
    rows = np.arange(len(SCORES))
    one_hot = np.eye(3)[TRUE_CLASS]

    # Multiclass SVM: what every other class lacks to a distance of 1 below the true one.
    true_score = SCORES[rows, TRUE_CLASS]
    lacking = np.maximum(0, SCORES - true_score[:, None] + 1)
    lacking[rows, TRUE_CLASS] = 0
    too_near = (lacking > 0).astype(float)

    # Softmax: scores become probabilities; the loss is −ln of the true class's.
    exponentials = np.exp(SCORES)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)

    hinge, cross_entropy, one_against_rest = LossMulticlassHinge(), LossMCXENT(), LossHinge()
    identity, softmax = ActivationIdentity(), ActivationSoftmax()

    return Result(
        hinge=lacking.sum(axis=1),
        hinge_dl4j=_losses(hinge, one_hot, identity),
        hinge_gradient=too_near - one_hot * too_near.sum(axis=1, keepdims=True),
        hinge_gradient_dl4j=_gradient(hinge, one_hot, identity),
        exponentials=exponentials,
        probabilities=probabilities,
        cross_entropy=-np.log(probabilities[rows, TRUE_CLASS]),
        cross_entropy_dl4j=_losses(cross_entropy, one_hot, softmax),
        cross_entropy_gradient=probabilities - one_hot,
        cross_entropy_gradient_dl4j=_gradient(cross_entropy, one_hot, softmax),
        one_against_rest_dl4j=_losses(one_against_rest, 2 * one_hot - 1, identity),
    )


def _losses(loss: ILossFunction, labels: Array, activation: IActivation) -> Array:
    # Copies, because DL4J may compute in the arrays it is given.
    return np.array(loss.computeScoreArray(labels, SCORES.copy(), activation, None)).ravel()


def _gradient(loss: ILossFunction, labels: Array, activation: IActivation) -> Array:
    return np.array(loss.computeGradient(labels, SCORES.copy(), activation, None))


def draw(result: Result) -> Figure:
    """Left: both losses of the three pictures. Right: both as the lead of the true class grows."""
    figure, axes = plotting.canvas(2)
    bars, curves = axes[0]
    places = np.arange(3)
    pairs = (
        ("multiclass SVM", result.hinge_dl4j, -0.2, ""),
        ("softmax, cross-entropy", result.cross_entropy_dl4j, 0.2, "///"),
    )
    for (name, losses, shift, hatch), colour in zip(pairs, plotting.COLOURS[1:], strict=False):
        drawn = bars.bar(
            places + shift, losses, 0.38, label=name, color=colour, hatch=hatch, edgecolor="white"
        )
        bars.bar_label(drawn, fmt="%.2f", padding=2)
    bars.set_xticks(places, [f"true class {name}" for name in CLASSES])
    bars.set(ylabel="loss", title="Three pictures", ylim=(0, 15))
    bars.legend(loc="upper left")

    lead = np.linspace(-3, 4, 200)
    curves.plot(lead, np.maximum(0, 1 - lead), label="hinge: max(0, 1 − lead)")
    curves.plot(lead, np.log1p(np.exp(-lead)), label="cross-entropy: ln(1 + exp(−lead))")
    curves.axvline(1, color="grey", linewidth=0.8)
    curves.text(1.1, 2.3, "margin")
    curves.set(
        xlabel="score of the true class − score of the other",
        ylabel="loss",
        title="Two classes",
    )
    curves.legend()
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for row, name in enumerate(CLASSES):
        print(
            f"true class {name:4}: scores {SCORES[row]}, SVM loss {result.hinge_dl4j[row]:5.2f}, "
            f"softmax {np.round(result.probabilities[row], 2)}, "
            f"loss {result.cross_entropy_dl4j[row]:.2f} "
            f"({result.cross_entropy_dl4j[row] / np.log(10):.2f} with log10), "
            f"DL4J's one-against-rest hinge {result.one_against_rest_dl4j[row]:.2f}"
        )
    print(f"mean SVM loss {result.hinge_dl4j.mean():.4f}")
    print(f"saved {plotting.save(draw(result), out / 'hinge_and_cross_entropy.png')}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
