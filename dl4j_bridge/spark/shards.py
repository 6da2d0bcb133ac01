"""Training data in files, those of each worker apart, so that it reads its own rows alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

# Rows are gathered so many bytes at a time.
_BLOCK = 1 << 24


def write_shards(
    folder: Path,
    xs: Sequence[Array],
    ys: Sequence[Array],
    workers: int,
    seed: int,
    prefix: str = "shard",
) -> list[Path]:
    """Deal rows out to workers, as evenly as it goes, so that each has rows of all kinds.

    Args:
        folder: made here.
        xs: features, an array for each input of the network, rows on axis 0.
        ys: labels, likewise.
        workers: at most as many as there are rows; one gets them in their own order.
        seed: of the deal.
        prefix: of the files' names.

    Returns:
        The files, `prefix-0000-x0.npy` the first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = len(xs[0])
    order = np.arange(count)
    if workers > 1:
        np.random.default_rng(seed % 2**64).shuffle(order)
    files = []
    for rank in range(workers):
        rows = np.sort(order[rank::workers])
        for kind, arrays in (("x", xs), ("y", ys)):
            for number, array in enumerate(arrays):
                path = folder / _name(rank, kind, number, prefix)
                _write(path, array, rows)
                files.append(path)
    return files


def open_shard(
    folder: Path, rank: int, inputs: int, outputs: int
) -> tuple[list[Array], list[Array]]:
    """A worker's features and labels; its memory holds only the pages it is at."""

    def opened(kind: str, count: int) -> list[Array]:
        # Copy on write, since ND4J shares only memory that can be written.
        return [
            np.load(folder / _name(rank, kind, number), mmap_mode="c") for number in range(count)
        ]

    return opened("x", inputs), opened("y", outputs)


def _name(rank: int, kind: str, number: int, prefix: str = "shard") -> str:
    return f"{prefix}-{rank:04}-{kind}{number}.npy"


def _write(path: Path, array: Array, rows: npt.NDArray[np.int64]) -> None:
    shape = (len(rows), *array.shape[1:])
    file = np.lib.format.open_memmap(path, mode="w+", dtype=array.dtype, shape=shape)
    step = max(1, _BLOCK // max(1, array[0].nbytes))
    for first in range(0, len(rows), step):
        file[first : first + step] = array[rows[first : first + step]]
    file.flush()
