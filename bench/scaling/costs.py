"""Seconds of compute and communication, measured on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import networks

WORKERS = (1, 2, 4)
AVERAGING = 50
BATCH = 128


@dataclass(frozen=True)
class Costs:
    """An epoch of the course's network, the workers warm.

    Attributes:
        workers: who trained, one thread each; 0 stands for this process, without Spark.
        rows: all of them together.
        rounds: means that were taken.
        iterations: of each worker.
        seconds: the whole epoch.
        communication: of these, those in which the slowest worker of a round did not train.
        megabytes: parameters and updater states, to the workers and back.
    """

    workers: int
    rows: int
    rounds: int
    iterations: int
    seconds: float
    communication: float
    megabytes: float

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers."""
        return asdict(self)


@dataclass(frozen=True)
class Model:
    """What a simulation extends.

    Attributes:
        iteration: seconds of a batch on a core that no other worker disturbs.
        round: seconds a round takes, however many workers there are.
        worker: seconds a round takes more for each of them, the driver's work on its numbers.
        megabytes: to and from a worker, a round.
    """

    iteration: float
    round: float
    worker: float
    megabytes: float

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers."""
        return asdict(self)


def measured(rows: int, *, weak: bool) -> Iterator[Costs]:
    """Costs of 1, 2 and 4 workers, after those of this process.

    Args:
        rows: to train on; with `weak` as many for each worker.
        weak: the data grow with the workers.
    """
    for workers in (0, *WORKERS):
        yield _epoch(workers, rows * max(workers, 1) if weak else rows)


def fitted(costs: Sequence[Costs]) -> Model:
    """A straight line through the seconds of a round, by number of workers."""
    shared = [one for one in costs if one.workers]
    [one] = [one for one in shared if one.workers == 1]
    seconds = [cost.communication / cost.rounds for cost in shared]
    slope, base = np.polyfit([cost.workers for cost in shared], seconds, 1)
    return Model(
        iteration=(one.seconds - one.communication) / one.iterations,
        round=max(float(base), 0.0),
        worker=max(float(slope), 0.0),
        megabytes=one.megabytes / one.rounds,
    )


def _epoch(workers: int, rows: int) -> Costs:
    """The second epoch: in the first, workers start their JVMs and compile."""
    data = bridge.datasets.mnist().take(train=min(rows, 60_000), test=1)
    network = networks.build(bridge.preset("lecture"), data)
    cluster = bridge.Cluster(f"local[{workers}]", averaging=AVERAGING) if workers else None
    history = bridge.fit(
        network, data.train, epochs=2, batch_size=BATCH, cluster=cluster, progress=False
    )
    row = history[-1]
    return Costs(
        workers,
        len(data.train),
        row.get("rounds", 0),
        row["iterations"],
        row["seconds"],
        row.get("communication_seconds", 0.0),
        row.get("communication_bytes", 0) / 1e6,
    )
