"""What a network learns, by number of workers and by batches from one mean to the next.

Neither depends on where the workers are, so all of them take turns in this process: these are the
bits that a cluster gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge.datasets import Split
from dl4j_bridge.dl4j import networks, rounds
from dl4j_bridge.dl4j.distribution import trainer_there
from dl4j_bridge.dl4j.inputs import features_and_labels
from dl4j_bridge.dl4j.trainers import Manner
from dl4j_bridge.jvm import start
from dl4j_bridge.spark.cluster import Cluster

WORKERS = (1, 2, 4, 16)
AVERAGING = (5, 50)
EPOCHS = 3
BATCH = 64


@dataclass(frozen=True)
class Accuracy:
    """What came out.

    Attributes:
        workers: how many there were.
        averaging: batches from one mean to the next.
        rate: of learning, in terms of the course's.
        accuracy: on the test data, 0 to 1.
    """

    workers: int
    averaging: int
    rate: int
    accuracy: float

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers."""
        return asdict(self)


class Turns:
    """Stands for a session of Spark's; carries orders out one after the other."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.facts: dict[str, str] = {}
        self.lost = 0

    def map(self, work: Callable[[Any, Any], Any], orders: Sequence[Any], shared: Any) -> list[Any]:
        """As that of a session."""
        return [work(order, shared) for order in orders]

    def publish(self, files: Sequence[Path]) -> None:
        """Leave files where they are: all is on this machine."""


def accuracies(rows: int) -> Iterator[Accuracy]:
    """Train the course's network on some rows of MNIST, in each way."""
    data = bridge.datasets.mnist().take(train=rows)
    threads = start.ensure().threads
    for workers, averaging, rate in _ways():
        cluster = Cluster("local", workers=workers, averaging=averaging, threads=threads)
        experiment = bridge.preset("lecture")
        faster = rate * experiment.updater.hyper_parameters["learningRate"]
        updater = experiment.updater.with_settings(learningRate=faster)
        network = networks.build(replace(experiment, updater=updater), data)
        _train(network, data.train, Turns(cluster))
        yield Accuracy(workers, averaging, rate, bridge.evaluate(network, data).accuracy)


def _ways() -> Iterator[tuple[int, int, int]]:
    """Workers, averaging, rate: as it is, and as many times as there are workers."""
    yield 1, AVERAGING[-1], 1
    for workers in WORKERS[1:]:
        for averaging in AVERAGING:
            yield workers, averaging, 1
        yield workers, AVERAGING[-1], workers


def _train(network: Any, rows: Split, turns: Turns) -> None:
    manner = Manner(BATCH, shuffle=True, seed=123, augment=None, image=None, accelerate="exact")
    xs, ys = features_and_labels(network, rows)
    with trainer_there(turns, network, xs, ys, manner, 0) as trainer:
        scores = np.empty(trainer.batches())
        for _ in range(EPOCHS):
            trainer.startEpoch(scores, 0)
            while trainer.run(0) < len(scores):
                pass
            trainer.endEpoch()
    rounds.let_go()
