"""What a small LeNet learnt to look for, and what its layers see in a digit.

Two convolutions with pooling after each, trained for one epoch on some thousand digits of MNIST
(course text "Deep learning fundamentals"; Yann LeCun and others, 1998). Look at a filter of the
first layer and at the map below it: bright where the digit has what the filter has. Pooling halves
the maps without losing that; the second layer's maps no longer look like a digit.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    Adam,
    ConvolutionLayer,
    DenseLayer,
    InputType,
    LossFunctions,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    PoolingType,
    SubsamplingLayer,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Result(NamedTuple):
    accuracy: float  # on test digits, 0 to 1
    digit: np.ndarray  # (28, 28)
    filters: np.ndarray  # of the first layer, (8, 5, 5)
    maps: np.ndarray  # first convolution's, (8, 24, 24)
    pooled: np.ndarray  # (8, 12, 12)
    second: np.ndarray  # second convolution's, (16, 8, 8)


def convolution(filters: int) -> Any:
    return ConvolutionLayer.Builder(5, 5).nOut(filters).activation(Activation.RELU).build()


def pooling() -> Any:
    return SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build()


def lenet() -> Any:
    configuration = (
        NeuralNetConfiguration.Builder()
        .seed(123)
        .updater(Adam(0.002))
        .list()
        .layer(convolution(8))
        .layer(pooling())
        .layer(convolution(16))
        .layer(pooling())
        .layer(DenseLayer.Builder().nOut(64).activation(Activation.RELU).build())
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
            .nOut(10)
            .activation(Activation.SOFTMAX)
            .build()
        )
        .setInputType(InputType.convolutionalFlat(28, 28, 1))
        .build()
    )
    return MultiLayerNetwork(configuration)


def run(rows: int = 10_000, test_rows: int = 2000, epochs: int = 1, shown: int = 0) -> Result:
    digits = bridge.datasets.mnist().take(rows, test_rows)
    model = lenet()
    history = bridge.fit(model, digits, epochs=epochs, batch_size=64, progress=False)
    digit = digits.test.x[shown]
    _, maps, pooled, second, *_ = (np.array(seen)[0] for seen in model.feedForward(digit[None]))
    return Result(
        accuracy=history["test_accuracy"][-1],
        digit=digit.reshape(28, 28),
        filters=np.array(model.getLayer(0).getParam("W"))[:, 0],
        maps=maps,
        pooled=pooled,
        second=second,
    )


def draw(result: Result) -> Figure:
    rows = {
        "": result.filters,
        "maps\n24×24": result.maps,
        "pooled\n12×12": result.pooled,
        "second layer\n8×8": result.second[:8],
    }
    figure, axes = plotting.canvas(columns=9, rows=4, width=1.05, height=1.1)
    for row, (name, pictures) in zip(axes, rows.items(), strict=True):
        row[0].text(0.5, 0.5, name, ha="center", va="center", transform=row[0].transAxes)
        for box, picture in zip(row[1:], pictures, strict=True):
            # A filter's numbers have two signs, so that grey is 0; a map's begin with 0.
            reach = np.abs(picture).max()
            box.imshow(picture, cmap="gray", vmin=-reach if picture.min() < 0 else 0, vmax=reach)
    axes[0, 0].imshow(result.digit, cmap="gray")
    for box, title in zip(axes[0], ("digit", *(f"filter {n}" for n in range(1, 9))), strict=True):
        box.set_title(title, fontsize="small")
    for box in axes.flat:
        box.set_axis_off()
    figure.suptitle("A digit and what a small LeNet sees in it (brighter is more)")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    dead = int((result.maps.max(axis=(1, 2)) == 0).sum())
    print(f"Test accuracy {result.accuracy:.2%}; eight filters of 5×5, 16 of 5×5×8.")
    print(f"For this digit {dead} of the 8 first maps are 0 everywhere.")
    print(plotting.save(draw(result), out / "feature_maps.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
