"""The slope p of y = x·p is fitted with rates too small, right and too large, step by step.

Look at where p goes: crawling, straight to 2, swinging, and away for good. The network is one
weight without bias, its error the sum of squared differences E = Σ(x·p − y)²; so each step must be
p ← p − η·2·Σx·(x·p − y). From the text on applying convolutional networks.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dl4j_bridge.dl4j import (
    Activation,
    DataType,
    LossFunctions,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    Sgd,
    WeightInit,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]
X = np.array([[1.0], [2.0], [3.0]])
SLOPE = 2.0
Y = SLOPE * X
RATES = {"too small": 0.003, "right": 0.03, "large": 0.066, "too large": 0.075}


class Fit(NamedTuple):
    rate: float
    by_dl4j: Floats  # p at the start and after each step
    by_hand: Floats


def error(p: Floats) -> Floats:
    return np.asarray(((X * p - Y) ** 2).sum(axis=0))


def build(rate: float) -> Any:
    conf = (
        NeuralNetConfiguration.Builder()
        .dataType(DataType.DOUBLE)
        .weightInit(WeightInit.ZERO)
        .updater(Sgd(rate))
        .miniBatch(False)  # the sum over the rows, not their mean
        .list()
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.SQUARED_LOSS)
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


def descend(rate: float, steps: int) -> Fit:
    net = build(rate)
    by_dl4j, by_hand = [0.0], [0.0]
    for _ in range(steps):
        net.fit(X, Y)
        by_dl4j.append(float(net.params().getDouble(0)))
        p = by_hand[-1]
        by_hand.append(p - rate * 2 * float((X * (X * p - Y)).sum()))
    return Fit(rate, np.array(by_dl4j), np.array(by_hand))


def run(steps: int = 12) -> dict[str, Fit]:
    return {name: descend(rate, steps) for name, rate in RATES.items()}


def draw(result: dict[str, Fit]) -> Figure:
    figure, axes = plotting.canvas(len(result), 2, width=2.8, height=2.6)
    p = np.linspace(-1.5, 5.5, 100)
    for (above, below), (name, fit) in zip(axes.T, result.items(), strict=True):
        above.plot(p, error(p), "-", color="0.6")
        above.plot(fit.by_dl4j, error(fit.by_dl4j), "o--", markersize=4, linewidth=1)
        above.set(title=f"{name}: η = {fit.rate}", xlabel="slope p")
        above.set(xlim=(-1.5, 5.5), ylim=(-5, 160))
        below.plot(fit.by_dl4j, "o-", markersize=4)
        below.axhline(SLOPE, color="0.5", linestyle=":")
        below.set(xlabel="step", ylim=(-1.5, 5.5))
    axes[0, 0].set_ylabel("sum of squared differences")
    axes[1, 0].set_ylabel("slope p")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for name, fit in result.items():
        difference = np.abs(fit.by_dl4j - fit.by_hand).max()
        print(
            f"{name:9} η = {fit.rate:.3f}: p = {np.round(fit.by_dl4j[:6], 3)} … "
            f"{fit.by_dl4j[-1]:.3f}; hand - DL4J: {difference:.0e}"
        )
    print(plotting.save(draw(result), out / "learning_rates.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
