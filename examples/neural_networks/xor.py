"""XOR needs a hidden layer: a single unit gets 3 of 4 rows at most, two layers get all.

Look at the left picture: no straight line parts the two kinds of corners, and the trained unit
answers 0.5 everywhere. With two hidden units (right) two lines make a band. Sigmoids and the mean
square error, as in the course's own program. From the text on deep neural networks.
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
    Nesterovs,
    NeuralNetConfiguration,
    OutputLayer,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = NDArray[np.float32]
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32)
Y = np.array([[0], [1], [1], [0]], dtype=np.float32)
SIDE = np.linspace(-0.25, 1.25, 61, dtype=np.float32)
PLANE = np.stack(np.meshgrid(SIDE, SIDE), axis=-1).reshape(-1, 2)


class Attempt(NamedTuple):
    outputs: Floats  # for the four rows
    losses: NDArray[np.float64]  # mean square error, an iteration each
    plane: Floats  # outputs on the grid

    def right(self) -> int:
        """Rows on the right side of 0.5."""
        return int(((self.outputs > 0.5) == (Y > 0.5)).sum())


class Xor(NamedTuple):
    best_line: int  # rows right, of all straight lines
    attempts: dict[str, Attempt]


def best_line() -> int:
    """The most rows that any straight line puts on their own side."""
    angles = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    height = X @ np.stack([np.cos(angles), np.sin(angles)])
    shifts = np.linspace(-2, 2, 201)
    right = (height[:, :, None] > shifts) == (Y[:, :, None] > 0.5)
    return int(right.sum(axis=0).max())


def build(hidden: int, seed: int = 6) -> Any:
    """`hidden` units below the output; with 0 the output layer is all there is."""
    layers = NeuralNetConfiguration.Builder().seed(seed).updater(Nesterovs(0.8, 0.9)).list()
    if hidden:
        layers.layer(
            DenseLayer.Builder().nIn(2).nOut(hidden).activation(Activation.SIGMOID).build()
        )
    layers.layer(
        OutputLayer.Builder(LossFunctions.LossFunction.MSE)
        .nIn(hidden or 2)
        .nOut(1)
        .activation(Activation.SIGMOID)
        .build()
    )
    return MultiLayerNetwork(layers.build())


def attempt(hidden: int, epochs: int) -> Attempt:
    net = build(hidden)
    history = bridge.fit(net, (X, Y), epochs=epochs, batch_size=4, shuffle=False, progress=False)
    return Attempt(bridge.predict(net, X), history.scores, bridge.predict(net, PLANE))


def run(epochs: int = 500) -> Xor:
    attempts = {"one layer": attempt(0, epochs), "two layers": attempt(2, epochs)}
    return Xor(best_line(), attempts)


def draw(result: Xor) -> Figure:
    figure, axes = plotting.canvas(3, width=3.6)
    for ax, (name, each) in zip(axes[0], result.attempts.items(), strict=False):
        heights = each.plane.reshape(len(SIDE), -1)
        shades = ax.contourf(SIDE, SIDE, heights, np.linspace(0, 1, 11), cmap="gray")
        for label, marker in ((0, "o"), (1, "^")):
            x = X[Y[:, 0] == label]
            ax.plot(
                x[:, 0],
                x[:, 1],
                marker,
                color=plotting.COLOURS[5 if label else 6],
                markeredgecolor="black",
                markersize=11,
                label=f"wanted {label}",
            )
        ax.set(title=f"{name}: {each.right()} of 4 right", xlabel="x1", ylabel="x2")
        ax.set(xticks=[0, 1], yticks=[0, 1])
        ax.grid(visible=False)
    for name, each in result.attempts.items():
        axes[0, 2].plot(each.losses, label=name)
    axes[0, 0].legend(loc="center", frameon=True)
    figure.colorbar(shades, ax=axes[0, 1], label="output")
    axes[0, 2].set(title="Loss", xlabel="epoch", ylabel="mean square error")
    axes[0, 2].legend()
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    print(f"the best of all straight lines: {result.best_line} of 4 rows right")
    for name, each in result.attempts.items():
        print(f"{name}: {each.right()} of 4 right, outputs {np.round(each.outputs.ravel(), 2)}")
    print(plotting.save(draw(result), out / "xor.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
