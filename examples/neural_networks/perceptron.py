"""A perceptron learns: after each mistake its boundary, a straight line, moves.

Look at the grey lines on their way to the black one, the first that makes no mistake. DL4J has no
sign unit. But the gradient of its hinge loss is that of Rosenblatt's rule, w ← w + η·t·x, for
every row with t·(w·x) < 1; with weights in the thousands that is for every row on the wrong side.
So DL4J and the rule by hand go the same way. From the text on deep neural networks.
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
    WeightInit,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]
RATE = 1000.0


class Learning(NamedTuple):
    x: Floats
    side: Floats  # +1 or -1 a row
    by_dl4j: Floats  # (w1, w2, bias) after each row that was presented
    by_hand: Floats
    mistakes: list[int]  # in each pass over the rows


def points(count: int = 30, seed: int = 6) -> tuple[Floats, Floats]:
    """Two sides of the line x2 = 0.7 + 0.8·x1, with a gap between them."""
    x = np.random.default_rng(seed).uniform(-2, 2, (4 * count, 2))
    height = x[:, 1] - 0.8 * x[:, 0] - 0.7
    clear = np.abs(height) > 0.1
    return x[clear][:count], np.sign(height[clear][:count])


def build() -> Any:
    conf = (
        NeuralNetConfiguration.Builder()
        .dataType(DataType.DOUBLE)
        .weightInit(WeightInit.ZERO)
        .updater(Sgd(RATE))
        .list()
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.HINGE)
            .nIn(2)
            .nOut(1)
            .activation(Activation.IDENTITY)
            .build()
        )
        .build()
    )
    net = MultiLayerNetwork(conf)
    net.init()
    return net


def run(passes: int = 6) -> Learning:
    x, side = points()
    net = build()
    by_dl4j, by_hand, mistakes = [], [np.zeros(3)], []
    for _ in range(passes):
        wrong = 0
        for row, t in zip(x, side, strict=True):
            net.fit(row[None, :], np.array([[t]]))
            by_dl4j.append(bridge.to_numpy(net.params(), copy=True).ravel())
            w = by_hand[-1]
            wrong_side = t * (w[:2] @ row + w[2]) <= 0
            by_hand.append(w + RATE * t * np.append(row, 1) if wrong_side else w)
            wrong += int(wrong_side)
        mistakes.append(wrong)
    return Learning(x, side, np.array(by_dl4j), np.array(by_hand[1:]), mistakes)


def draw(result: Learning) -> Figure:
    figure, axes = plotting.canvas(2)
    plane, bars = axes[0]
    for side, marker, label in ((1, "o", "t = +1"), (-1, "x", "t = −1")):
        rows = result.x[result.side == side]
        colour = plotting.COLOURS[1 if side > 0 else 2]
        plane.plot(rows[:, 0], rows[:, 1], marker, color=colour, label=label)
    lines = np.unique(result.by_dl4j, axis=0, return_index=True)[1]
    across = np.array([-2.2, 2.2])
    for number, index in enumerate(sorted(lines)):
        w1, w2, bias = result.by_dl4j[index]
        last = number == len(lines) - 1
        shade = "black" if last else str(0.85 - 0.5 * number / len(lines))
        line = -(w1 * across + bias) / w2
        plane.plot(across, line, "-", color=shade, label="last line" if last else None)
    plane.set(title="The boundary after each mistake", xlabel="x1", ylabel="x2")
    plane.set(xlim=(-2.2, 2.2), ylim=(-2.9, 2.2))
    plane.legend(loc="lower center", ncols=3, frameon=True, framealpha=1)
    bars.bar(range(1, len(result.mistakes) + 1), result.mistakes, color=plotting.COLOURS[1])
    bars.set(title="Mistakes", xlabel="pass over the rows", ylabel=f"of {len(result.x)} rows")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    print("mistakes in each pass:", result.mistakes)
    print("last weights, DL4J:   ", result.by_dl4j[-1])
    print("last weights, by hand:", result.by_hand[-1])
    print(plotting.save(draw(result), out / "perceptron.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
