"""Seven ways to keep a network from learning its training data by heart, side by side.

A network of 100 hidden units sees 500 digits, a fifth of them with a wrong label. Alone it learns
even those. Look at the gap between training and test accuracy, and at what each way does to the
weights: L2 makes them small, L1 makes most of them zero, the elastic net does some of both,
max-norm bounds each unit's, dropout leaves them alone. Batch normalization is there for speed: its
loss falls fastest, and its gap is as wide as without anything.

Course texts: introduction to optimization methods; deep learning fundamentals. Sources: N.
Srivastava et al., "Dropout", JMLR 2014 (with max-norm); S. Ioffe, C. Szegedy, "Batch
Normalization", ICML 2015; H. Zou, T. Hastie, elastic net, 2005.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

import dl4j_bridge as bridge
from dl4j_bridge.datasets import Split
from dl4j_bridge.dl4j import (
    Activation,
    ActivationLayer,
    BatchNormalization,
    DenseLayer,
    LossFunctions,
    MaxNormConstraint,
    MultiLayerNetwork,
    Nesterovs,
    NeuralNetConfiguration,
    OutputLayer,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HIDDEN = 100


class Trained(NamedTuple):
    """A network after training.

    Attributes:
        train_accuracy: On the training digits with the labels it was given, wrong ones too.
        test_accuracy: On digits with right labels.
        losses: Mean over each epoch, penalties included.
        weights: Of the hidden layer, float32 `(784, 100)`.
    """

    train_accuracy: float
    test_accuracy: float
    losses: list[float]
    weights: npt.NDArray[np.float32]

    @property
    def gap(self) -> float:
        """Training accuracy − test accuracy."""
        return self.train_accuracy - self.test_accuracy

    @property
    def share_of_zeros(self) -> float:
        """Share of the weights that are below 0.001."""
        return float((np.abs(self.weights) < 1e-3).mean())

    @property
    def unit_norms(self) -> npt.NDArray[np.float32]:
        """Length of each hidden unit's vector of weights."""
        return np.linalg.norm(self.weights, axis=0)


def builder() -> NeuralNetConfiguration.Builder:
    return NeuralNetConfiguration.Builder().seed(123).updater(Nesterovs(0.05, 0.9))


def hidden_layer() -> DenseLayer.Builder:
    return DenseLayer.Builder().nIn(784).nOut(HIDDEN).activation(Activation.RELU)


def output_layer() -> OutputLayer.Builder:
    return (
        OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .nIn(HIDDEN)
        .nOut(10)
        .activation(Activation.SOFTMAX)
    )


def plain(settings: NeuralNetConfiguration.Builder) -> MultiLayerNetwork:
    """The network itself; the penalty, if any, is in the settings of all layers."""
    return MultiLayerNetwork(
        settings.list().layer(hidden_layer().build()).layer(output_layer().build()).build()
    )


def with_dropout() -> MultiLayerNetwork:
    """DL4J drops inputs of a layer, here the hidden units; 0.5 is the share it KEEPS."""
    conf = (
        builder()
        .list()
        .layer(hidden_layer().build())
        .layer(output_layer().dropOut(0.5).build())
        .build()
    )
    return MultiLayerNetwork(conf)


def with_batch_normalization() -> MultiLayerNetwork:
    """Sums are normalized before they go through the activation; so the layer needs no bias."""
    conf = (
        builder()
        .list()
        .layer(hidden_layer().activation(Activation.IDENTITY).hasBias(False).build())
        .layer(BatchNormalization.Builder().nIn(HIDDEN).nOut(HIDDEN).build())
        .layer(ActivationLayer(Activation.RELU))
        .layer(output_layer().build())
        .build()
    )
    return MultiLayerNetwork(conf)


NETWORKS: dict[str, Callable[[], MultiLayerNetwork]] = {
    "nothing": lambda: plain(builder()),
    "L2": lambda: plain(builder().l2(0.05)),
    "L1": lambda: plain(builder().l1(0.004)),
    "elastic net": lambda: plain(builder().l1(0.003).l2(0.02)),
    # Dimension 0 of the weights (inputs × units) runs over what goes into a unit.
    "max-norm": lambda: plain(builder().constrainWeights(MaxNormConstraint(0.8, 0))),
    "dropout": with_dropout,
    "batch norm": with_batch_normalization,
}


def run(epochs: int = 20) -> dict[str, Trained]:
    data = bridge.datasets.mnist().take(train=500, test=2000)
    train = with_wrong_labels(data.train)
    found = {}
    for name, make in NETWORKS.items():
        network = make()
        history = bridge.fit(network, train, epochs=epochs, batch_size=50, progress=False)
        found[name] = Trained(
            bridge.evaluate(network, train).accuracy,
            bridge.evaluate(network, data.test).accuracy,
            [row["loss"] for row in history],
            np.array(network.getParam("0_W")),
        )
    return found


def with_wrong_labels(split: Split) -> Split:
    """Every fifth label is moved on by one to three classes."""
    labels = split.labels.copy()
    moves = np.random.default_rng(1).integers(1, 4, len(labels[::5]))
    labels[::5] = (labels[::5] + moves) % split.classes
    return Split(split.x, labels, split.classes)


def draw(result: dict[str, Trained]) -> Figure:
    """Left: accuracies. Middle: the hidden layer's weights. Right: lengths of its units."""
    figure, axes = plotting.canvas(3, width=4.4)
    bars, weights, norms = axes[0]
    places = np.arange(len(result))
    for shift, part, hatch in ((-0.2, "train", ""), (0.2, "test", "///")):
        shares = [100 * getattr(one, f"{part}_accuracy") for one in result.values()]
        colour = plotting.COLOURS[1 if part == "train" else 2]
        bars.bar(
            places + shift, shares, 0.4, label=part, color=colour, hatch=hatch, edgecolor="white"
        )
    bars.set_xticks(places, list(result), rotation=30, ha="right")
    bars.set(ylabel="right answers, %", ylim=(50, 112), title="Training and test accuracy")
    bars.legend(ncols=2, loc="upper right")

    edges = np.linspace(-0.2, 0.2, 81)
    for name in ("nothing", "L2", "L1", "elastic net"):
        counts, _ = np.histogram(result[name].weights, edges)
        weights.plot((edges[1:] + edges[:-1]) / 2, np.maximum(counts, 1), label=name)
    weights.set(
        xticks=(-0.2, -0.1, 0, 0.1, 0.2),
        yscale="log",
        xlabel="weight",
        ylabel="how many",
        title="Hidden layer's weights",
    )
    weights.legend()

    norms.boxplot([one.unit_norms for one in result.values()], medianprops={"color": "black"})
    norms.set_xticks(places + 1, list(result), rotation=30, ha="right")
    norms.set(ylabel="length of a unit's weights", title="Lengths of the 100 hidden units")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for name, one in result.items():
        print(
            f"{name:12} train {one.train_accuracy:6.1%}  test {one.test_accuracy:6.1%}  "
            f"gap {100 * one.gap:5.1f} points  weights that are zero {one.share_of_zeros:6.1%}  "
            f"longest unit {one.unit_norms.max():.2f}  loss after 3 epochs {one.losses[2]:.2f}"
        )
    print(f"saved {plotting.save(draw(result), out / 'regularization.png')}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
