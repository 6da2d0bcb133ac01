"""Why outputs of sigmoids, all positive, make the next layer's weights zigzag.

Look at the left path: each example moves both weights up or both down, never one up and the other
down, which is the way to the goal. With tanh, whose outputs lie around 0, any direction is open.
A linear unit on two sigmoids or two tanhs, one example at a time. From the text on applying
convolutional networks.
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
    ActivationLayer,
    DataType,
    InputType,
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
START, GOAL = np.array([-1.0, 1.0]), np.array([1.0, -1.0])


class Walk(NamedTuple):
    path: Floats  # the two weights, before and after each example
    together: float  # share of steps that move both weights up, or both down

    def detour(self) -> float:
        """Length of the path in multiples of the way it has brought the weights nearer."""
        length = np.linalg.norm(np.diff(self.path, axis=0), axis=1).sum()
        nearer = np.linalg.norm(GOAL - self.path[0]) - np.linalg.norm(GOAL - self.path[-1])
        return float(length / nearer)


def build(activation: str) -> Any:
    conf = (
        NeuralNetConfiguration.Builder()
        .dataType(DataType.DOUBLE)
        .updater(Sgd(0.15))
        .list()
        .layer(ActivationLayer.Builder().activation(Activation.valueOf(activation)).build())
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.MSE)
            .nOut(1)
            .hasBias(False)
            .activation(Activation.IDENTITY)
            .build()
        )
        .setInputType(InputType.feedForward(2))
        .build()
    )
    net = MultiLayerNetwork(conf)
    net.init()
    return net


def walk(activation: str, steps: int) -> Walk:
    net = build(activation)
    net.setParams(START[None, :])
    path = [START]
    for x in np.random.default_rng(2).normal(0, 2, (steps, 1, 2)):
        # A copy of x, because DL4J's ActivationLayer writes over its input.
        hidden = bridge.to_numpy(net.feedForward(x.copy()).get(1), copy=True)
        net.fit(x, hidden @ GOAL[:, None])
        path.append(bridge.to_numpy(net.params(), copy=True).ravel())
    moves = np.diff(path, axis=0)
    return Walk(np.array(path), float((np.prod(np.sign(moves), axis=1) > 0).mean()))


def run(steps: int = 80) -> dict[str, Walk]:
    return {name: walk(name, steps) for name in ("SIGMOID", "TANH")}


def draw(result: dict[str, Walk]) -> Figure:
    figure, axes = plotting.canvas(2)
    for ax, (name, each) in zip(axes[0], result.items(), strict=True):
        ax.plot(*each.path.T, ".-", linewidth=0.9)
        ax.plot(*START, "s", color=plotting.COLOURS[1], markersize=8, label="start")
        ax.plot(*GOAL, "*", color=plotting.COLOURS[2], markersize=13, label="goal")
        ax.set(title=f"{name}: {each.together:.0%} of the steps alike")
        ax.set(xlabel="weight 1", xlim=(-1.5, 1.5), ylim=(-1.5, 1.5))
    axes[0, 0].set_ylabel("weight 2")
    axes[0, 0].legend(loc="lower left")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for name, each in result.items():
        print(
            f"{name:7} {each.together:.0%} of the steps move both weights the same way; "
            f"the path is {each.detour():.1f} times as long as the way it gained"
        )
    print(plotting.save(draw(result), out / "zero_centred.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
