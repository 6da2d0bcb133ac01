"""Which optimizer? A figure of the Adam paper in small: five of them on MNIST, with dropout.

Look at the order of the curves in the end: Adam lies lowest, each being at its best rate. Two
hidden layers of ReLU units, half of them dropped, batches of 128. Kingma and Ba, "Adam" (2015),
figure 2, trained 1,000 units a layer on all 60,000 images. From the text on applying convolutional
networks.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    AdaDelta,
    AdaGrad,
    Adam,
    DenseLayer,
    LossFunctions,
    MultiLayerNetwork,
    Nesterovs,
    NeuralNetConfiguration,
    OutputLayer,
    RmsProp,
    WeightInit,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Losses = dict[str, NDArray[np.float64]]  # by optimizer: mean loss of each epoch, nats


def build(updater: Any, units: int) -> Any:
    conf = (
        NeuralNetConfiguration.Builder()
        .seed(123)
        .weightInit(WeightInit.RELU)
        .updater(updater)
        .list()
        .layer(DenseLayer.Builder().nIn(784).nOut(units).activation(Activation.RELU).build())
        .layer(
            # dropOut is the share of its inputs that a layer keeps.
            DenseLayer.Builder()
            .nIn(units)
            .nOut(units)
            .activation(Activation.RELU)
            .dropOut(0.5)
            .build()
        )
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
            .nIn(units)
            .nOut(10)
            .activation(Activation.SOFTMAX)
            .dropOut(0.5)
            .build()
        )
        .build()
    )
    return MultiLayerNetwork(conf)


def run(images: int = 3000, units: int = 100, epochs: int = 6) -> Losses:
    # Each at its best rate of 0.001, 0.002, 0.004, 0.01 … (Nesterov: five times as much).
    updaters = {
        "AdaGrad": AdaGrad(0.02),
        "RMSProp": RmsProp(0.004),
        "SGD + Nesterov": Nesterovs(0.1, 0.9),
        "AdaDelta": AdaDelta(),
        "Adam": Adam(0.004),
    }
    data = bridge.datasets.mnist().train.take(images)
    losses = {}
    for name, updater in updaters.items():
        net = build(updater, units)
        history = bridge.fit(net, data, epochs=epochs, batch_size=128, progress=False)
        losses[name] = np.array(history["loss"])
    return losses


def draw(result: Losses) -> Figure:
    figure, axes = plotting.canvas(width=6, height=4)
    for name, each in result.items():
        axes[0, 0].plot(np.arange(1, len(each) + 1), each, marker="o", markersize=3, label=name)
    axes[0, 0].set(title="MNIST, two hidden layers with dropout", xlabel="epoch")
    axes[0, 0].set_ylabel("training loss, nats")
    axes[0, 0].legend()
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for name, each in sorted(result.items(), key=lambda item: item[1][-1]):
        print(f"{name:15} loss of the first epoch {each[0]:.3f} nats, of the last {each[-1]:.3f}")
    print(plotting.save(draw(result), out / "which_optimizer.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
