"""A table is presented row by row: compare, adjust, repeat, and the boundary moves.

Look at how far each row lies from the boundary (the line at 0): with every presentation the
boundary moves as the presented row wants it. In the end row 3, with target 1, is alone above. The
table and the procedure are from the text on deep learning fundamentals; the network is a single
sigmoid.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    DataType,
    LossFunctions,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    Sgd,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]
TABLE = np.array(
    [
        # three inputs, target
        [1.4, 2.7, 1.9, 0],
        [3.8, 3.4, 3.2, 0],
        [6.4, 2.8, 1.7, 1],
        [4.1, 0.1, 0.2, 0],
    ]
)


class Step(NamedTuple):
    row: int
    target: float
    before: float  # output for the row, before the weights were adjusted
    after: float
    weights: Floats  # three weights and the bias, afterwards

    def distances(self) -> Floats:
        """Of the four rows from the boundary, a plane; positive on the side of target 1."""
        w, bias = self.weights[:3], self.weights[3]
        return np.asarray((TABLE[:, :3] @ w + bias) / np.linalg.norm(w))


def build(seed: int = 1) -> Any:
    conf = (
        NeuralNetConfiguration.Builder()
        .seed(seed)
        .dataType(DataType.DOUBLE)
        .updater(Sgd(0.1))
        .list()
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.XENT)
            .nIn(3)
            .nOut(1)
            .activation(Activation.SIGMOID)
            .build()
        )
        .build()
    )
    net = MultiLayerNetwork(conf)
    net.init()
    return net


def run(passes: int = 60) -> list[Step]:
    net = build()
    steps = []
    for _ in range(passes):
        for row, values in enumerate(TABLE):
            x, target = values[None, :3], values[None, 3:]
            before = float(net.output(x).getDouble(0))
            net.fit(x, target)
            after = float(net.output(x).getDouble(0))
            weights = bridge.to_numpy(net.params(), copy=True).ravel()
            steps.append(Step(row, float(values[3]), before, after, weights))
    return steps


def draw(result: list[Step]) -> Figure:
    figure, axes = plotting.canvas(2)
    distances = np.array([step.distances() for step in result])
    start = 20
    for row, values in enumerate(TABLE):
        label = f"row {row + 1}, target {values[3]:.0f}"
        (curve,) = axes[0, 0].plot(range(1, start + 1), distances[:start, row], label=label)
        mine = np.arange(row, start, len(TABLE))
        axes[0, 0].plot(mine + 1, distances[mine, row], "o", color=curve.get_color())
        axes[0, 1].plot(distances[3 :: len(TABLE), row], label=label)
    for ax in axes[0]:
        ax.axhline(0, color="0.4", linewidth=4, alpha=0.4)
    axes[0, 0].set(title="Row by row (dot: the row presented)", xlabel="presentation")
    axes[0, 0].set_ylabel("distance from the boundary")
    axes[0, 1].set(title="After each pass", xlabel="pass over the table")
    axes[0, 1].legend(fontsize=8, frameon=True)
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for step in [*result[:4], *result[-4:]]:
        print(
            f"row {step.row + 1}, target {step.target:.0f}: output {step.before:.3f}, "
            f"after adjusting {step.after:.3f}, weights {np.round(step.weights, 2)}"
        )
    print(plotting.save(draw(result), out / "training_table.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
