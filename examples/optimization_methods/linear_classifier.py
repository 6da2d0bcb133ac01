"""A linear classifier has one template a class, which its weights show as pictures.

f(x, W) = Wx + b: each class's score is the product of the picture with that class's template. The
same classifier is trained twice, with the multiclass SVM's hinge loss and with softmax's
cross-entropy. Look at the templates (a shirt has sleeves, a dress none) and at how little the two
losses differ in accuracy.

Course text: introduction to optimization methods. Data: Fashion-MNIST (H. Xiao et al., 2017),
CIFAR-10 (A. Krizhevsky, 2009); what is neither on this machine nor can be downloaded is left out,
with a word on where to put it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

import dl4j_bridge as bridge
from dl4j_bridge.datasets import Dataset
from dl4j_bridge.dl4j import (
    Activation,
    ILossFunction,
    LossMCXENT,
    LossMulticlassHinge,
    MultiLayerNetwork,
    Nesterovs,
    NeuralNetConfiguration,
    OutputLayer,
    WeightInit,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = npt.NDArray[np.float32]


class Trained(NamedTuple):
    """A classifier after training.

    Attributes:
        data: Name of the data set.
        loss: Name of the loss.
        classes: Their names.
        templates: Float32 `(classes, channels, height, width)`.
        train_accuracy: Share of the training pictures, 0 to 1.
        test_accuracy: Share of the test pictures, 0 to 1.
        test_accuracy_by_hand: The same, from Wx + b in numpy.
    """

    data: str
    loss: str
    classes: tuple[str, ...]
    templates: Array
    train_accuracy: float
    test_accuracy: float
    test_accuracy_by_hand: float


def linear_classifier(
    inputs: int, outputs: int, loss: ILossFunction, activation: Activation, rate: float
) -> MultiLayerNetwork:
    """One layer, weights that start at zero, a little L2 to keep the templates smooth."""
    conf = (
        NeuralNetConfiguration.Builder()
        .seed(123)
        .updater(Nesterovs(rate, 0.9))
        .l2(0.001)
        .list()
        .layer(
            OutputLayer.Builder(loss)
            .nIn(inputs)
            .nOut(outputs)
            .activation(activation)
            .weightInit(WeightInit.ZERO)
            .build()
        )
        .build()
    )
    return MultiLayerNetwork(conf)


def run(data: Dataset, epochs: int = 3, rate: float = 0.01) -> list[Trained]:
    """Both classifiers on one data set of pictures."""
    losses = {
        "multiclass SVM": (LossMulticlassHinge(), Activation.IDENTITY),
        "softmax": (LossMCXENT(), Activation.SOFTMAX),
    }
    found = []
    for name, (loss, activation) in losses.items():
        network = linear_classifier(data.features, len(data.classes), loss, activation, rate)
        bridge.fit(network, data.train, epochs=epochs, batch_size=128, progress=False)
        weights, bias = np.array(network.getParam("0_W")), np.array(network.getParam("0_b"))
        scores = data.test.x @ weights + bias  # f(x, W) = Wx + b, a row for each picture
        found.append(
            Trained(
                data.name,
                name,
                data.classes,
                weights.T.reshape(len(data.classes), *(data.image or (1, 1, data.features))),
                bridge.evaluate(network, data.train).accuracy,
                bridge.evaluate(network, data.test).accuracy,
                float((scores.argmax(axis=1) == data.test.labels).mean()),
            )
        )
    return found


def draw(result: list[Trained]) -> Figure:
    """A row of templates for each classifier; grey is 0, bright pixels speak for the class."""
    columns = len(result[0].classes)
    figure, axes = plotting.canvas(columns, len(result), width=1.1, height=1.4)
    for row, (trained, line) in enumerate(zip(result, axes, strict=True)):
        line[0].set_ylabel(f"{trained.loss}\n{trained.test_accuracy:.1%} of test")
        for name, template, axis in zip(trained.classes, trained.templates, line, strict=True):
            axis.imshow(_as_picture(template), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
            axis.set(xticks=[], yticks=[])
            axis.grid(False)
            if row == 0 or trained.data != result[row - 1].data:
                axis.set_title(name, fontsize=8)
    names = " and ".join(dict.fromkeys(trained.data for trained in result))
    figure.suptitle(f"Templates learned from {names}")
    return figure


def _as_picture(template: Array) -> Array:
    """Weights 0 become 0.5, the largest 0 or 1; channels last, grey without."""
    scaled = 0.5 + template / (2 * max(float(np.abs(template).max()), 1e-9))
    return scaled[0] if len(template) == 1 else scaled.transpose(1, 2, 0)


def data_sets() -> Iterator[tuple[Dataset, float]]:
    """Those that can be had, each with its learning rate; says which is left out, and why."""
    # A row of CIFAR-10 is five times as long, squared, so a step may be a fifth.
    for load, rate in ((bridge.datasets.fashion_mnist, 0.01), (bridge.datasets.cifar10, 0.002)):
        try:
            yield load(), rate
        except bridge.errors.SetupError as absent:
            print(f"Left out: {absent}", file=sys.stderr)


def main(out: Path = Path("pictures")) -> None:
    result = [trained for data, rate in data_sets() for trained in run(data, rate=rate)]
    for trained in result:
        print(
            f"{trained.data}, {trained.loss}: {trained.train_accuracy:.2%} of the training, "
            f"{trained.test_accuracy:.2%} of the test pictures"
        )
    if result:
        print(f"saved {plotting.save(draw(result), out / 'linear_classifier.png')}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
