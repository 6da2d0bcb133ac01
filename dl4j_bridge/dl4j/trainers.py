"""The training loop inside Java, put together for one network and its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import jpype

from ..augmentation import Augmentation
from . import augmenting
from .acceleration import Mode, training_step
from .arrays import to_nd4j
from .inputs import Array


@dataclass(frozen=True)
class Manner:
    """How rows become iterations.

    Attributes:
        batch_size: rows an iteration; the last batch of an epoch takes what is left.
        shuffle: a new order each epoch.
        seed: of the order, and of the distortions.
        augment: distorts each image anew in each epoch.
        image: channels, height and width of a row, if that is known.
        accelerate: as that of `fit`.
    """

    batch_size: int
    shuffle: bool
    seed: int
    augment: Augmentation | None
    image: augmenting.Image | None
    accelerate: Mode

    def of_worker(self, rank: int) -> Manner:
        """That of one of several workers; the first has the seed as it is."""
        return replace(self, seed=(self.seed + rank + 2**63) % 2**64 - 2**63)


@contextmanager
def trainer_here(
    network: Any, xs: list[Array], ys: list[Array], manner: Manner, epochs: int
) -> Iterator[Any]:
    """A trainer of this process; outside of the context the network is stock again.

    Args:
        network: initialized, with an updater.
        xs: features, an array for each input.
        ys: labels, likewise.
        manner: how they become iterations.
        epochs: done by an earlier process.

    Yields:
        A `dl4jbridge.train.Trainer`.
    """
    with training_step(network, manner.accelerate) as step:
        yield trainer(network, step, xs, ys, manner, epochs)


def trainer(
    network: Any, step: Any, xs: list[Array], ys: list[Array], manner: Manner, epochs: int
) -> Any:
    """A `dl4jbridge.train.Trainer` that makes its iterations by a step."""
    indarrays = jpype.JArray(jpype.JClass("org.nd4j.linalg.api.ndarray.INDArray"))
    return jpype.JClass("dl4jbridge.train.Trainer")(
        network,
        indarrays([to_nd4j(x) for x in xs]),
        indarrays([to_nd4j(y) for y in ys]),
        order_of(len(xs[0]), manner, epochs),
        min(manner.batch_size, len(xs[0])),
        step,
        augmenting.for_training(manner.augment, xs, manner.image, manner.seed),
    )


def order_of(rows: int, manner: Manner, epochs: int) -> Any:
    """The order of the rows, after so many epochs."""
    order = jpype.JClass("dl4jbridge.train.BatchOrder")(
        rows, manner.shuffle, jpype.JLong(manner.seed)
    )
    for _ in range(epochs):
        order.nextEpoch()
    return order
