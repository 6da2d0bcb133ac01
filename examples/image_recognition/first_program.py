"""The course's first program for digits: one layer of sigmoids, and a rate set after init().

MNIST in black and white, one hidden layer of 800 sigmoids, the squared error, batches of 100, and
`model.setLearningRate(0.7)` once the network exists (lecture "Image Recognition with DL4J"; the
course lets it run for 100 epochs, `run(60_000, epochs=100)`). Look at the two curves: only this one
line is between them. DL4J's MSE is the mean over the ten outputs, so that a rate of 0.7 does what
0.07 does for the sum of squares: it is not as large as it looks.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    DenseLayer,
    LossFunctions,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Result(NamedTuple):
    rates: list[float]  # the one the builder left, the one set after init()
    histories: list[bridge.History]  # in the same order
    pictures: list[np.ndarray]  # a digit in grey, in black and white, (28, 28)


def network(units: int) -> Any:
    configuration = (
        NeuralNetConfiguration.Builder()
        .seed(123)
        .list()
        .layer(DenseLayer.Builder().nIn(28 * 28).nOut(units).activation(Activation.SIGMOID).build())
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.MSE)
            .nIn(units)
            .nOut(10)
            .activation(Activation.SIGMOID)
            .build()
        )
        .build()
    )
    model = MultiLayerNetwork(configuration)
    model.init()
    return model


def run(rows: int = 10_000, test_rows: int = 2000, units: int = 800, epochs: int = 15) -> Result:
    digits = bridge.datasets.mnist(binarize=True).take(rows, test_rows)
    left_alone, model = network(units), network(units)
    model.setLearningRate(0.7)
    rates = [float(each.getLearningRate(0)) for each in (left_alone, model)]
    histories = [
        bridge.fit(each, digits, epochs=epochs, batch_size=100, progress=False)
        for each in (left_alone, model)
    ]
    grey = bridge.datasets.mnist().train.x[0]
    pictures = [pixels.reshape(28, 28) for pixels in (grey, digits.train.x[0])]
    return Result(rates, histories, pictures)


def draw(result: Result) -> Figure:
    figure, axes = plotting.canvas(columns=3)
    for picture, title, box in zip(
        result.pictures, ("As scanned", "As the program sees it"), axes[0], strict=False
    ):
        box.imshow(picture, cmap="gray_r")
        box.set_title(title)
        box.set_axis_off()
    curves = axes[0, 2]
    origins = ("DL4J's own", "setLearningRate")
    for rate, origin, history in zip(result.rates, origins, result.histories, strict=True):
        accuracy = [100 * share for share in history["test_accuracy"]]
        curves.plot(history["epoch"], accuracy, label=f"rate {rate:g} ({origin})")
    curves.set(title="One line's difference", xlabel="epoch", ylabel="test accuracy, %")
    curves.set_ylim(0, 100)
    curves.legend(loc="center right", fontsize="small")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for rate, history in zip(result.rates, result.histories, strict=True):
        epochs, accuracy = len(history), history["test_accuracy"][-1]
        print(f"rate {rate:g}: test accuracy {accuracy:.2%} after {epochs} epochs")
    print(plotting.save(draw(result), out / "first_program.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
