"""Why convolution: a filter has as many weights for a large picture as for a small one.

A unit that sees all of a 32×32 picture in three colours has 3,072 weights, one for 200×200 has
120,000; a 5×5 filter has 75 and a bias (course texts "Deep learning fundamentals" and "Applying
convolutional networks"). Look at the two lines, and in the printed table at what DL4J makes of a
32×32×3 picture: six filters give 28×28×6, ten more 24×24×10. All counts are read from its layers.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dl4j_bridge.dl4j import (
    Activation,
    ConvolutionLayer,
    DenseLayer,
    InputType,
    MultiLayerNetwork,
    NeuralNetConfiguration,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Layer(NamedTuple):
    name: str
    shape: tuple[int, int, int]  # height, width, channels of its output
    weights: int
    biases: int


class Result(NamedTuple):
    layers: list[Layer]
    ten_units: int  # weights of ten units that see all of a 32×32×3 picture
    sides: tuple[int, ...]  # of square pictures in three colours, pixels
    dense: list[int]  # weights of one unit that sees all of it
    filters: list[int]  # weights of one 5×5 filter


def convolution(filters: int) -> Any:
    return ConvolutionLayer.Builder(5, 5).nOut(filters).activation(Activation.RELU).build()


def network(side: int, *layers: Any) -> Any:
    builder = NeuralNetConfiguration.Builder().list()
    for layer in layers:
        builder = builder.layer(layer)
    builder = builder.setInputType(InputType.convolutional(side, side, 3))
    model = MultiLayerNetwork(builder.build())
    model.init()
    return model


def layers_on_cifar() -> list[Layer]:
    model = network(32, convolution(6), convolution(10))
    _, *outputs = model.feedForward(np.zeros((1, 3, 32, 32), np.float32))
    found = []
    for layer, output in zip(model.getLayers(), outputs, strict=True):
        _, channels, height, width = map(int, output.shape())  # DL4J has channels first
        weights, biases = layer.getParam("W").length(), layer.getParam("b").length()
        name = f"{channels} filters of 5×5×{layer.getParam('W').size(1)}"
        found.append(Layer(name, (height, width, channels), int(weights), int(biases)))
    return found


def weights(side: int, layer: Any) -> int:
    return int(network(side, layer).getLayer(0).getParam("W").length())


def run(sides: tuple[int, ...] = (8, 16, 32, 64, 128, 200)) -> Result:
    return Result(
        layers_on_cifar(),
        weights(32, DenseLayer.Builder().nOut(10).build()),
        sides,
        [weights(side, DenseLayer.Builder().nOut(1).build()) for side in sides],
        [weights(side, convolution(1)) for side in sides],
    )


def draw(result: Result) -> Figure:
    figure, axes = plotting.canvas(width=5.6, height=3.8)
    box = axes[0, 0]
    box.loglog(result.sides, result.dense, marker="o", label="a unit that sees every pixel")
    box.loglog(result.sides, result.filters, marker="s", label="a 5×5 filter")
    for side, count in zip(result.sides, result.dense, strict=True):
        if side in (32, 200):
            box.annotate(
                f"{count:,}", (side, count), (-8, 6), textcoords="offset points", ha="right"
            )
    box.annotate(
        "75", (result.sides[-1], result.filters[-1]), (0, 8), textcoords="offset points", ha="right"
    )
    box.set_xticks(result.sides, [f"{side}" for side in result.sides], minor=False)
    box.minorticks_off()
    box.set(title="Weights of one unit on a picture in three colours", ylim=(30, 4e5))
    box.set(xlabel="side of the picture, pixels", ylabel="weights")
    box.legend(loc="upper left")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    print("32×32×3 pixels")
    for layer in result.layers:
        shape = "×".join(map(str, layer.shape))
        each = layer.weights // layer.shape[2]
        print(f"  {layer.name}: {each} products + bias each → {shape}, ", end="")
        print(f"{layer.weights:,} weights + {layer.biases} biases")
    print(f"  10 units, fully connected: {result.ten_units:,} weights")
    for side, dense, filters in zip(result.sides, result.dense, result.filters, strict=True):
        print(f"One unit on {side}×{side}×3 pixels: {dense:,} weights; a 5×5 filter: {filters}")
    print(plotting.save(draw(result), out / "convolution_sizes.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
