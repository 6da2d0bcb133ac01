"""What a network can carve out of the plane, as its hidden layer grows.

Look at each row from left to right. One hidden unit parts the plane by a line (a half plane);
with three the lines close around a triangle (a convex region). Two islands are no convex region:
they take many units, or a second hidden layer. From the text on deep neural networks.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import dl4j_bridge as bridge
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

Floats = NDArray[np.float32]
SIDE = np.linspace(-1, 1, 41, dtype=np.float32)
PLANE = np.stack(np.meshgrid(SIDE, SIDE), axis=-1).reshape(-1, 2)
NETWORKS = ((1,), (2,), (3,), (8,), (8, 6))  # units of each hidden layer


class Region(NamedTuple):
    target: str
    hidden: tuple[int, ...]
    outputs: Floats  # probability of "inside" on the grid

    def inside(self) -> NDArray[np.bool_]:
        """Which points of the grid the network takes."""
        return self.outputs > 0.5

    def accuracy(self) -> float:
        """Share of the grid that lies where the network says."""
        return float((self.inside() == (TARGETS[self.target](PLANE) > 0)).mean())


def triangle(x: Floats) -> Floats:
    """How deep a point lies inside; negative outside."""
    depth: Floats = np.minimum(x[:, 1] + 0.8, 0.95 - 1.85 * np.abs(x[:, 0]) - x[:, 1])
    return depth


def islands(x: Floats) -> Floats:
    """Two discs."""
    left = np.hypot(x[:, 0] + 0.5, x[:, 1] + 0.45)
    right = np.hypot(x[:, 0] - 0.5, x[:, 1] - 0.45)
    depth: Floats = 0.48 - np.minimum(left, right)
    return depth


TARGETS: dict[str, Callable[[Floats], Floats]] = {"triangle": triangle, "islands": islands}


def build(hidden: tuple[int, ...], seed: int = 2) -> Any:
    layers = NeuralNetConfiguration.Builder().seed(seed).updater(Adam(0.1)).list()
    for inputs, units in pairwise((2, *hidden)):
        layers.layer(
            DenseLayer.Builder().nIn(inputs).nOut(units).activation(Activation.SIGMOID).build()
        )
    layers.layer(
        OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
        .nIn(hidden[-1])
        .nOut(2)
        .activation(Activation.SOFTMAX)
        .build()
    )
    return MultiLayerNetwork(layers.build())


def learn(target: str, hidden: tuple[int, ...], epochs: int) -> Region:
    x = np.random.default_rng(1).uniform(-1, 1, (500, 2)).astype(np.float32)
    y = (TARGETS[target](x) > 0).astype(np.int64)
    net = build(hidden)
    bridge.fit(net, (x, y), epochs=epochs, batch_size=50, progress=False)
    return Region(target, hidden, bridge.predict(net, PLANE)[:, 1])


def run(epochs: int = 150) -> list[Region]:
    return [learn(target, hidden, epochs) for target in TARGETS for hidden in NETWORKS]


def draw(result: list[Region]) -> Figure:
    figure, axes = plotting.canvas(len(NETWORKS), len(TARGETS), width=2.5, height=2.7)
    for ax, region in zip(axes.flat, result, strict=True):
        shape = (len(SIDE), len(SIDE))
        ax.contourf(SIDE, SIDE, region.outputs.reshape(shape), [0, 0.5, 1], cmap="cividis")
        truth = TARGETS[region.target](PLANE).reshape(shape)
        ax.contour(SIDE, SIDE, truth, [0], colors="black", linewidths=1.5)
        units = " + ".join(map(str, region.hidden))
        ax.set_title(f"{units} hidden: {region.accuracy():.0%}")
        ax.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1], aspect="equal")
        ax.grid(visible=False)
    for ax in axes[-1]:
        ax.set_xlabel("x1")
    for ax, target in zip(axes[:, 0], TARGETS, strict=True):
        ax.set_ylabel(f"{target}\nx2")
    figure.suptitle("Bright: inside, says the network; the line is the truth")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for region in result:
        units = "+".join(map(str, region.hidden))
        print(f"{region.target:8}  {units:>3} hidden units: {region.accuracy():.1%} of the plane")
    print(plotting.save(draw(result), out / "decision_boundaries.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
