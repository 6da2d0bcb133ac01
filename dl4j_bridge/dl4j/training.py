"""Training: epochs inside Java, in slices of time that leave room for progress and Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import jpype
import numpy as np
import numpy.typing as npt

from ..augmentation import Augmentation
from ..datasets import Dataset, Split
from ..errors import Diverged, UsageError
from ..history import History, Row
from ..jvm import start
from ..jvm.exceptions import java_errors
from ..progress import Status, display
from ..schedules import Plateau
from ..stopping import EarlyStopping
from . import augmenting, departures
from .acceleration import Mode, check_mode, training_step
from .arrays import to_nd4j
from .inputs import Data, features_and_labels, initialize
from .prediction import evaluate, validate
from .watching import Watch, learning_rate

# How long Python's signals may wait for Java, in seconds.
_SLICE = 0.1


def fit(
    network: Any,
    data: Data,
    *,
    epochs: int = 1,
    batch_size: int = 128,
    shuffle: bool = True,
    seed: int = 123,
    augment: Augmentation | None = None,
    test: Split | tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    validation: Split | tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    early_stopping: EarlyStopping | None = None,
    plateau: Plateau | None = None,
    after_epoch: Callable[[Row], object] | None = None,
    history: History | None = None,
    progress: bool | Callable[[Status], None] = True,
    accelerate: Mode = "auto",
) -> History:
    """Train a network of the mirror on numpy data.

    The parameters afterwards are those that `network.fit(iterator, epochs)` gives in Java for the
    same batches: to the bit, or with fast layers up to rounding; for MNIST, `shuffle` has the
    order of `MnistDataSetIterator` for the same seed.

    Args:
        network: MultiLayerNetwork or ComputationGraph; initialized here if it is not yet.
        data: a data set (its test half is evaluated after each epoch), a split, or a pair
            (x, y). x has shape (n, features) or what the network's input takes; y has shape
            (n, outputs), or (n,) with whole numbers for classes. For a graph with several
            inputs or outputs x and y may be lists of arrays.
        epochs: passes over the data.
        batch_size: rows an iteration; the last batch of an epoch takes what is left.
        shuffle: a new order each epoch.
        seed: of the order, and of the distortions.
        augment: distorts each image anew in each epoch; needs a data set of images, or x of
            shape (n, channels, height, width).
        test: data to evaluate after each epoch, instead of the data set's.
        validation: data whose loss (and accuracy) each row of the history has too.
        early_stopping: ends training when the validation loss, without `validation` the training
            loss, no longer falls; the network then has the parameters of its best epoch.
        plateau: lets the learning rate fall when that loss does not.
        after_epoch: told each row; training ends if it returns True.
        history: rows are appended to it, so that what was learnt of a run survives Ctrl-C.
        progress: True shows where the run is, False does not; a function is told some ten
            times a second.
        accelerate: "exact" trains with faster layers that give the same bits, where there are
            any (`acceleration` tells); "fast" also with layers that are equal up to rounding;
            "auto" is "fast" for networks that convolve, else "exact"; "off" takes DL4J's own.

    Returns:
        The history, one row an epoch.

    Raises:
        UsageError: a network or number that makes no sense.
        DataError: data that does not fit the network.
        Diverged: a score was NaN or infinite; names the iteration.
        KeyboardInterrupt: Ctrl-C; the network stays as it was after the last batch.
    """
    start.ensure()
    _check_counts(epochs, batch_size)
    check_mode(accelerate)
    history = History() if history is None else history
    if test is None and isinstance(data, Dataset) and data.classes:
        test = data.test
    with java_errors("Training failed"):
        initialize(network)
        departures.warn(network)
        jpype.JClass("dl4jbridge.train.AdaBeliefs").makeUpdater(network)
        first, last = len(history) + 1, len(history) + epochs
        watch = Watch(network, early_stopping, plateau)
        with training_step(network, accelerate) as step, display(progress) as report:
            trainer = _trainer(network, data, batch_size, shuffle, seed, augment, step)
            for epoch in range(first, last + 1):
                clock = _Clock(epoch, last, int(trainer.batches()), report)
                rate = learning_rate(network)
                row = {**_epoch(trainer, clock, history), "learning_rate": rate}
                if validation is not None:
                    clock.tell("evaluating", row["iterations"], row["loss"])
                    row.update(validate(network, validation))
                if test is not None:
                    clock.tell("evaluating", row["iterations"], row["loss"])
                    row["test_accuracy"] = evaluate(network, test).accuracy
                history.append(row)
                clock.tell("trained", row["iterations"], row["loss"], row)
                over = watch.is_over(row)
                if (after_epoch is not None and after_epoch(row) is True) or over:
                    break
            watch.restore()
    return history


def _check_counts(epochs: int, batch_size: int) -> None:
    for name, value in (("epochs", epochs), ("batch_size", batch_size)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise UsageError(f"{name} is {value!r}, but must be a whole number of at least 1.")


def _epoch(trainer: Any, clock: _Clock, history: History) -> Row:
    """Train one epoch; its scores reach the history even if it is cut short."""
    scores = np.full(clock.batches, np.nan)
    trainer.startEpoch(jpype.nio.convertToDirectBuffer(scores.view(np.uint8).data))
    try:
        while (done := int(trainer.run(int(_SLICE * 1e9)))) < clock.batches:
            clock.tell("training", done, float(scores[:done].mean()))
            _check_divergence(trainer, scores[done - 1], clock.epoch)
        _check_divergence(trainer, scores[-1], clock.epoch)
        trainer.endEpoch()
    finally:
        history.add_scores(scores[: int(trainer.done())])
    clock.tell("training", done, float(scores.mean()))
    return {
        "epoch": clock.epoch,
        "iterations": done,
        "loss": float(scores.mean()),
        "seconds": clock.seconds,
        "ms_per_iteration": clock.seconds / done * 1e3,
    }


def _check_divergence(trainer: Any, score: float, epoch: int) -> None:
    if trainer.diverged():
        raise Diverged(
            f"The score became {score} in epoch {epoch}, iteration {trainer.done()}. "
            "Try a smaller learning rate, and look for NaN in the data."
        )


class _Clock:
    """Times an epoch, passes on where it is."""

    def __init__(
        self, epoch: int, epochs: int, batches: int, report: Callable[[Status], None]
    ) -> None:
        self.epoch, self.epochs, self.batches = epoch, epochs, batches
        self._report = report
        self._start = time.perf_counter()
        self.seconds = 0.0

    def tell(self, phase: str, done: int, loss: float, row: Row | None = None) -> None:
        if phase == "training":
            self.seconds = time.perf_counter() - self._start
        ms = self.seconds / max(done, 1) * 1e3
        self._report(Status(phase, self.epoch, self.epochs, done, self.batches, loss, ms, row))


def _trainer(
    network: Any,
    data: Data,
    batch_size: int,
    shuffle: bool,
    seed: int,
    augment: Augmentation | None,
    step: Any,
) -> Any:
    xs, ys = features_and_labels(network, data)
    order = jpype.JClass("dl4jbridge.train.BatchOrder")(len(xs[0]), shuffle, jpype.JLong(seed))
    indarrays = jpype.JArray(jpype.JClass("org.nd4j.linalg.api.ndarray.INDArray"))
    return jpype.JClass("dl4jbridge.train.Trainer")(
        network,
        indarrays([to_nd4j(x) for x in xs]),
        indarrays([to_nd4j(y) for y in ys]),
        order,
        min(batch_size, len(xs[0])),
        step,
        augmenting.for_training(augment, xs, augmenting.image_of(data), seed),
    )
