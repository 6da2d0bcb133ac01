"""Forward passes worked by hand, through real DL4J networks that have the same weights.

Look at each layer's numbers: pencil and paper (here numpy) and Deeplearning4j agree. The unit, the
layers and the three-layer network are from the text on deep learning fundamentals, the two-layer
network is from the one on applying convolutional networks.
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
    DenseLayer,
    MultiLayerNetwork,
    NeuralNetConfiguration,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]


class Layer(NamedTuple):
    weights: list[list[float]]  # a row an input, a column a unit
    biases: list[float]
    activation: str  # IDENTITY, SIGMOID or SOFTMAX


class Pass(NamedTuple):
    question: str
    by_hand: list[Floats]  # outputs of each layer
    by_dl4j: list[Floats]


UNIT = [Layer([[-0.06], [-2.5], [1.4]], [0], "IDENTITY")]
SIGMOIDS = [Layer(np.eye(3).tolist(), [0, 0, 0], "SIGMOID")]
SOFTMAX = [Layer(np.eye(3).tolist(), [0, 0, 0], "SOFTMAX")]
# The text writes a row a unit, DL4J a column a unit: hence the other way round here.
THREE_LAYERS = [
    Layer([[1, -1], [-2, 1]], [1, 0], "SIGMOID"),
    Layer([[2, -2], [-1, -1]], [0, 0], "SIGMOID"),
    Layer([[3, -1], [-1, 4]], [-2, 2], "SIGMOID"),
]
TWO_LAYERS = [
    Layer([[0.8, 0.2, 0.7], [0.6, 0.9, 0.1]], [0, 0, 0], "SIGMOID"),
    Layer([[0.2], [0.8], [0.5]], [0], "SIGMOID"),
]

QUESTIONS: list[tuple[str, list[Layer], list[float]]] = [
    ("a unit: the weighted sum", UNIT, [2.7, -8.6, 0.002]),
    ("a layer of sigmoids", SIGMOIDS, [3, 1, -3]),
    ("softmax of the same numbers", SOFTMAX, [3, 1, -3]),
    ("three layers, x = (1, -1)", THREE_LAYERS, [1, -1]),
    ("three layers, x = (0, 0)", THREE_LAYERS, [0, 0]),
    ("two layers, x = (1, 1)", TWO_LAYERS, [1, 1]),
]


def forward_by_hand(layers: list[Layer], x: list[float]) -> list[Floats]:
    outputs, signal = [], np.array(x, dtype=float)
    for layer in layers:
        z = signal @ np.array(layer.weights) + layer.biases
        signal = {
            "IDENTITY": z,
            "SIGMOID": 1 / (1 + np.exp(-z)),
            "SOFTMAX": np.exp(z) / np.exp(z).sum(),
        }[layer.activation]
        outputs.append(signal)
    return outputs


def build(layers: list[Layer]) -> Any:
    """A network of the mirror with exactly these weights."""
    builder = NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).list()
    for weights, biases, activation in layers:
        builder.layer(
            DenseLayer.Builder()
            .nIn(len(weights))
            .nOut(len(biases))
            .activation(Activation.valueOf(activation))
            .build()
        )
    net = MultiLayerNetwork(builder.build())
    net.init()
    for number, layer in enumerate(layers):
        net.setParam(f"{number}_W", np.array(layer.weights, dtype=float))
        net.setParam(f"{number}_b", np.array([layer.biases], dtype=float))
    return net


def forward_by_dl4j(layers: list[Layer], x: list[float]) -> list[Floats]:
    activations = build(layers).feedForward(np.array([x], dtype=float))
    # The first of them is the input itself.
    return [bridge.to_numpy(each, copy=True)[0] for each in list(activations)[1:]]


def run() -> list[Pass]:
    return [
        Pass(question, forward_by_hand(layers, x), forward_by_dl4j(layers, x))
        for question, layers, x in QUESTIONS
    ]


def draw(result: list[Pass]) -> Figure:
    figure, axes = plotting.canvas(3, width=4.2, height=3)
    for ax, number in zip(axes[0], (3, 4, 5), strict=True):
        question, layers, x = QUESTIONS[number]
        sketch(ax, layers, [np.array(x), *result[number].by_dl4j])
        ax.set_title(question)
    return figure


def sketch(ax: Any, layers: list[Layer], outputs: list[Floats]) -> None:
    """Units as circles around their output, with the weights on the lines between them."""
    heights = [np.arange(len(values)) - (len(values) - 1) / 2 for values in outputs]
    for column, layer in enumerate(layers):
        for (i, j), weight in np.ndenumerate(np.array(layer.weights)):
            start, end = heights[column][i], heights[column + 1][j]
            ax.plot([column, column + 1], [-start, -end], "-", color="0.7", zorder=0)
            # A quarter of the way: there no two lines cross.
            place = -(start + (end - start) / 4)
            ax.text(
                column + 0.25,
                place,
                f"{weight:g}",
                ha="center",
                va="center",
                fontsize=9,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )
        for height, bias in zip(heights[column + 1], layer.biases, strict=True):
            if bias:
                ax.text(column + 1, -height - 0.28, f"bias {bias:g}", ha="center", va="top")
    for column, values in enumerate(outputs):
        for height, value in zip(heights[column], values, strict=True):
            number = f"{value:.2f}" if column else f"{value:g}"
            ax.text(
                column,
                -height,
                number,
                ha="center",
                va="center",
                bbox={"boxstyle": "circle", "facecolor": "white"},
            )
    ax.set(xlim=(-0.4, len(layers) + 0.4), ylim=(-1.5, 1.4))
    ax.axis("off")


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for question, by_hand, by_dl4j in result:
        print(question)
        for number, (hand, dl4j) in enumerate(zip(by_hand, by_dl4j, strict=True), 1):
            difference = np.abs(hand - dl4j).max()
            print(f"  layer {number}: {np.round(dl4j, 4)}   hand - DL4J: {difference:.0e}")
    print(plotting.save(draw(result), out / "forward_passes.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
