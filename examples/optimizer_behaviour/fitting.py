"""Under- and overfitting: the same 12 points, networks of growing capacity.

Look at the lower row: with one hidden unit train and test loss both stay high (underfitting);
with two layers of 60 units the training loss falls on while the test loss turns round and rises
(overfitting). From the texts on deep learning fundamentals and on applying convolutional
networks.
"""

from __future__ import annotations

import sys
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
NOISE = 0.3
NETWORKS = {"too small": (1,), "right": (3,), "too large": (60, 60)}
CURVE_X = np.linspace(-1, 1, 101, dtype=np.float32)[:, None]


class Fit(NamedTuple):
    hidden: tuple[int, ...]
    epochs: list[int]
    train: list[float]  # mean square errors after so many epochs
    test: list[float]
    curve: Floats  # outputs for CURVE_X in the end


def samples(count: int, seed: int) -> tuple[Floats, Floats]:
    """Points on a sine wave, with noise."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (count, 1))
    y = np.sin(np.pi * x) + rng.normal(0, NOISE, x.shape)
    return x.astype(np.float32), y.astype(np.float32)


def build(hidden: tuple[int, ...]) -> Any:
    layers = NeuralNetConfiguration.Builder().seed(3).updater(Adam(0.01)).list()
    for inputs, units in pairwise((1, *hidden)):
        layers.layer(
            DenseLayer.Builder().nIn(inputs).nOut(units).activation(Activation.TANH).build()
        )
    layers.layer(
        OutputLayer.Builder(LossFunctions.LossFunction.MSE)
        .nIn(hidden[-1])
        .nOut(1)
        .activation(Activation.IDENTITY)
        .build()
    )
    return MultiLayerNetwork(layers.build())


def error(net: Any, x: Floats, y: Floats) -> float:
    return float(((bridge.predict(net, x) - y) ** 2).mean())


def fit(hidden: tuple[int, ...], epochs: int, look_every: int) -> Fit:
    train, test = samples(12, seed=12), samples(200, seed=2)
    net = build(hidden)
    result = Fit(hidden, [], [], [], np.empty(0, np.float32))
    for done in range(look_every, epochs + 1, look_every):
        bridge.fit(net, train, epochs=look_every, batch_size=12, shuffle=False, progress=False)
        result.epochs.append(done)
        result.train.append(error(net, *train))
        result.test.append(error(net, *test))
    return result._replace(curve=bridge.predict(net, CURVE_X))


def run(epochs: int = 800, look_every: int = 40) -> dict[str, Fit]:
    return {title: fit(hidden, epochs, look_every) for title, hidden in NETWORKS.items()}


def draw(result: dict[str, Fit]) -> Figure:
    figure, axes = plotting.canvas(len(result), 2, width=3.4, height=2.7)
    for (above, below), (title, each) in zip(axes.T, result.items(), strict=True):
        above.plot(*samples(200, seed=2), ".", color="0.75", label="test")
        above.plot(*samples(12, seed=12), "o", color=plotting.COLOURS[2], label="train")
        above.plot(CURVE_X, each.curve, "-", color="black", label="network")
        units = " + ".join(map(str, each.hidden))
        above.set(title=f"{title}: {units} hidden", xlabel="x", ylim=(-2.5, 2))
        below.plot(each.epochs, each.train, label="train")
        below.plot(each.epochs, each.test, label="test")
        below.set(xlabel="epoch", yscale="log", ylim=(1e-2, 2))
    axes[0, 0].set_ylabel("y")
    axes[1, 0].set_ylabel("mean square error")
    axes[0, 0].legend(fontsize=8, loc="upper left", frameon=True)
    axes[1, 0].legend(fontsize=8, loc="lower left")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for title, each in result.items():
        best = int(np.argmin(each.test))
        print(
            f"{title:9} train {each.train[-1]:.4f}, test {each.test[-1]:.3f} "
            f"(best {each.test[best]:.3f} after {each.epochs[best]} epochs)"
        )
    print(plotting.save(draw(result), out / "fitting.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
