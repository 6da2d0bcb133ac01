"""The two engines of a cluster on the same data, taking turns."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, get_args

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import networks
from dl4j_bridge.spark.cluster import Engine

WORKERS = 2
AVERAGING = 50
BATCH = 128
EPOCHS = 3


@dataclass(frozen=True)
class Trained:
    """What an engine made of the course's network.

    Attributes:
        engine: which.
        workers: who trained, one thread each.
        averaging: batches from one mean to the next.
        rows: of the data.
        seconds: of the last epoch, the workers warm.
        communication: of these, those in which the slowest worker did not train.
        total: seconds of the whole training, Spark's start and end among them.
        accuracy: on the test data after all epochs, 0 to 1.
    """

    engine: str
    workers: int
    averaging: int
    rows: int
    seconds: float
    communication: float
    total: float
    accuracy: float

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers."""
        return asdict(self)


def compared(rows: int) -> Iterator[Trained]:
    """Train the course's network on some rows of MNIST with each engine."""
    data = bridge.datasets.mnist().take(train=rows)
    for engine in get_args(Engine):
        network = networks.build(bridge.preset("lecture"), data)
        cluster = bridge.Cluster(f"local[{WORKERS}]", averaging=AVERAGING, engine=engine)
        start = time.perf_counter()
        history = bridge.fit(
            network, data.train, epochs=EPOCHS, batch_size=BATCH, cluster=cluster, progress=False
        )
        total = time.perf_counter() - start
        row, accuracy = history[-1], bridge.evaluate(network, data).accuracy
        yield Trained(
            engine,
            WORKERS,
            AVERAGING,
            rows,
            row["seconds"],
            row["communication_seconds"],
            total,
            accuracy,
        )
