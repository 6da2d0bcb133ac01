"""1,000 examples in batches of 1, 10, 100 and 1,000: how often, how noisily the weights change.

Look at the curves (grey: the batch, black: the mean over a tenth of an epoch). With one example at
a time the loss jumps but gets far in four epochs; the full batch goes down smoothly, in four small
steps. From the texts on deep neural networks and on deep learning fundamentals.
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
    DenseLayer,
    LossFunctions,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    Sgd,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Descent(NamedTuple):
    batch_size: int
    updates: int  # in an epoch
    losses: NDArray[np.float64]  # of the batch, at each update
    loss: float  # of all examples, in the end

    def noise(self) -> float:
        """How far the loss jumps from one batch to the next: mean, nats."""
        return float(np.abs(np.diff(self.losses)).mean())


def build() -> Any:
    conf = (
        NeuralNetConfiguration.Builder()
        .seed(123)
        .updater(Sgd(0.05))
        .list()
        .layer(DenseLayer.Builder().nIn(784).nOut(32).activation(Activation.RELU).build())
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
            .nIn(32)
            .nOut(10)
            .activation(Activation.SOFTMAX)
            .build()
        )
        .build()
    )
    return MultiLayerNetwork(conf)


def run(epochs: int = 4, examples: int = 1000) -> list[Descent]:
    data = bridge.datasets.mnist().train.take(examples)
    descents = []
    for batch_size in (1, 10, 100, examples):
        net = build()
        history = bridge.fit(net, data, epochs=epochs, batch_size=batch_size, progress=False)
        truth = bridge.predict(net, data.x)[np.arange(examples), data.labels]
        descents.append(
            Descent(
                batch_size, history[0]["iterations"], history.scores, float(-np.log(truth).mean())
            )
        )
    return descents


def draw(result: list[Descent]) -> Figure:
    figure, axes = plotting.canvas(len(result), width=2.8, height=3.0)
    for ax, descent in zip(axes[0], result, strict=True):
        epochs = np.arange(len(descent.losses)) / descent.updates
        window = max(1, descent.updates // 10)
        mean = np.convolve(descent.losses, np.ones(window) / window, mode="valid")
        ax.plot(epochs, descent.losses, "-", color="0.7", linewidth=0.6)
        ax.plot(epochs[window - 1 :], mean, ".-" if descent.updates == 1 else "-")
        ax.set(title=f"Batches of {descent.batch_size}", xlabel="epoch", ylim=(0, 4))
        label = f"updates an epoch: {descent.updates}"
        ax.text(0.5, 0.93, label, transform=ax.transAxes, ha="center", backgroundcolor="white")
    axes[0, 0].set_ylabel("loss of the batch, nats")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for each in result:
        print(
            f"batches of {each.batch_size:4}: {each.updates:4} updates an epoch, the loss jumps by "
            f"{each.noise():.3f} nats, in the end {each.loss:.3f} over all examples"
        )
    print(plotting.save(draw(result), out / "batch_sizes.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
