"""Pooling keeps the largest of four numbers, or their mean.

Windows of 2×2 with a stride of 2 on the two worked matrices of the course text "Deep learning
fundamentals". Look at one corner of each matrix and at the cell it becomes: no weight is learnt
here, a quarter of the numbers is left, and a shift by one pixel changes little. DL4J's
SubsamplingLayer gives what a line of numpy gives.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dl4j_bridge.dl4j import (
    InputType,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    PoolingType,
    SubsamplingLayer,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MATRICES = (
    ((1, 1, 2, 4), (5, 6, 7, 8), (3, 2, 1, 0), (1, 2, 3, 4)),
    ((1, 3, 5, 3), (4, 2, 3, 1), (3, 1, 1, 3), (0, 1, 0, 4)),
)


class Pooled(NamedTuple):
    matrix: np.ndarray  # (4, 4)
    largest: np.ndarray  # (2, 2), by DL4J
    mean: np.ndarray  # (2, 2), by DL4J


def largest_by_hand(matrix: np.ndarray) -> np.ndarray:
    return windows(matrix).max(axis=(1, 3))


def mean_by_hand(matrix: np.ndarray) -> np.ndarray:
    return windows(matrix).mean(axis=(1, 3))


def windows(matrix: np.ndarray) -> np.ndarray:
    """Axes: row of windows, row within one, column of windows, column within one."""
    rows, columns = matrix.shape
    return matrix.reshape(rows // 2, 2, columns // 2, 2)


def by_dl4j(matrix: np.ndarray, kind: Any) -> np.ndarray:
    rows, columns = matrix.shape
    configuration = (
        NeuralNetConfiguration.Builder()
        .list()
        .layer(SubsamplingLayer.Builder(kind).kernelSize(2, 2).stride(2, 2).build())
        .setInputType(InputType.convolutional(rows, columns, 1))
        .build()
    )
    model = MultiLayerNetwork(configuration)
    model.init()
    return np.array(model.output(matrix[None, None]))[0, 0]


def run() -> list[Pooled]:
    matrices = [np.array(matrix, np.float32) for matrix in MATRICES]
    return [
        Pooled(matrix, by_dl4j(matrix, PoolingType.MAX), by_dl4j(matrix, PoolingType.AVG))
        for matrix in matrices
    ]


def draw(result: list[Pooled]) -> Figure:
    figure, axes = plotting.canvas(columns=3, rows=len(result), width=2.6, height=2.7)
    for row, pooled in zip(axes, result, strict=True):
        titles = ("4×4 numbers", "the largest of four", "the mean of four")
        for box, values, title in zip(row, pooled, titles, strict=True):
            show(box, values)
            box.set_title(title)
    return figure


def show(axes: Any, values: np.ndarray) -> None:
    """Cells with their numbers, shaded alike where they lie in the same window."""
    size = len(values)
    place = np.indices(values.shape) * 2 // size
    axes.imshow(place.sum(axis=0) % 2, cmap="gray_r", vmin=-0.2, vmax=4)
    for (row, column), value in np.ndenumerate(values):
        axes.text(column, row, f"{value:g}", ha="center", va="center", fontsize=13)
    axes.set_xticks(np.arange(size + 1) - 0.5, [])
    axes.set_yticks(np.arange(size + 1) - 0.5, [])
    axes.grid(color="black", alpha=1, linewidth=0.6)
    axes.tick_params(length=0)


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for pooled in result:
        print(f"{pooled.matrix.astype(int).tolist()}")
        for name, dl4j, hand in (
            ("largest", pooled.largest, largest_by_hand(pooled.matrix)),
            ("mean", pooled.mean, mean_by_hand(pooled.matrix)),
        ):
            print(f"  {name} {dl4j.tolist()}, by hand {hand.tolist()}")
    print(plotting.save(draw(result), out / "pooling.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
