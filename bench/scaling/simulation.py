"""Epochs of a large cluster, computed from what a small one costs.

Assumed: workers as fast as one core of this machine; all of them equal, none lost; the driver is
linked by `LINK` and sends the numbers once, as Spark's workers pass them on among themselves, but
takes every worker's answer itself; it works as fast as here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from .costs import BATCH, Model

WORKERS = (1, 2, 4, 10, 100, 1000)
# Megabytes a second: 10 Gbit/s.
LINK = 1250.0


@dataclass(frozen=True)
class Case:
    """A training whose scaling is asked for.

    Attributes:
        name: what it is called.
        rows: of its data.
        compute: its iteration takes so many times that of the course's network.
        size: its parameters are so many times the course's network's.
        averaging: batches from one mean to the next.
    """

    name: str
    rows: int
    compute: float
    size: float
    averaging: int


CASES = (
    Case("784-1000-10 on MNIST, a mean every 50 batches", 60_000, 1, 1, 50),
    Case("784-1000-10 on MNIST, one mean an epoch", 60_000, 1, 1, 469),
    Case("100 times the compute, 10 million rows, every 50", 10_000_000, 100, 1, 50),
    Case("100 times the compute, 10 million rows, every 500", 10_000_000, 100, 1, 500),
)


@dataclass(frozen=True)
class Epoch:
    """A simulated epoch.

    Attributes:
        case: which training.
        workers: how many.
        seconds: it takes.
        speedup: over one worker without Spark.
    """

    case: str
    workers: int
    seconds: float
    speedup: float

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers."""
        return asdict(self)


def simulated(model: Model) -> Iterator[Epoch]:
    """An epoch of each case with each number of workers."""
    for case in CASES:
        alone = math.ceil(case.rows / BATCH) * case.compute * model.iteration
        for workers in WORKERS:
            seconds = epoch(model, case, workers)
            yield Epoch(case.name, workers, seconds, alone / seconds)


def epoch(model: Model, case: Case, workers: int) -> float:
    """Seconds of an epoch."""
    iterations = math.ceil(case.rows / workers / BATCH)
    rounds = math.ceil(iterations / case.averaging)
    one_way = model.megabytes / 2 * case.size / LINK
    driver = workers * (model.worker * case.size + one_way) + one_way
    return iterations * case.compute * model.iteration + rounds * (model.round + driver)
