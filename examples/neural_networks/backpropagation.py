"""Backpropagation by hand, with the chain rule, gives the gradient that DL4J computes.

Look at the differences: none above 1e-6, in fact rounding only. Two networks of sigmoids, 2-2-1
and 3-2-2-1, in double precision; the error is the mean square. The third witness is the slope
itself: every weight is moved a little, and the error is computed again. From the text on deep
neural networks.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    DataType,
    DenseLayer,
    LossFunctions,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
)

Floats = NDArray[np.float64]
Parameters = dict[str, Floats]  # "0_W" are the weights of layer 0, "0_b" its biases


class Gradients(NamedTuple):
    sizes: tuple[int, ...]
    by_hand: Parameters
    by_dl4j: Parameters
    by_slope: Parameters

    def difference(self) -> float:
        """The largest between the hand's and DL4J's."""
        return max(float(np.abs(self.by_hand[k] - self.by_dl4j[k]).max()) for k in self.by_hand)


def build(sizes: tuple[int, ...], seed: int = 7) -> Any:
    builder = (
        NeuralNetConfiguration.Builder().seed(seed).dataType(DataType.DOUBLE).biasInit(0.1).list()
    )
    for inputs, units in pairwise(sizes[:-1]):
        builder.layer(
            DenseLayer.Builder().nIn(inputs).nOut(units).activation(Activation.SIGMOID).build()
        )
    builder.layer(
        OutputLayer.Builder(LossFunctions.LossFunction.MSE)
        .nIn(sizes[-2])
        .nOut(sizes[-1])
        .activation(Activation.SIGMOID)
        .build()
    )
    net = MultiLayerNetwork(builder.build())
    net.init()
    return net


def forward(parameters: Parameters, x: Floats) -> list[Floats]:
    """The input and the output of each layer of sigmoids."""
    signals = [x]
    for layer in range(len(parameters) // 2):
        z = signals[-1] @ parameters[f"{layer}_W"] + parameters[f"{layer}_b"]
        signals.append(1 / (1 + np.exp(-z)))
    return signals


def error(parameters: Parameters, x: Floats, target: Floats) -> float:
    return float(((forward(parameters, x)[-1] - target) ** 2).mean())


def gradient_by_hand(parameters: Parameters, x: Floats, target: Floats) -> Parameters:
    """The chain rule from the last layer to the first, for one example (a row)."""
    signals = forward(parameters, x)
    gradient = {}
    error_by_output = 2 * (signals[-1] - target) / target.size
    for layer in reversed(range(len(parameters) // 2)):
        below, output = signals[layer], signals[layer + 1]
        error_by_z = error_by_output * output * (1 - output)  # the sigmoid's derivative
        gradient[f"{layer}_W"] = below.T @ error_by_z  # z = below · W + b
        gradient[f"{layer}_b"] = error_by_z
        error_by_output = error_by_z @ parameters[f"{layer}_W"].T
    return gradient


def gradient_by_dl4j(net: Any, x: Floats, target: Floats) -> Parameters:
    net.setInput(x)
    net.setLabels(target)
    net.computeGradientAndScore()
    table = net.gradient().gradientForVariable()
    return {str(key): bridge.to_numpy(table.get(key), copy=True) for key in table.keySet()}


def gradient_by_slope(
    parameters: Parameters, x: Floats, target: Floats, h: float = 1e-6
) -> Parameters:
    slopes = {}
    for key, values in parameters.items():
        slopes[key] = np.zeros_like(values)
        for place in np.ndindex(values.shape):
            up, down = values.copy(), values.copy()
            up[place] += h
            down[place] -= h
            rise = error({**parameters, key: up}, x, target) - error(
                {**parameters, key: down}, x, target
            )
            slopes[key][place] = rise / (2 * h)
    return slopes


def run() -> list[Gradients]:
    results = []
    for sizes, inputs in (((2, 2, 1), [0.5, -1.0]), ((3, 2, 2, 1), [1.0, 0.2, -0.7])):
        net = build(sizes)
        table = net.paramTable()
        parameters = {str(key): bridge.to_numpy(table.get(key), copy=True) for key in table}
        x, target = np.array([inputs]), np.array([[1.0]])
        results.append(
            Gradients(
                sizes,
                gradient_by_hand(parameters, x, target),
                gradient_by_dl4j(net, x, target),
                gradient_by_slope(parameters, x, target),
            )
        )
    return results


def main() -> None:
    for gradients in run():
        print("-".join(map(str, gradients.sizes)), "network of sigmoids")
        for key, values in sorted(gradients.by_hand.items()):
            print(f"  {key}: hand {np.round(values.ravel(), 6)}")
            print(f"       DL4J {np.round(gradients.by_dl4j[key].ravel(), 6)}")
        print(f"  largest difference between hand and DL4J: {gradients.difference():.0e}")


if __name__ == "__main__":
    main()
