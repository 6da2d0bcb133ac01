"""What a worker of a cluster does: train its rows from one mean of all workers to the next."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import jpype
import numpy as np
import numpy.typing as npt

from ..jvm import start, versions
from ..jvm.exceptions import java_errors
from ..jvm.options import JvmOptions
from ..spark.library import worker_facts
from ..spark.session import place_of
from ..spark.shards import open_shard
from ..training_state import Numbers
from . import resuming
from .acceleration import training_step
from .trainers import Manner, trainer


@dataclass(frozen=True, eq=False)
class Part:
    """What stays the same for all rounds of a training.

    Attributes:
        files: where the shards are, as `place_of` takes it.
        manner: of training.
        configuration: of the network, as DL4J's JSON.
        graph: it is a ComputationGraph's.
        inputs: arrays of features.
        outputs: arrays of labels.
        backend: whose jars to take.
        threads: of a worker.
        versions: of the driver.
    """

    files: str
    manner: Manner
    configuration: str
    graph: bool
    inputs: int
    outputs: int
    backend: str
    threads: int
    versions: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Round:
    """From where to where all workers train.

    Attributes:
        training: tells trainings and their networks apart.
        part: what stays the same.
        epochs: done before.
        first: batch of the epoch to begin with.
        last: the one to end before; a worker that has fewer ends with its last one.
        parameters: the mean, shape (parameters,).
        state: of the updater, shape (values,).
        counts: as `resuming.counts` gives them.
        random: as `resuming.random_states` gives them.
    """

    training: str
    part: Part
    epochs: int
    first: int
    last: int
    parameters: Numbers
    state: Numbers
    counts: list[tuple[int, int]]
    random: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a worker has come to.

    Attributes:
        rows: it has trained in this round.
        scores: float64, one a batch.
        diverged: the last score is NaN or infinite.
        parameters: shape (parameters,).
        state: of the updater, shape (values,).
        counts: as those of `Round`.
        random: as that of `Round`.
        seconds: from the order's arrival to this.
        process: its number; others may follow when it is lost.
    """

    rows: int
    scores: npt.NDArray[np.float64]
    diverged: bool
    parameters: Numbers
    state: Numbers
    counts: list[tuple[int, int]]
    random: tuple[int, int]
    seconds: float
    process: int


def roll_call(_: int, part: Part) -> dict[str, str]:
    """Check versions, fetch jars, start the JVM; gives the worker's versions.

    Raises:
        SetupError: this worker cannot work with the driver.
    """
    here = {**versions.versions(), **worker_facts()}
    versions.check(part.versions, here, part.backend)
    start.ensure(JvmOptions.from_environment(part.backend, part.threads))
    return here


def train(rank: int, order: Round) -> Outcome:
    """Train one worker's batches of a round; the same order gives the same outcome."""
    begun = time.perf_counter()
    bench = _bench(order)
    with java_errors("Training failed"):
        bench.take(order, rank)
        scores, rows, diverged = bench.loop(rank, order).train(order)
        network = bench.network
        return Outcome(
            rows,
            scores,
            diverged,
            resuming.values(network.params()),
            resuming.values(resuming.updater_state(network)),
            resuming.counts(network),
            resuming.random_states(),
            time.perf_counter() - begun,
            os.getpid(),
        )


class _Bench:
    """A network of this process, with the rows of the workers it has been."""

    def __init__(self, order: Round) -> None:
        roll_call(0, order.part)
        self.training = order.training
        self._stack = ExitStack()
        self.network = _network(order.part)
        step = training_step(self.network, order.part.manner.accelerate)
        self._step = self._stack.enter_context(step)
        self._loops: dict[int, _Loop] = {}

    def take(self, order: Round, rank: int) -> None:
        """Become what the workers were in the mean."""
        resuming.assign(self.network.params(), order.parameters)
        state = resuming.updater_state(self.network)
        if state is not None:
            resuming.assign(state, order.state)
        resuming.set_counts(self.network, order.counts)
        root, node = order.random
        # Each worker draws other numbers; the first one those of a training without a cluster.
        resuming.set_random_states((root, node ^ (rank * 0x9E3779B97F4A7C15 % 2**63)))

    def loop(self, rank: int, order: Round) -> _Loop:
        """A worker's loop, where the round begins; made anew if none is there."""
        loop = self._loops.get(rank)
        if loop is None or not loop.reaches(order):
            part = order.part
            manner = part.manner.of_worker(rank)
            xs, ys = open_shard(place_of(part.files), rank, part.inputs, part.outputs)
            java = trainer(self.network, self._step, xs, ys, manner, order.epochs)
            loop = self._loops[rank] = _Loop(java, len(xs[0]), manner.batch_size)
        return loop

    def close(self) -> None:
        """Let go of the network."""
        self._stack.close()


class _Loop:
    """Batches of one worker's rows, epoch after epoch."""

    def __init__(self, java: Any, rows: int, size: int) -> None:
        self._java, self._rows, self._size = java, rows, size
        self._scores = np.empty(0)
        self._batches = int(java.batches())
        self._epochs: int | None = None

    def reaches(self, order: Round) -> bool:
        """Whether the loop is where the round begins, or at the end of the epoch before it."""
        if self._epochs == order.epochs:
            return int(self._java.done()) == min(order.first, self._batches)
        return self._epochs == order.epochs - 1 and order.first == 0

    def train(self, order: Round) -> tuple[npt.NDArray[np.float64], int, bool]:
        """Train the round's batches; gives scores, rows, and whether a score was no number."""
        first, last = min(order.first, self._batches), min(order.last, self._batches)
        if self._epochs != order.epochs:
            self._epochs = order.epochs
            self._scores = np.full(self._batches, np.nan)
            buffer = jpype.nio.convertToDirectBuffer(self._scores.view(np.uint8).data)
            self._java.startEpoch(buffer, first)
        done = first
        while done < last and not self._java.diverged():
            done = int(self._java.run(0))  # one batch
        rows = sum(min(self._size, self._rows - i * self._size) for i in range(first, done))
        return self._scores[first:done].copy(), rows, bool(self._java.diverged())


# A worker's process lives on from round to round.
_kept: list[_Bench] = []


def let_go() -> None:
    """Give back the network of the last training, which a worker keeps for the next round."""
    while _kept:
        _kept.pop().close()


def _bench(order: Round) -> _Bench:
    if not _kept or _kept[0].training != order.training:
        let_go()
        with java_errors("The network could not be built"):
            _kept.append(_Bench(order))
    return _kept[0]


def _network(part: Part) -> Any:
    nn = "org.deeplearning4j.nn"
    kind = "ComputationGraph" if part.graph else "MultiLayer"
    configuration = jpype.JClass(f"{nn}.conf.{kind}Configuration").fromJson(part.configuration)
    name = "graph.ComputationGraph" if part.graph else "multilayer.MultiLayerNetwork"
    network = jpype.JClass(f"{nn}.{name}")(configuration)
    network.init()
    jpype.JClass("dl4jbridge.train.AdaBeliefs").makeUpdater(network)
    return network
