"""Draws docs/distortions.png: digits of MNIST as a strong preset sees them, epoch by epoch."""

from __future__ import annotations

from pathlib import Path

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge.lab import plotting

PICTURE = Path(__file__).parents[1] / "docs" / "distortions.png"
DIGITS, EPOCHS = 10, 5


def main() -> None:
    mnist = bridge.datasets.mnist()
    augment = bridge.preset("mlp-augmented").augment
    assert augment is not None
    firsts = [int(np.flatnonzero(mnist.train.labels == digit)[0]) for digit in range(DIGITS)]
    images = mnist.train.x[: max(firsts) + 1]  # a row's number decides how it is distorted
    rows = [images, *(_epoch(images, augment, epoch) for epoch in range(1, EPOCHS + 1))]
    figure, axes = plotting.canvas(columns=DIGITS, rows=len(rows), width=0.75, height=0.75)
    for number, (line, shown) in enumerate(zip(axes, rows, strict=True)):
        line[0].set_ylabel(f"epoch {number}" if number else "MNIST", fontsize=8)
        for box, first in zip(line, firsts, strict=True):
            box.imshow(shown[first].reshape(28, 28), cmap="gray_r", vmin=0, vmax=1)
            box.set(xticks=[], yticks=[])
    print(plotting.save(figure, PICTURE))


def _epoch(images: np.ndarray, augment: bridge.Augmentation, epoch: int) -> np.ndarray:
    return bridge.augmented(images, augment, image=(1, 28, 28), epoch=epoch)


if __name__ == "__main__":
    main()
