"""Two spirals, told apart by a shallow and by a deep network with the same number of parameters.

The shallow one has one hidden layer of 98 units, the deep one three of 14; both have 492
parameters. Look at the regions they find, and at how the accuracies rise.

Course text: deep learning fundamentals. Source of the problem: K. Lang, M. Witbrock, "Learning to
tell two spirals apart", 1988.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

import dl4j_bridge as bridge
from dl4j_bridge.datasets import Split
from dl4j_bridge.dl4j import (
    Activation,
    Adam,
    DenseLayer,
    LossFunctions,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NETWORKS = {"shallow: 98": (98,), "deep: 14, 14, 14": (14, 14, 14)}
EDGE = 1.1


class Trained(NamedTuple):
    """Parameters; accuracy every 20 epochs, 0..1; probability of class 1 on a grid of the plane."""

    parameters: int
    accuracy: list[float]
    plane: npt.NDArray[np.float32]


class Result(NamedTuple):
    """The points `(n, 2)` with their classes, and each network."""

    points: Split
    networks: dict[str, Trained]


def spirals(points: int = 200, turns: float = 1.5) -> Split:
    """Two arms that wind about each other, `points` each."""
    along = np.sqrt(np.linspace(0.03, 1, points))
    angle = 2 * np.pi * turns * along
    arm = np.column_stack([along * np.cos(angle), along * np.sin(angle)])
    x = np.concatenate([arm, -arm]).astype(np.float32)
    return Split(x, np.repeat([0, 1], points), 2)


def network(hidden: Sequence[int]) -> MultiLayerNetwork:
    layers = NeuralNetConfiguration.Builder().seed(123).updater(Adam(0.01)).list()
    inputs = 2
    for units in hidden:
        layers.layer(
            DenseLayer.Builder().nIn(inputs).nOut(units).activation(Activation.TANH).build()
        )
        inputs = units
    layers.layer(
        OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .nIn(inputs)
        .nOut(2)
        .activation(Activation.SOFTMAX)
        .build()
    )
    made = MultiLayerNetwork(layers.build())
    made.init()
    return made


def run(epochs: int = 300) -> Result:
    points = spirals()
    return Result(
        points, {name: train(network(hidden), points, epochs) for name, hidden in NETWORKS.items()}
    )


def train(made: MultiLayerNetwork, points: Split, epochs: int) -> Trained:
    accuracy = []
    for epoch in range(0, epochs, 20):
        bridge.fit(made, points, epochs=20, batch_size=100, seed=epoch + 1, progress=False)
        accuracy.append(bridge.evaluate(made, points).accuracy)
    side = np.linspace(-EDGE, EDGE, 100, dtype=np.float32)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    plane = bridge.predict(made, grid)[:, 1].reshape(100, 100)
    return Trained(int(made.numParams()), accuracy, plane)


def draw(result: Result) -> Figure:
    """Left and middle: what each network sees in the plane. Right: accuracies."""
    figure, axes = plotting.canvas(3, width=3.6)
    curves = axes[0, 2]
    for axis, (name, trained) in zip(axes[0], result.networks.items(), strict=False):
        axis.imshow(
            trained.plane,
            extent=(-EDGE, EDGE, -EDGE, EDGE),
            origin="lower",
            cmap="gray",
            alpha=0.6,
            vmin=0,
            vmax=1,
        )
        for label, marker in ((0, "o"), (1, "^")):
            arm = result.points.x[result.points.labels == label]
            axis.plot(*arm[::4].T, marker, color=plotting.COLOURS[label + 1], markersize=3)
        axis.set(title=f"{name} units", xlabel="x", ylabel="y", aspect="equal")
        axis.grid(False)
        epochs = 20 * (np.arange(len(trained.accuracy)) + 1)
        curves.plot(epochs, [100 * share for share in trained.accuracy], label=name)
    curves.set(xlabel="epoch", ylabel="right answers, %", title="492 parameters each")
    curves.legend()
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for name, trained in result.networks.items():
        print(f"{name}: {trained.parameters} parameters, accuracy {trained.accuracy[-1]:.1%}")
    print(f"saved {plotting.save(draw(result), out / 'deep_or_shallow.png')}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
