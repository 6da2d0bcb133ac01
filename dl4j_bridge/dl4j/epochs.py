"""One training, epoch after epoch, written down so that another process can take it up."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jpype
import numpy as np

from .. import interruption
from ..checkpoints import Checkpoints
from ..errors import Diverged, JvmDied
from ..evaluation import Evaluation
from ..history import History, Row
from ..interruption import undisturbed
from ..progress import Status
from ..training_state import TrainingState
from . import resuming
from .health import Health
from .prediction import evaluate, not_finite, validate
from .watching import Watch, learning_rate

# How long Python's signals may wait for Java, in seconds.
_SLICE = 0.1


@dataclass(frozen=True)
class Looks:
    """What is asked between two epochs.

    Attributes:
        validation: data whose loss and accuracy a row has too, if any.
        test: data whose accuracy a row has too, if any.
        after_epoch: told each row; True ends the training.
        costs: what a row has of a cluster, too.
        evaluate: given the network and the test data.
    """

    validation: Any
    test: Any
    after_epoch: Callable[[Row], object] | None
    costs: Callable[[], Row] = dict
    evaluate: Callable[[Any, Any], Evaluation] = evaluate


class Epochs:
    """Trains a network; between two batches it can be written down.

    Args:
        network: initialized, with an updater.
        trainer: a `dl4jbridge.train.Trainer`, or what stands for it, after the epochs of an
            earlier process.
        history: rows are appended to it.
        watch: of the network.
        health: of the network.
        last: number of the last epoch.
        looks: between two epochs.
        report: told where the training is.
    """

    def __init__(
        self,
        network: Any,
        trainer: Any,
        history: History,
        watch: Watch,
        health: Health,
        last: int,
        looks: Looks,
        report: Callable[[Status], None],
    ) -> None:
        self._network, self._trainer = network, trainer
        self._history, self._watch, self._health, self._last = history, watch, health, last
        self._looks, self._report = looks, report
        self._before = len(history), len(history.scores)
        self._batches = int(trainer.batches())
        self._scores = np.empty(0)
        self._rate: float | None = None
        self._seconds = 0.0
        self._over = False
        self._call: Mapping[str, Any] = {}
        self._checkpoints: Checkpoints | None = None

    def write_down(
        self, checkpoints: Checkpoints, call: Mapping[str, Any], state: TrainingState | None
    ) -> None:
        """Write checkpoints from now on.

        Args:
            checkpoints: where, and how often.
            call: what tells this training from another.
            state: where it goes on, if an earlier process has begun it.
        """
        self._checkpoints, self._call = checkpoints, call
        if state is None:
            return
        self._history.extend(state.rows)
        self._history.add_scores(state.scores[: len(state.scores) - state.batches])
        self._over = state.over
        self._watch.recall(state.watch, state.best)
        if state.batches:
            self._begin(state)
        resuming.set_random_states(state.random)

    @property
    def is_over(self) -> bool:
        """Whether no epoch is to follow."""
        return self._over or len(self._history) >= self._last

    def run(self) -> None:
        """Train until it is over.

        Raises:
            Diverged: a score or parameter was NaN or infinite; names the last checkpoint.
            JvmDied: a cluster was lost; names the last checkpoint.
        """
        try:
            while not self.is_over:
                self._epoch()
        except (KeyboardInterrupt, SystemExit):
            self._write()
            raise
        except (Diverged, JvmDied) as error:
            if self._checkpoints is None or self._checkpoints.latest is None:
                raise
            where = self._checkpoints.latest
            raise type(error)(f"{error} The last good checkpoint is {where}.") from None
        finally:
            self._history.add_scores(self._scores[: int(self._trainer.done())])
        self._health.end()
        self._watch.restore()

    def _epoch(self) -> None:
        if not self._trainer.done():
            self._begin()
        self._train()
        self._health.after_epoch(self._number, self._scores)
        row = self._row()
        with undisturbed():
            self._trainer.endEpoch()
            self._history.add_scores(self._scores)
            self._scores = np.empty(0)
            self._history.append(row)
            self._over = self._watch.is_over(row)
        self._tell("trained", row)
        if self._looks.after_epoch is not None and self._looks.after_epoch(row) is True:
            self._over = True
        if self._checkpoints is not None and (
            self.is_over or self._checkpoints.is_due_after(len(self._history) - self._before[0])
        ):
            self._write()

    def _begin(self, begun: TrainingState | None = None) -> None:
        """Begin the next epoch, or go on with the one that was under way."""
        scores = np.full(self._batches, np.nan)
        done = begun.batches if begun else 0
        if begun:
            scores[:done] = begun.scores[-done:]
        with undisturbed():
            self._rate = begun.rate if begun else learning_rate(self._network)
            self._seconds = begun.seconds if begun else 0.0
            self._scores = scores
            buffer = jpype.nio.convertToDirectBuffer(scores.view(np.uint8).data)
            self._trainer.startEpoch(buffer, done)

    def _train(self) -> None:
        """Train the batches that are left of the epoch."""
        before, start = self._seconds, time.perf_counter()
        while True:
            interruption.check()
            done = int(self._trainer.run(int(_SLICE * 1e9)))
            self._seconds = before + time.perf_counter() - start
            self._health.check(float(self._scores[done - 1]), self._number, done)
            self._tell("training")
            if done == self._batches:
                return
            if self._checkpoints is not None and self._checkpoints.is_due():
                self._write()

    @property
    def _number(self) -> int:
        """The epoch under way, counted from 1 over the whole history."""
        return len(self._history) + 1

    def _row(self) -> Row:
        """What is to say of the epoch, whose batches are done."""
        row: Row = {
            "epoch": self._number,
            "iterations": self._batches,
            "loss": float(self._scores.mean()),
            "seconds": self._seconds,
            "ms_per_iteration": self._seconds / self._batches * 1e3,
            "learning_rate": self._rate,
            **self._looks.costs(),
        }
        if self._looks.validation is not None:
            self._tell("evaluating")
            row.update(validate(self._network, self._looks.validation))
        if self._looks.test is not None:
            self._tell("evaluating")
            row["test_accuracy"] = self._evaluated()
        return row

    def _evaluated(self) -> float:
        return self._looks.evaluate(self._network, self._looks.test).accuracy

    def _tell(self, phase: str, row: Row | None = None) -> None:
        """Say where the training is: in an epoch, or at its end, with its row."""
        number = self._number if row is None else row["epoch"]
        done = int(self._trainer.done()) if row is None else self._batches
        loss = float(self._scores[:done].mean()) if row is None else row["loss"]
        ms = self._seconds / max(done, 1) * 1e3
        self._report(Status(phase, number, self._last, done, self._batches, loss, ms, row))

    def _write(self) -> None:
        """Write a checkpoint, unless the network is beyond repair or there shall be none."""
        if self._checkpoints is None or not_finite(self._network):
            return
        done = int(self._trainer.done())
        rows, scores = self._before
        watched, best = self._watch.memory()
        state = TrainingState(
            call=self._call,
            rows=self._history[rows:],
            scores=np.concatenate([self._history.scores[scores:], self._scores[:done]]),
            batches=done,
            rate=self._rate,
            seconds=self._seconds,
            over=self._over,
            random=resuming.random_states(),
            counts=resuming.counts(self._network),
            watch=watched,
            best=best,
        )
        self._checkpoints.write(resuming.model_entries(self._network), state)
