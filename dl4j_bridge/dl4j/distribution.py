"""The training loop of a cluster, seen from the driver: rounds, with a mean after each."""

from __future__ import annotations

import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from ..errors import ClusterWarning, UsageError
from ..history import History
from ..jvm import start, versions
from ..notices import warn
from ..spark.averaging import mean
from ..spark.cluster import Cluster
from ..spark.session import opened
from ..spark.shards import write_shards
from . import resuming, rounds
from .inputs import Array, is_graph
from .rounds import Outcome, Part, Round
from .trainers import Manner, trainer_here

Shared = TypeVar("Shared")
Answer = TypeVar("Answer")

# A loss that has fallen by less than this share is taken for chance.
_FALLEN = 0.01


# Makes a trainer for a network, its features and labels, and the epochs done before.
TrainerOf = Callable[[Any, list[Array], list[Array], Manner, int], AbstractContextManager[Any]]


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

    def publish(self, files: Sequence[Path]) -> None:
        """Bring files to each machine."""
        ...


@contextmanager
def engine(cluster: Cluster | None) -> Iterator[TrainerOf]:
    """What trains: this machine, or a cluster for the length of a block."""
    if cluster is None:
        yield trainer_here
        return
    with opened(cluster) as session:
        yield partial(trainer_there, session)


@contextmanager
def trainer_there(
    session: Workforce, network: Any, xs: list[Array], ys: list[Array], manner: Manner, epochs: int
) -> Iterator[ClusterTrainer]:
    """A trainer on a cluster, which does what `trainer_here` does on this machine.

    Args:
        session: with the cluster.
        network: initialized, with an updater; it has the mean after each round.
        xs: features, an array for each input.
        ys: labels, likewise.
        manner: how they become iterations.
        epochs: done by an earlier process.

    Raises:
        UsageError: fewer rows than workers, or a network with listeners.
        SetupError: a worker cannot work with this process.
    """
    workers, rows = session.cluster.count, len(xs[0])
    if rows < workers:
        raise UsageError(f"{rows} rows cannot be shared out among {workers} workers.")
    if len(network.getListeners()):
        raise UsageError(
            "The network has listeners, which see no iteration of a cluster's workers. Take them "
            "away, or train on this machine."
        )
    with tempfile.TemporaryDirectory(dir=session.cluster.folder) as folder:
        part = Part(
            files=folder,
            manner=manner,
            configuration="",
            graph=is_graph(network),
            inputs=len(xs),
            outputs=len(ys),
            backend=start.ensure().backend,
            threads=session.cluster.threads,
            versions={**versions.versions(), **session.facts},
        )
        # First, so that nothing is brought to machines that cannot work.
        session.map(rounds.roll_call, range(workers), part)
        part = _with_shards(session, part, xs, ys)
        yield ClusterTrainer(session, network, part, epochs, rows)


class ClusterTrainer:
    """Stands for a `dl4jbridge.train.Trainer`, whose methods it has, and for its workers'.

    An iteration is one batch of each worker; its score is the mean of theirs.
    """

    def __init__(
        self, session: Workforce, network: Any, part: Part, epochs: int, rows: int
    ) -> None:
        self._session, self._network, self._part = session, network, part
        self._workers, self._averaging = session.cluster.count, session.cluster.averaging
        largest_shard = -(-rows // self._workers)
        self._batches = -(-largest_shard // part.manner.batch_size)
        self._epochs = epochs - 1
        self._scores: npt.NDArray[np.float64] = np.empty(0)
        self._done = 0
        self._diverged = False
        self._run = self._training = uuid.uuid4().hex
        self._seconds, self._bytes, self._rounds, self._lost = 0.0, 0, 0, 0

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
        self._seconds, self._bytes, self._rounds = 0.0, 0, 0
        self._lost = self._session.lost
        # Between two epochs the learning rate may have changed, by which workers know the network.
        identity = resuming.network_identity(self._network)
        configuration = str(resuming.configuration(self._network).toJson())
        self._training = f"{self._run}-{identity}"
        self._part = replace(self._part, configuration=configuration)

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
        last = min(self._done + self._averaging, self._batches)
        outcomes = self._session.map(rounds.train, range(self._workers), self._round(last))
        self._average(outcomes)
        scores = _mean_scores(outcomes)
        self._diverged = not np.isfinite(scores).all()
        if self._diverged:
            scores = scores[: np.flatnonzero(~np.isfinite(scores))[0] + 1]
        self._scores[self._done : self._done + len(scores)] = scores
        self._done += len(scores)
        self._count(time.perf_counter() - begun, outcomes)
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

    def _round(self, last: int) -> Round:
        return Round(
            training=self._training,
            part=self._part,
            epochs=self._epochs,
            first=self._done,
            last=last,
            parameters=resuming.values(self._network.params()),
            state=resuming.values(resuming.updater_state(self._network)),
            counts=resuming.counts(self._network),
            random=resuming.random_states(),
        )

    def _average(self, outcomes: list[Outcome]) -> None:
        weights = [outcome.rows for outcome in outcomes]
        parameters = mean([outcome.parameters for outcome in outcomes], weights)
        resuming.assign(self._network.params(), parameters)
        state = mean([outcome.state for outcome in outcomes], weights)
        if state.size:
            resuming.assign(resuming.updater_state(self._network), state)
        # The first worker never has fewer batches than another.
        resuming.set_counts(self._network, outcomes[0].counts)
        resuming.set_random_states(outcomes[0].random)

    def _count(self, seconds: float, outcomes: list[Outcome]) -> None:
        self._rounds += 1
        self._seconds += seconds - max(outcome.seconds for outcome in outcomes)
        moved = sum(outcome.parameters.nbytes + outcome.state.nbytes for outcome in outcomes)
        self._bytes += 2 * moved


def notice_nothing_learnt(history: History) -> None:
    """Warn of a training whose loss has not fallen: a cluster hides that well."""
    scores = history.scores
    if not scores.size:
        return
    first, last = scores[0], scores[-max(1, len(scores) // 10) :].mean()
    if last > (1 - _FALLEN) * first:
        warn(
            f"The network has learnt nothing: its loss was {first:.4f} at first and is {last:.4f} "
            "at last. Average more often, use fewer workers, or try another learning rate; one "
            "worker tells whether the cluster is why.",
            ClusterWarning,
        )


def _with_shards(session: Workforce, part: Part, xs: list[Array], ys: list[Array]) -> Part:
    """Write the rows where the workers find them."""
    cluster, folder = session.cluster, Path(part.files)
    files = write_shards(folder, xs, ys, cluster.count, part.manner.seed)
    if cluster.is_local or cluster.folder is not None:
        return part
    session.publish(files)
    return replace(part, files="")


def _mean_scores(outcomes: list[Outcome]) -> npt.NDArray[np.float64]:
    """Of each iteration, among the workers that had a batch for it."""
    length = max(len(outcome.scores) for outcome in outcomes)
    columns = [[one.scores[i] for one in outcomes if i < len(one.scores)] for i in range(length)]
    return np.array([np.mean(column) for column in columns])
