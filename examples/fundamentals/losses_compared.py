"""Cross-entropy, squared and absolute error: what each does to a wrong answer and to an outlier.

Left: one sigmoid unit whose answer should be 1. Where it is confidently wrong (far to the left),
cross-entropy still pulls with gradient −1; the squared and the absolute error hardly pull at all,
because the sigmoid is flat there. Right: a straight line through points of which one is far off.
The squared error bends to it, the absolute error does not.

Course text: deep learning fundamentals. Source: C. M. Bishop, "Pattern Recognition and Machine
Learning", 2006, section 5.2 (cross-entropy with sigmoid), 1.5.5 (robust losses).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    ActivationSigmoid,
    Adam,
    DataType,
    LossBinaryXENT,
    LossFunctions,
    LossMAE,
    LossMSE,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    WeightInit,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = npt.NDArray[np.float64]

CROSS_ENTROPY, SQUARED, ABSOLUTE = "cross-entropy", "squared error", "absolute error"
SLOPE, INTERCEPT = 2.0, 1.0


class Result(NamedTuple):
    """What both experiments found.

    Attributes:
        sums: Weighted sums a sigmoid unit gets, `(n, 1)`.
        gradients: Of each loss with respect to the sum, by DL4J, `(n, 1)`; wanted output 1.
        by_hand: The same from the formulas.
        x: Of the points, `(m, 1)`.
        y: Of the points on the line y = 2x + 1, the last one raised by 20.
        lines: Slope and intercept by loss.
    """

    sums: Array
    gradients: dict[str, Array]
    by_hand: dict[str, Array]
    x: Array
    y: Array
    lines: dict[str, tuple[float, float]]


def run(epochs: int = 500) -> Result:
    sums = np.linspace(-8, 8, 161)[:, None]
    answer = 1 / (1 + np.exp(-sums))
    by_hand = {
        CROSS_ENTROPY: answer - 1,
        SQUARED: 2 * (answer - 1) * answer * (1 - answer),
        ABSOLUTE: -answer * (1 - answer),
    }
    losses = {CROSS_ENTROPY: LossBinaryXENT(), SQUARED: LossMSE(), ABSOLUTE: LossMAE()}
    wanted = np.ones_like(sums)
    gradients = {
        name: np.array(loss.computeGradient(wanted, sums.copy(), ActivationSigmoid(), None))
        for name, loss in losses.items()
    }

    x = np.linspace(-1, 1, 20)[:, None]
    y = SLOPE * x + INTERCEPT
    y[-1] += 20
    kinds = LossFunctions.LossFunction
    lines = {
        SQUARED: fitted_line(x, y, kinds.MSE, epochs),
        ABSOLUTE: fitted_line(x, y, kinds.MEAN_ABSOLUTE_ERROR, epochs),
    }
    return Result(sums, gradients, by_hand, x, y, lines)


def fitted_line(
    x: Array, y: Array, loss: LossFunctions.LossFunction, epochs: int
) -> tuple[float, float]:
    """Slope and intercept: the weight and bias of one linear unit, all points in one batch."""
    conf = (
        NeuralNetConfiguration.Builder()
        .dataType(DataType.DOUBLE)
        .updater(Adam(0.05))
        .list()
        .layer(
            OutputLayer.Builder(loss)
            .nIn(1)
            .nOut(1)
            .activation(Activation.IDENTITY)
            .weightInit(WeightInit.ZERO)
            .build()
        )
        .build()
    )
    unit = MultiLayerNetwork(conf)
    bridge.fit(unit, (x, y), epochs=epochs, batch_size=len(x), progress=False)
    return unit.getParam("0_W").getDouble(0), unit.getParam("0_b").getDouble(0)


def draw(result: Result) -> Figure:
    """Left: gradients of a sigmoid unit. Right: lines through points with an outlier."""
    figure, axes = plotting.canvas(2)
    pull, points = axes[0]
    for name, gradient in result.gradients.items():
        pull.plot(result.sums, gradient, label=name)
    pull.set(
        xlabel="weighted sum of a sigmoid unit",
        ylabel="gradient",
        title="Wanted: 1. Wrong on the left",
    )
    pull.legend(loc="lower right", fontsize=8)

    points.plot(result.x, result.y, "o", color="black", label="data")
    for (name, (slope, intercept)), colour, dash in zip(
        result.lines.items(), plotting.COLOURS[1:], plotting.DASHES[1:], strict=False
    ):
        label = f"{name}: y = {slope:.2f}x + {intercept:.2f}"
        line = slope * result.x + intercept
        points.plot(result.x, line, color=colour, linestyle=dash, label=label)
    points.set(xlabel="x", ylabel="y", title="One outlier")
    points.legend(fontsize=8)
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for name, gradient in result.gradients.items():
        print(f"{name}: gradient {gradient[0, 0]:.4f} at a weighted sum of {result.sums[0, 0]:.0f}")
    for name, (slope, intercept) in result.lines.items():
        print(f"{name}: y = {slope:.2f}x + {intercept:.2f}; without the outlier y = 2x + 1")
    print(f"saved {plotting.save(draw(result), out / 'losses_compared.png')}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
