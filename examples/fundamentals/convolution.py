"""A filter of nine numbers finds the edges of a digit, by hand and in DL4J.

The filter [[0, 1, 0], [1, -4, 1], [0, 1, 0]] answers with 0 wherever a pixel is the mean of its
neighbours, so only edges are left (course text "Deep learning fundamentals"). Look at the two
pictures of edges: the loops below and DL4J's ConvolutionLayer with these weights agree. A layer
does not mirror its filter, unlike a convolution in mathematics; this one is its own mirror image.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    ConvolutionLayer,
    InputType,
    MultiLayerNetwork,
    NeuralNetConfiguration,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EDGES = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]], np.float32)


class Result(NamedTuple):
    image: np.ndarray  # (height, width), ink 0 to 1
    by_hand: np.ndarray  # (height - 2, width - 2)
    by_dl4j: np.ndarray  # the same shape


def convolve(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Lay the kernel on every place it fits on; multiply and add up."""
    height, width = np.subtract(image.shape, kernel.shape) + 1
    answer = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            patch = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
            answer[row, column] = (patch * kernel).sum()
    return answer


def layer_with(kernel: np.ndarray, height: int, width: int) -> Any:
    """A network of one convolution whose weights are the kernel."""
    configuration = (
        NeuralNetConfiguration.Builder()
        .list()
        .layer(
            ConvolutionLayer.Builder(*kernel.shape)
            .nOut(1)
            .hasBias(False)
            .activation(Activation.IDENTITY)
            .build()
        )
        .setInputType(InputType.convolutional(height, width, 1))
        .build()
    )
    model = MultiLayerNetwork(configuration)
    model.init()
    model.setParam("0_W", kernel[None, None])  # filters, channels, height, width
    return model


def run(digit: int = 7, kernel: np.ndarray = EDGES) -> Result:
    image = bridge.datasets.mnist().train.x[digit].reshape(28, 28)
    answer = layer_with(kernel, *image.shape).output(image[None, None])
    return Result(image, convolve(image, kernel), np.array(answer)[0, 0])


def draw(result: Result) -> Figure:
    figure, axes = plotting.canvas(columns=3, width=3.6)
    reach = np.abs(result.by_hand).max()
    size = "×".join(map(str, result.by_hand.shape))
    axes[0, 0].imshow(result.image, cmap="gray_r")
    axes[0, 0].set_title("A digit, 28×28 pixels")
    for box, edges, title in (
        (axes[0, 1], result.by_hand, f"By hand, {size}"),
        (axes[0, 2], result.by_dl4j, f"DL4J's ConvolutionLayer, {size}"),
    ):
        shown = box.imshow(edges, cmap="gray", vmin=-reach, vmax=reach)
        box.set_title(title)
    figure.colorbar(shown, ax=axes[0, 2], label="filter's answer", shrink=0.8)
    for box in axes.flat:
        box.set_axis_off()
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    difference = np.abs(result.by_hand - result.by_dl4j).max()
    flat = (np.abs(result.by_hand) < 1e-6).mean()
    print(f"28×28 pixels and a 3×3 filter give {'×'.join(map(str, result.by_hand.shape))} answers,")
    print(f"{flat:.0%} of them 0: no edge there.")
    print(f"By hand and in DL4J they differ by {difference:.1e} at most.")
    print(plotting.save(draw(result), out / "convolution.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
