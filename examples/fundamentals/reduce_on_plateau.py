"""The learning rate is divided by ten when the loss has stopped falling, and then it falls again.

DL4J has no such schedule, because none knows the loss; but between two epochs `setLearningRate`
changes the rate of a network in training. Look at the steps of the rate: each comes after ten
epochs without a better loss, and none goes below 0.000001.

Course text: deep learning fundamentals (factor 0.1, patience 10, minimum 1e-6).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    DenseLayer,
    LossFunctions,
    MultiLayerNetwork,
    Nesterovs,
    NeuralNetConfiguration,
    OutputLayer,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Plateau:
    """The rate for the next epoch, from the losses so far."""

    def __init__(
        self, rate: float, factor: float = 0.1, patience: int = 10, minimum: float = 1e-6
    ) -> None:
        self.rate, self.factor, self.patience, self.minimum = rate, factor, patience, minimum
        self.best, self.waited = float("inf"), 0

    def after(self, loss: float) -> float:
        """The rate, reduced if this loss was one too many that is no better than the best."""
        if loss < self.best:
            self.best, self.waited = loss, 0
        else:
            self.waited += 1
        if self.waited == self.patience:
            self.rate, self.waited = max(self.rate * self.factor, self.minimum), 0
        return self.rate


class Result(NamedTuple):
    """Epoch by epoch: the training loss, and the rate DL4J reports to have trained with."""

    losses: list[float]
    rates: list[float]


def run(epochs: int = 60) -> Result:
    digits = bridge.datasets.mnist().train.take(500)
    network = wide_awake_network(rate=0.2)
    plateau = Plateau(rate=0.2)
    result = Result([], [])
    for epoch in range(epochs):
        history = bridge.fit(network, digits, batch_size=50, seed=epoch + 1, progress=False)
        loss = history[-1]["loss"]
        result.losses.append(loss)
        result.rates.append(history[-1]["learning_rate"])
        network.setLearningRate(plateau.after(loss))
    return result


def wide_awake_network(rate: float) -> MultiLayerNetwork:
    """Dropout keeps its loss from settling, so that the rate matters."""
    conf = (
        NeuralNetConfiguration.Builder()
        .seed(123)
        .updater(Nesterovs(rate, 0.9))
        .list()
        .layer(DenseLayer.Builder().nIn(784).nOut(30).activation(Activation.RELU).build())
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nIn(30)
            .nOut(10)
            .activation(Activation.SOFTMAX)
            .dropOut(0.5)
            .build()
        )
        .build()
    )
    return MultiLayerNetwork(conf)


def draw(result: Result) -> Figure:
    """Above the loss, below the rate."""
    figure, axes = plotting.canvas(1, 2, width=6, height=2.4)
    epochs = range(1, len(result.losses) + 1)
    axes[0, 0].plot(epochs, result.losses)
    axes[0, 0].set(ylabel="training loss", title="Reduce on plateau")
    axes[1, 0].step(epochs, result.rates, where="mid", color=plotting.COLOURS[2])
    axes[1, 0].set(xlabel="epoch", ylabel="learning rate", yscale="log")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for epoch in range(1, len(result.rates)):
        if result.rates[epoch] != result.rates[epoch - 1]:
            print(f"epoch {epoch + 1}: rate {result.rates[epoch]:.0e}")
    print(f"best loss {min(result.losses):.4f}, last {result.losses[-1]:.4f}")
    print(f"saved {plotting.save(draw(result), out / 'reduce_on_plateau.png')}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
