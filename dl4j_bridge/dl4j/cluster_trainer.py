"""The training loop of a cluster, seen from the driver: rounds, with a mean after each."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from ..spark.cluster import Cluster

Shared = TypeVar("Shared")
Answer = TypeVar("Answer")


class Workforce(Protocol):
    """What a training asks of a `Session`, or of what stands for one."""

    cluster: Cluster
    facts: dict[str, str]
    lost: int

    def map(
        self, work: Callable[[int, Shared], Answer], orders: Sequence[int], shared: Shared
    ) -> list[Answer]:
        """Have workers carry out orders."""
        ...

    def publish(self, files: Sequence[Any]) -> None:
        """Bring files to each machine."""
        ...


def check(network: Any, rows: int, workers: int) -> None:
    """See whether a training can be shared out.

    Raises:
        UsageError: fewer rows than workers, or a network with listeners.
    """
    if rows < workers:
        raise UsageError(f"{rows} rows cannot be shared out among {workers} workers.")
    if len(network.getListeners()):
        raise UsageError(
            "The network has listeners, which see no iteration of a cluster's workers. Take them "
            "away, or train on this machine."
        )


@dataclass(frozen=True, eq=False)
class Result:
    """What a round has come to; the network has its mean.

    Attributes:
        scores: of each worker, float64, one a batch.
        seconds: in which the slowest worker trained.
        moved: bytes of parameters and updater states, both ways.
    """

    scores: Sequence[npt.NDArray[np.float64]]
    seconds: float
    moved: int


class ClusterTrainer(ABC):
    """Stands for a `dl4jbridge.train.Trainer`, whose methods it has, and for its workers'.

    An iteration is one batch of each worker; its score is the mean of theirs.

    Args:
        session: with the cluster.
        network: has the mean after each round.
        rows: of the data.
        batch_size: rows of one of a worker's batches.
        epochs: done by an earlier process.
    """

    def __init__(self, session: Any, network: Any, rows: int, batch_size: int, epochs: int) -> None:
        self._session, self._network = session, network
        self._workers: int = session.cluster.count
        self._averaging: int = session.cluster.averaging
        self._shares = shares(rows, self._workers, batch_size)
        self._batches = self._shares[0]  # no other worker has more
        self._epochs = epochs - 1
        self._scores: npt.NDArray[np.float64] = np.empty(0)
        self._done = 0
        self._diverged = False
        self._seconds, self._bytes, self._rounds, self._lost = 0.0, 0, 0, 0

    @abstractmethod
    def _begin_epoch(self) -> None:
        """Make ready for an epoch; the network may have changed since the last one."""

    @abstractmethod
    def _round(self, last: int) -> Result:
        """Have the workers train up to a batch, and the network take the mean."""

    def batches(self) -> int:
        """Iterations an epoch."""
        return self._batches

    def done(self) -> int:
        """Iterations of this epoch so far."""
        return self._done

    def diverged(self) -> bool:
        """Whether a worker's score was NaN or infinite."""
        return self._diverged

    def startEpoch(self, scores: Any, first: int) -> None:  # noqa: N802 (Java's name)
        """Begin the next epoch, whose scores go into a direct buffer."""
        self._scores = np.frombuffer(memoryview(scores), np.float64)
        self._done = first
        self._epochs += 1
        # An earlier process, which has ended between two rounds, may have trained the first ones.
        self._seconds, self._bytes, self._rounds = 0.0, 0, first // self._averaging
        self._lost = self._session.lost
        self._begin_epoch()

    def endEpoch(self) -> None:  # noqa: N802 (Java's name)
        """Count the epoch, as the network does."""
        self._done = 0
        self._network.incrementEpochCount()

    def run(self, _: int) -> int:
        """Train one round; gives the iterations of this epoch so far.

        Raises:
            JvmDied: workers were lost, and did not come back.
        """
        begun = time.perf_counter()
        result = self._round(min(self._done + self._averaging, self._batches))
        scores = _mean_scores(result.scores)
        self._diverged = not np.isfinite(scores).all()
        if self._diverged:
            scores = scores[: np.flatnonzero(~np.isfinite(scores))[0] + 1]
        self._scores[self._done : self._done + len(scores)] = scores
        self._done += len(scores)
        self._rounds += 1
        self._seconds += time.perf_counter() - begun - result.seconds
        self._bytes += result.moved
        return self._done

    def costs(self) -> dict[str, float]:
        """What the workers' agreement cost in this epoch.

        `rounds`, and how many were `repeated` because a worker was lost; `communication_seconds`,
        in which the slowest worker of a round did not train; `communication_bytes`: parameters
        and updater states, both ways.
        """
        return {
            "workers": self._workers,
            "rounds": self._rounds,
            "repeated": self._session.lost - self._lost,
            "communication_seconds": self._seconds,
            "communication_bytes": self._bytes,
        }


def shares(rows: int, workers: int, batch_size: int) -> list[int]:
    """Batches of each worker, as `write_shards` deals rows out."""
    shards = (-(-(rows - rank) // workers) for rank in range(workers))
    return [-(-shard // batch_size) for shard in shards]


def _mean_scores(scores: Sequence[npt.NDArray[np.float64]]) -> npt.NDArray[np.float64]:
    """Of each iteration, among the workers that had a batch for it."""
    length = max(map(len, scores))
    columns = [[one[i] for one in scores if i < len(one)] for i in range(length)]
    return np.array([np.mean(column) for column in columns])
