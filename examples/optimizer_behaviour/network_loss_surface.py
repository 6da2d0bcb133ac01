"""The loss of a real network over its two weights, with the paths that training takes.

Look at the two valleys: y = v·tanh(w·x) is the same function for (w, v) and (−w, −v), so there are
two minima, with a saddle at (0, 0) between them. SGD hesitates there, Nesterov's momentum and Adam
less so. From the text on deep neural networks.
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
    Adam,
    DataSet,
    DataType,
    DenseLayer,
    LossFunctions,
    MultiLayerNetwork,
    Nesterovs,
    NeuralNetConfiguration,
    OutputLayer,
    Sgd,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]
X = np.linspace(-2, 2, 9)[:, None]
MINIMUM = (1.2, 0.9)
Y = MINIMUM[1] * np.tanh(MINIMUM[0] * X)
START = (-0.6, 0.7)


class Surface(NamedTuple):
    axis: Floats  # values of either weight
    losses: Floats  # rows for v, columns for w
    paths: dict[str, Floats]  # (w, v) before and after each step


def build(updater: Any) -> Any:
    """One tanh unit with the weight w, one linear unit with the weight v, no biases."""
    conf = (
        NeuralNetConfiguration.Builder()
        .dataType(DataType.DOUBLE)
        .updater(updater)
        .list()
        .layer(
            DenseLayer.Builder().nIn(1).nOut(1).hasBias(False).activation(Activation.TANH).build()
        )
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.MSE)
            .nIn(1)
            .nOut(1)
            .hasBias(False)
            .activation(Activation.IDENTITY)
            .build()
        )
        .build()
    )
    net = MultiLayerNetwork(conf)
    net.init()
    return net


def loss(net: Any, w: float, v: float) -> float:
    net.setParams(np.array([[w, v]]))
    return float(net.score(DataSet(X, Y)))


def train(updater: Any, steps: int) -> Floats:
    net = build(updater)
    net.setParams(np.array([START]))
    path = [np.array(START)]
    for _ in range(steps):
        net.fit(X, Y)
        path.append(bridge.to_numpy(net.params(), copy=True).ravel())
    return np.array(path)


def run(points: int = 25, steps: int = 60) -> Surface:
    axis = np.linspace(-2, 2, points)
    net = build(Sgd())
    losses = np.array([[loss(net, w, v) for w in axis] for v in axis])
    updaters = {"SGD": Sgd(0.1), "Nesterov": Nesterovs(0.1, 0.8), "Adam": Adam(0.1)}
    return Surface(axis, losses, {name: train(each, steps) for name, each in updaters.items()})


def draw(result: Surface) -> Figure:
    figure, axes = plotting.canvas(2, width=4.4, height=3.8)
    plane, curves = axes[0]
    shades = plane.contourf(result.axis, result.axis, result.losses, 14, cmap="gray")
    figure.colorbar(shades, ax=plane, label="mean square error")
    for (name, path), colour in zip(result.paths.items(), plotting.COLOURS[4:], strict=True):
        plane.plot(*path.T, ".-", color=colour, label=name)
    for sign in (1, -1):
        plane.plot(sign * MINIMUM[0], sign * MINIMUM[1], "*", color="white", markersize=12)
    plane.set(title="Loss over the two weights", xlabel="w, of the hidden unit")
    plane.set(ylabel="v, of the output unit", xlim=(-2, 2), ylim=(-2, 2))
    plane.legend(loc="lower right", fontsize=8, frameon=True)
    plane.grid(visible=False)
    for name, path in result.paths.items():
        outputs = path[:, 1] * np.tanh(path[:, 0] * X)
        curves.plot(((outputs - Y) ** 2).mean(axis=0), label=name)
    curves.set(title="Along the paths", xlabel="step", ylabel="mean square error")
    curves.legend()
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    print(f"loss at the saddle (0, 0): {loss(build(Sgd()), 0, 0):.3f}")
    for name, path in result.paths.items():
        print(f"{name:9} from {START} to (w, v) = ({path[-1][0]:.2f}, {path[-1][1]:.2f})")
    print(plotting.save(draw(result), out / "network_loss_surface.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
