"""Training by several copies of a network in this process: DL4J's ParallelWrapper."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jpype

from .. import notices
from ..errors import TrainingWarning, UsageError
from ..jvm import start, threads
from ..jvm.cuda.choice import is_cuda
from ..jvm.jars.extras import extra_path
from ..replicas import Replicas
from . import augmenting, resuming
from .acceleration import training_step
from .arrays import to_nd4j
from .inputs import Array, is_graph
from .trainers import Manner, order_of, trainer_here

_WRAPPER = "org.deeplearning4j.parallelism.ParallelWrapper"


@contextmanager
def trainer_of_replicas(
    replicas: Replicas,
    network: Any,
    xs: list[Array],
    ys: list[Array],
    manner: Manner,
    epochs: int,
) -> Iterator[Any]:
    """A trainer with several copies of the network, which does what `trainer_here` does with one.

    Args:
        replicas: how many; one is `trainer_here`'s, to the bit.
        network: initialized, with an updater; it has the mean wherever training pauses.
        xs: features, an array for each input.
        ys: labels, likewise.
        manner: how they become iterations.
        epochs: done by an earlier process.

    Raises:
        UsageError: fewer rows than workers, or a network that ParallelWrapper cannot copy.
        SetupError: its jar is not to be had.
    """
    if replicas.count == 1:
        with trainer_here(network, xs, ys, manner, epochs) as trainer:
            yield trainer
        return
    _check(replicas, network, len(xs[0]), manner)
    start.extend(extra_path("parallel"))
    # For its claim on the network: ParallelWrapper takes the network's own way to train.
    with training_step(network, "off"):
        trainer = ParallelTrainer(replicas, network, xs, ys, manner, epochs)
        try:
            yield trainer
        finally:
            trainer.close()


class ParallelTrainer:
    """Stands for a `dl4jbridge.train.Trainer`, whose methods it has.

    An iteration is one batch of each worker; its score is the mean of theirs. The first worker's
    network is the one that was given.
    """

    def __init__(
        self,
        replicas: Replicas,
        network: Any,
        xs: list[Array],
        ys: list[Array],
        manner: Manner,
        epochs: int,
    ) -> None:
        self._network, self._workers = network, replicas.count
        indarrays = jpype.JArray(jpype.JClass("org.nd4j.linalg.api.ndarray.INDArray"))
        self._rounds = jpype.JClass("dl4jbridge.train.Rounds")(
            indarrays([to_nd4j(x) for x in xs]),
            indarrays([to_nd4j(y) for y in ys]),
            order_of(len(xs[0]), manner, epochs),
            manner.batch_size,
            replicas.count,
            replicas.averaging,
            jpype.JLong(manner.seed),
            augmenting.for_training(manner.augment, xs, manner.image, manner.seed),
        )
        kind = "MultiRoundsIterator" if is_graph(network) else "RoundsIterator"
        self._batches = jpype.JClass(f"dl4jbridge.train.{kind}")(self._rounds)
        self._wrapper = _wrapper(network, replicas)
        self._wrapper.setListeners([self._rounds])  # hears scores
        self._wrapper.setHandler(self._rounds)  # a worker's exception is no trace on stderr
        self._updater = network.getUpdater()
        self._thread: threading.Thread | None = None

    def batches(self) -> int:
        """Iterations an epoch."""
        return int(self._rounds.batches())

    def done(self) -> int:
        """Iterations of this epoch so far."""
        return int(self._rounds.done())

    def diverged(self) -> bool:
        """Whether a worker's score was NaN or infinite."""
        return bool(self._rounds.diverged())

    def startEpoch(self, scores: Any, first: int) -> None:  # noqa: N802 (Java's name)
        """Begin the next epoch, whose scores go into a direct buffer."""
        self._rounds.startEpoch(scores, first)
        self._updater = self._network.getUpdater()
        self._wrapper.getIterationsCounter().set(self._rounds.phase())
        self._thread = threading.Thread(target=self._fit, name="ParallelWrapper.fit")
        self._thread.start()

    def run(self, nanos: int) -> int:
        """Train for some time, then to the next mean; gives the iterations of this epoch so far."""
        done = int(self._rounds.run(jpype.JLong(nanos)))
        if done == self.batches() or self.diverged():
            self._end()
        return done

    def endEpoch(self) -> None:  # noqa: N802 (Java's name)
        """Count the epoch, as the network does."""
        self._rounds.endEpoch()
        self._network.incrementEpochCount()

    def costs(self) -> dict[str, float]:
        """What a row of the history has, too: how many `workers` there were."""
        return {"workers": self._workers}

    def close(self) -> None:
        """End the workers' threads; the network is alone again, without listeners."""
        self._rounds.stop()
        _release(self._wrapper)
        self._end()
        self._wrapper.shutdown()
        self._network.setListeners(jpype.JClass("java.util.Collections").emptyList())

    def _end(self) -> None:
        """Wait until the workers have let go of the network."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            # Workers end with `clear`, by which a network forgets its updater with all its state.
            self._network.setUpdater(self._updater)

    def _fit(self) -> None:
        """Train an epoch, in a thread of its own."""
        threads.leave_at_end()
        try:
            self._wrapper.fit(self._batches)
        except Exception as error:  # else the thread that waits would wait for ever
            java = isinstance(error, jpype.JException)
            unheard = jpype.JClass("java.lang.IllegalStateException")
            self._rounds.uncaughtException(None, error if java else unheard(repr(error)))


def notice_no_gain(replicas: Replicas) -> None:
    """Say that several workers on one processor win nothing."""
    if replicas.count > 1 and not is_cuda(start.ensure().backend):
        notices.warn(
            f"{replicas.count} workers on one processor train with Deeplearning4j's own layers: "
            "slower than training without them, and each makes only its share of an epoch's "
            "updates. docs/scale.md has the figures; leave the workers out to be faster.",
            TrainingWarning,
        )


def _wrapper(network: Any, replicas: Replicas) -> Any:
    mode = resuming.configuration(network).getTrainingWorkspaceMode()
    builder = jpype.JClass(_WRAPPER).Builder(network)
    return (
        builder.workers(replicas.count)
        .averagingFrequency(replicas.averaging)
        .prefetchBuffer(0)  # batches are gathered by the workers
        .workspaceMode(mode)
        .build()
    )


def _check(replicas: Replicas, network: Any, rows: int, manner: Manner) -> None:
    """Refuse what would fail later, or go wrong."""
    if rows < replicas.count:
        raise UsageError(f"{rows} rows cannot be shared out among {replicas.count} workers.")
    if len(network.getListeners()):
        raise UsageError(
            "The network has listeners, which several workers would call at the same time. Take "
            "them away, or train with one worker."
        )
    if manner.accelerate in ("exact", "fast"):
        raise UsageError(
            f"accelerate is {manner.accelerate!r}, but several workers train with "
            "Deeplearning4j's own layers. Leave one of the two out."
        )
    if '"org.nd4j.linalg.learning.config.AdaBelief"' in str(
        resuming.configuration(network).toJson()
    ):
        raise UsageError(
            "ParallelWrapper cannot copy a network with AdaBelief, whose updater Deeplearning4j "
            "fails to make. Take Adam, or train with one worker."
        )


def _release(wrapper: Any) -> None:
    """Have `fit` no longer wait for a worker that an Error has ended: it hears of Exceptions only.

    Source: `DefaultTrainer.run` and `waitTillRunning`.
    """
    if not wrapper.getHandler().failed():
        return
    for trainer in wrapper.getZoo() or ():
        kind = jpype.JClass("org.deeplearning4j.parallelism.trainer.DefaultTrainer").class_
        thrown = kind.getDeclaredField("thrownException")
        thrown.setAccessible(True)
        thrown.set(trainer, jpype.JClass("java.lang.IllegalStateException")("a worker has ended"))
