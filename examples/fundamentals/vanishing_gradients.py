"""Gradients vanish or explode on their way back through ten layers, unless the start is right.

The same digits go through the same ten layers; only the activation and the size of the first
weights differ. Look at the first layer, on the left: with sigmoids its gradient is a hundred
thousand times smaller than the last one's, so it will hardly learn. With ReLU and He's weights they
are alike; weights five times too small leave almost nothing, weights five times too large make
millions.

Course text: deep learning fundamentals. Sources: X. Glorot, Y. Bengio, AISTATS 2010 (Xavier); K. He
et al., ICCV 2015 (DL4J's WeightInit.RELU).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    DataType,
    DenseLayer,
    LossFunctions,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    NormalDistribution,
    OutputLayer,
    Sgd,
    WeightInit,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = npt.NDArray[np.float64]

LAYERS, WIDTH = 10, 50
# He's standard deviation for a layer of this width.
HE = float(np.sqrt(2 / WIDTH))

STARTS: dict[str, Callable[[NeuralNetConfiguration.Builder], NeuralNetConfiguration.Builder]] = {
    "sigmoid, Xavier": lambda b: b.activation(Activation.SIGMOID).weightInit(WeightInit.XAVIER),
    "tanh, Xavier": lambda b: b.activation(Activation.TANH).weightInit(WeightInit.XAVIER),
    "ReLU, He": lambda b: b.activation(Activation.RELU).weightInit(WeightInit.RELU),
    "ReLU, He / 5": lambda b: b.activation(Activation.RELU).dist(NormalDistribution(0, HE / 5)),
    "ReLU, He · 5": lambda b: b.activation(Activation.RELU).dist(NormalDistribution(0, HE * 5)),
}


def run(rows: int = 256) -> dict[str, Array]:
    """Length of the gradient of each hidden layer's weights at the start, first layer first."""
    digits = bridge.datasets.mnist().train.take(rows)
    return {name: gradient_norms(start, digits.x, digits.y) for name, start in STARTS.items()}


def gradient_norms(
    start: Callable[[NeuralNetConfiguration.Builder], NeuralNetConfiguration.Builder],
    x: npt.NDArray[np.float32],
    y: npt.NDArray[np.float32],
) -> Array:
    settings = NeuralNetConfiguration.Builder().seed(123).dataType(DataType.DOUBLE)
    layers = start(settings.updater(Sgd(0.1))).list()
    for layer in range(LAYERS):
        layers.layer(DenseLayer.Builder().nIn(WIDTH if layer else 784).nOut(WIDTH).build())
    layers.layer(
        OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .nIn(WIDTH)
        .nOut(10)
        .activation(Activation.SOFTMAX)
        .weightInit(WeightInit.XAVIER)
        .build()
    )
    network = MultiLayerNetwork(layers.build())
    network.init()
    network.setInput(x.astype(np.float64))
    network.setLabels(y.astype(np.float64))
    network.computeGradientAndScore()
    gradient = network.gradient()  # summed over the rows
    weights = (np.array(gradient.getGradientFor(f"{layer}_W")) for layer in range(LAYERS))
    return np.array([np.linalg.norm(each) / len(x) for each in weights])


def draw(result: dict[str, Array]) -> Figure:
    """A line for each start; the scale is logarithmic."""
    figure, axes = plotting.canvas(width=6.5, height=4)
    axis = axes[0, 0]
    for (name, norms), marker in zip(result.items(), "os^vD", strict=True):
        axis.plot(range(1, LAYERS + 1), norms, marker=marker, markersize=4, label=name)
    axis.set(
        yscale="log",
        xticks=range(1, LAYERS + 1),
        xlabel="hidden layer, from the input to the output",
        ylabel="length of the gradient",
        title="How much of the error reaches each layer",
    )
    axis.legend(fontsize=8, loc="center", bbox_to_anchor=(0.5, 0.74))
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for name, norms in result.items():
        print(f"{name:16} first layer {norms[0]:.1e}, last {norms[-1]:.1e}")
    print(f"saved {plotting.save(draw(result), out / 'vanishing_gradients.png')}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
