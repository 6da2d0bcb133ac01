"""Dead ReLU units, counted in each layer while a network trains.

Look at ReLU with the rate that is too large: many units answer 0 for every image, so that no
gradient reaches them, and few come back. Leaky ReLU, tanh and maxout (the larger of two linear
units, a graph) keep theirs, though at that rate leaky ReLU learns no better. From the texts on deep
learning fundamentals and on applying convolutional networks; maxout is from Goodfellow et al.
(2013).
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
    ComputationGraph,
    DenseLayer,
    ElementWiseVertex,
    LossFunctions,
    NeuralNetConfiguration,
    OutputLayer,
    Sgd,
    WeightInit,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = NDArray[np.float32]
UNITS = 32
LAYERS = ("first", "second", "third")
# A title → the hidden units, the rate.
CASES = {
    "ReLU, rate 0.1": ("RELU", 0.1),
    "ReLU, rate 0.7": ("RELU", 0.7),
    "leaky ReLU, rate 0.7": ("LEAKYRELU", 0.7),
    "tanh, rate 0.7": ("TANH", 0.7),
    "maxout, rate 0.1": ("MAXOUT", 0.1),
}


class Training(NamedTuple):
    dead: dict[str, list[float]]  # share of a layer's units, before training and after each epoch
    accuracy: float  # on the training images, in the end


def build(units: str, rate: float) -> Any:
    graph = (
        NeuralNetConfiguration.Builder()
        .seed(1)
        .weightInit(WeightInit.RELU)
        .updater(Sgd(rate))
        .graphBuilder()
        .addInputs("pixels")
    )
    below, inputs = "pixels", 784
    for layer in LAYERS:
        if units == "MAXOUT":
            for half in ("left", "right"):
                linear = DenseLayer.Builder().nIn(inputs).nOut(UNITS)
                linear.activation(Activation.IDENTITY)
                graph.addLayer(f"{layer} {half}", linear.build(), below)
            larger = ElementWiseVertex(ElementWiseVertex.Op.Max)
            graph.addVertex(layer, larger, f"{layer} left", f"{layer} right")
        else:
            dense = DenseLayer.Builder().nIn(inputs).nOut(UNITS)
            graph.addLayer(layer, dense.activation(Activation.valueOf(units)).build(), below)
        below, inputs = layer, UNITS
    output = (
        OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
        .nIn(UNITS)
        .nOut(10)
        .activation(Activation.SOFTMAX)
        .build()
    )
    graph.addLayer("digits", output, LAYERS[-1]).setOutputs("digits")
    net = ComputationGraph(graph.build())
    net.init()
    return net


def is_dead(units: str, outputs: Floats) -> NDArray[np.bool_]:
    """Which units have a slope of 0 for every image; `outputs` has a row an image."""
    slope_is_0 = {
        "RELU": outputs <= 0,
        "LEAKYRELU": np.zeros_like(outputs, bool),  # 0.01 at least
        "TANH": 1 - outputs**2 == 0,
        "MAXOUT": np.zeros_like(outputs, bool),  # the larger one's is 1
    }[units]
    return np.asarray(slope_is_0.all(axis=0))


def dead(net: Any, units: str, images: Floats) -> dict[str, float]:
    activations = net.feedForward(images, False)
    return {
        layer: float(is_dead(units, bridge.to_numpy(activations.get(layer))).mean())
        for layer in LAYERS
    }


def train(units: str, rate: float, images: int, epochs: int) -> Training:
    data = bridge.datasets.mnist().train.take(images)
    net = build(units, rate)
    counts = [dead(net, units, data.x)]
    for epoch in range(epochs):
        bridge.fit(net, data, batch_size=32, seed=epoch, progress=False)
        counts.append(dead(net, units, data.x))
    shares = {layer: [count[layer] for count in counts] for layer in LAYERS}
    return Training(shares, bridge.evaluate(net, (data.x, data.labels)).accuracy)


def run(images: int = 1000, epochs: int = 6) -> dict[str, Training]:
    return {title: train(*case, images, epochs) for title, case in CASES.items()}


def draw(result: dict[str, Training]) -> Figure:
    figure, axes = plotting.canvas(len(result), width=2.5, height=2.8)
    for ax, (title, training) in zip(axes[0], result.items(), strict=True):
        for layer, shares in training.dead.items():
            ax.plot(shares, marker="o", markersize=3, label=f"{layer} layer")
        ax.set(title=title, xlabel=f"epoch (accuracy {training.accuracy:.0%})", ylim=(-0.03, 1.03))
    axes[0, 0].set_ylabel("share of dead units")
    axes[0, 0].legend(loc="upper right", fontsize=8)
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for title, training in result.items():
        last = ", ".join(f"{shares[-1]:.0%}" for shares in training.dead.values())
        print(f"{title:18} dead in the three layers: {last}; accuracy {training.accuracy:.0%}")
    print(plotting.save(draw(result), out / "dead_units.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
