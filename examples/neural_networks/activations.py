"""Six activation functions with their derivatives, as DL4J computes them.

Look at where a derivative is close to 0: there a unit stops learning. DL4J's `IActivation` is
compared with the formula, and tanh is drawn from the sigmoid: tanh(x/2) = 2σ(x) − 1. From the
texts on deep neural networks and on deep learning fundamentals.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import Activation
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]
Function = Callable[[Floats], Floats]


class Curve(NamedTuple):
    x: Floats
    output: Floats  # DL4J's
    slope: Floats
    output_by_formula: Floats
    slope_by_formula: Floats


def sigmoid(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-x))


# Name in DL4J → the function and its derivative.
FORMULAS: dict[str, tuple[Function, Function]] = {
    "SIGMOID": (sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x))),
    "TANH": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
    "SOFTSIGN": (lambda x: x / (1 + np.abs(x)), lambda x: 1 / (1 + np.abs(x)) ** 2),
    "RELU": (lambda x: np.maximum(0, x), lambda x: np.where(x > 0, 1.0, 0.0)),
    "LEAKYRELU": (lambda x: np.where(x > 0, x, 0.01 * x), lambda x: np.where(x > 0, 1.0, 0.01)),
    "SOFTPLUS": (lambda x: np.log1p(np.exp(x)), sigmoid),
}


def by_dl4j(name: str, x: Floats) -> tuple[Floats, Floats]:
    """Output and derivative; `backprop` multiplies the error from above, here 1, by it."""
    function = Activation.valueOf(name).getActivationFunction()
    # Both calls write over their argument, so each gets a copy.
    output = function.getActivation(bridge.to_nd4j(x, copy=True), False)
    slope = function.backprop(bridge.to_nd4j(x, copy=True), np.ones_like(x)).getFirst()
    return bridge.to_numpy(output, copy=True), bridge.to_numpy(slope, copy=True)


def run(points: int = 200) -> dict[str, Curve]:
    x = np.linspace(-5, 5, points)[None, :]  # an even number: 0, where ReLU has a kink, is left out
    return {
        name: Curve(x, *by_dl4j(name, x), function(x), derivative(x))
        for name, (function, derivative) in FORMULAS.items()
    }


def draw(result: dict[str, Curve]) -> Figure:
    figure, axes = plotting.canvas(3, 2, width=3.4, height=2.8)
    for ax, (name, curve) in zip(axes.flat, result.items(), strict=True):
        ax.plot(curve.x[0], curve.output[0], label="f(x)")
        ax.plot(curve.x[0], curve.slope[0], label="f'(x)")
        ax.set(title=name, xlabel="x", ylim=(-1.2, 2.2))
    axes[0, 0].legend(loc="upper left")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for name, curve in result.items():
        output = np.abs(curve.output - curve.output_by_formula).max()
        slope = np.abs(curve.slope - curve.slope_by_formula).max()
        print(f"{name:9}  DL4J - formula: {output:.0e}, of the derivatives: {slope:.0e}")
    print(plotting.save(draw(result), out / "activations.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
