"""A residual network learns with a random part of its blocks and answers with all of them.

Each block adds something to what it gets: h + f(h). In training a block's f is left out for a whole
batch with a probability that grows with depth: block l of L survives with 1 − l/L · (1 − 0.5). So
a batch passes through three quarters of the blocks. To answer, all are there, each f times its
probability. A fifth of the training digits have a wrong label: look at how the network that is
always whole learns those too, and at the test accuracies.

Course text: introduction to optimization methods. Source: G. Huang et al., "Deep Networks with
Stochastic Depth", ECCV 2016. DL4J has no such vertex; StochasticDepthVertex is dl4j-bridge's own
Java class. A model with it is saved as any other; a Java program that loads it needs that class.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge.datasets import Split
from dl4j_bridge.dl4j import (
    Activation,
    ComputationGraph,
    DenseLayer,
    ElementWiseVertex,
    LossFunctions,
    Nesterovs,
    NeuralNetConfiguration,
    NormalDistribution,
    OutputLayer,
    StochasticDepthVertex,
    WeightInit,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 64


class Trained(NamedTuple):
    """Survival probabilities from the first block to the last; accuracies epoch by epoch, 0..1."""

    survival: list[float]
    train_accuracy: list[float]
    test_accuracy: list[float]
    network: ComputationGraph


def survival_probabilities(blocks: int, last: float) -> list[float]:
    """Falling in a straight line from (almost) 1 to the last block's."""
    return [1 - block / blocks * (1 - last) for block in range(1, blocks + 1)]


def residual_network(survival: Sequence[float]) -> ComputationGraph:
    """784 pixels, a block for each probability, 10 classes."""
    graph = (
        NeuralNetConfiguration.Builder()
        .seed(123)
        .updater(Nesterovs(0.01, 0.9))
        .dist(NormalDistribution(0, 0.05))
        .activation(Activation.RELU)
        .graphBuilder()
        .addInputs("pixels")
        .addLayer("h0", DenseLayer.Builder().nIn(784).nOut(WIDTH).build(), "pixels")
    )
    for block, probability in enumerate(survival, start=1):
        before, after = f"h{block - 1}", f"h{block}"
        branch, thinned = f"branch{block}", f"thinned{block}"
        graph.addLayer(branch, DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build(), before)
        graph.addVertex(thinned, StochasticDepthVertex(probability), branch)
        graph.addVertex(after, ElementWiseVertex(ElementWiseVertex.Op.Add), before, thinned)
    graph.addLayer(
        "digit",
        OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .nIn(WIDTH)
        .nOut(10)
        .activation(Activation.SOFTMAX)
        .weightInit(WeightInit.XAVIER)
        .build(),
        f"h{len(survival)}",
    ).setOutputs("digit")
    return ComputationGraph(graph.build())


def run(
    blocks: int = 8, last: float = 0.5, epochs: int = 10, train: int = 1000
) -> dict[str, Trained]:
    data = bridge.datasets.mnist().take(train=train, test=2000)
    noisy = with_wrong_labels(data.train)
    kinds = {
        "all blocks, always": [1.0] * blocks,
        "stochastic depth": survival_probabilities(blocks, last),
    }
    return {name: _train(survival, noisy, data.test, epochs) for name, survival in kinds.items()}


def with_wrong_labels(split: Split) -> Split:
    """Every fifth label is moved on by one to three classes."""
    labels = split.labels.copy()
    moves = np.random.default_rng(1).integers(1, 4, len(labels[::5]))
    labels[::5] = (labels[::5] + moves) % split.classes
    return Split(split.x, labels, split.classes)


def _train(survival: list[float], train: Split, test: Split, epochs: int) -> Trained:
    network = residual_network(survival)
    trained = Trained(survival, [], [], network)
    for epoch in range(epochs):
        bridge.fit(network, train, batch_size=50, seed=epoch, progress=False)
        trained.train_accuracy.append(bridge.evaluate(network, train).accuracy)
        trained.test_accuracy.append(bridge.evaluate(network, test).accuracy)
    return trained


def draw(result: dict[str, Trained]) -> Figure:
    """Left: how likely each block is there. Right: accuracies epoch by epoch."""
    figure, axes = plotting.canvas(2)
    bars, curves = axes[0]
    survival = result["stochastic depth"].survival
    drawn = bars.bar(range(1, len(survival) + 1), survival, color=plotting.COLOURS[1])
    bars.bar_label(drawn, fmt="%.2f", padding=2, fontsize=8)
    bars.set(
        xlabel="block", ylabel="probability to be there", ylim=(0, 1.1), title="Stochastic depth"
    )
    for (name, trained), colour in zip(result.items(), plotting.COLOURS[1:], strict=False):
        epochs = range(1, len(trained.train_accuracy) + 1)
        for part, dash in (("train", "--"), ("test", "-")):
            shares = [100 * share for share in getattr(trained, f"{part}_accuracy")]
            curves.plot(epochs, shares, dash, color=colour, label=f"{name}: {part}")
    curves.set(xlabel="epoch", ylabel="right answers, %", title="Residual network on digits")
    curves.legend(fontsize=8)
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for name, trained in result.items():
        print(
            f"{name}: {sum(trained.survival):.2f} of {len(trained.survival)} blocks a batch, "
            f"train {trained.train_accuracy[-1]:.1%}, test {trained.test_accuracy[-1]:.1%}"
        )
    print(f"saved {plotting.save(draw(result), out / 'stochastic_depth.png')}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
