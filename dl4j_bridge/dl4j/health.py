"""Whether a network in training stays within the numbers, whether it learns at all."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import notices
from ..errors import Diverged, TrainingWarning
from .inputs import Array, output_layer
from .prediction import mean_loss, not_finite, predict
from .targets import loss_name
from .watching import learning_rate

# Before that many iterations a network may well be no better than a guess.
_PATIENCE = 100
# Of fewer rows it means nothing that all are alike.
_ENOUGH = 10
# Rows that a network's answers are compared with a guess on.
_SAMPLE = 1000
# Answers differ less than that share of what labels do.
_ALIKE = 1e-3
# What has gone astray is that much worse than a guess, and than it was at first.
_WORSE = 1.1
# Losses for which the mean of the labels is the best constant answer.
_OF_SHARES = ("LossMCXENT", "LossNegativeLogLikelihood")
_BY_MEAN = (*_OF_SHARES, "LossBinaryXENT", "LossMSE", "LossL2")


class Health:
    """Looks at the scores and parameters of one call of `fit`.

    Args:
        network: initialized MultiLayerNetwork or ComputationGraph.
        features: an array for each input, rows on axis 0.
        labels: what its outputs should be, an array for each output.
    """

    def __init__(self, network: Any, features: list[Array], labels: list[Array]) -> None:
        self._network = network
        every = max(1, len(labels[0]) // _SAMPLE)
        self._features = [array[::every] for array in features]
        self._labels = [array[::every] for array in labels]
        self._scores: list[npt.NDArray[np.float64]] = []
        self._told = not _is_measured_by_mean(network, labels)
        for name, arrays in (("x", features), ("y", labels)):
            if len(arrays) == 1 and _are_alike(arrays[0]):
                self._told = True
                notices.warn(
                    f"All {len(arrays[0])} rows of {name} are alike: there is nothing to learn.",
                    TrainingWarning,
                )

    def check(self, score: float, epoch: int, iteration: int) -> None:
        """Look at one score.

        Raises:
            Diverged: it is NaN or infinite.
        """
        if not math.isfinite(score):
            raise Diverged(
                f"The score became {score} in epoch {epoch}, iteration {iteration}"
                f"{self._rate()}. {self._lost()} {self._advice()}"
            )

    def after_epoch(self, epoch: int, scores: npt.NDArray[np.float64]) -> None:
        """Look at an epoch's scores and what it has left; warns if the loss has only grown.

        Raises:
            Diverged: the last step left parameters that are NaN or infinite.
        """
        if not_finite(self._network):
            raise Diverged(
                f"The score at the end of epoch {epoch} is {scores[-1]:.6g}, but its last step "
                f"went beyond the numbers{self._rate()}. {self._lost()} {self._advice()}"
            )
        self._scores.append(scores)
        self._judge(ended=False)

    def end(self) -> None:
        """Warn of a network whose answers are alike for all rows, now that training is over."""
        self._judge(ended=True)

    def _judge(self, *, ended: bool) -> None:
        """Warn, once, of what has learnt nothing."""
        if self._told or sum(map(len, self._scores)) < _PATIENCE:
            return
        scores = np.concatenate(self._scores)
        loss = float(scores[len(scores) // 2 :].mean()) - _penalty(self._network)
        [labels] = self._labels
        mean = labels.mean(axis=0, keepdims=True, dtype=np.float64)
        guess = self._loss(np.repeat(mean, len(labels), axis=0))
        if guess <= 0 or loss < guess or not (ended or loss >= scores[0]):
            return
        answers = predict(self._network, self._features)
        if (
            _spread(answers) < _ALIKE * _spread(labels)
            if ended
            else (self._loss(answers) > _WORSE * guess)
        ):
            self._warn(len(scores), loss, guess)

    def _warn(self, iterations: int, loss: float, guess: float) -> None:
        self._told = True
        rate = learning_rate(self._network)
        advice = f"Try another learning rate than {rate:g}" if rate else "Try another updater"
        notices.warn(
            f"After {iterations} iterations the loss, {loss:.4g}, is not below {guess:.4g}, that "
            "of guessing (the mean of the labels for every row): nothing was learnt. "
            f"{advice}, and look at the scale of the features.",
            TrainingWarning,
        )

    def _loss(self, answers: Array) -> float:
        """Mean loss of answers for the sample, without what regularization adds."""
        return mean_loss(output_layer(self._network), self._labels[0], answers)

    def _rate(self) -> str:
        rate = learning_rate(self._network)
        return "" if rate is None else f", at a learning rate of {rate:g}"

    def _lost(self) -> str:
        bad, count = not_finite(self._network), int(self._network.numParams())
        if not bad:
            return "The parameters are still finite."
        return f"{bad} of {count} parameters are NaN or infinite: train the network anew."

    def _advice(self) -> str:
        rate = learning_rate(self._network)
        smaller = "" if rate is None else f", such as {rate / 10:g}"
        return (
            f"Try a smaller learning rate{smaller}, or bound the gradient: clip = 1 in an "
            "experiment, gradientNormalization(ClipL2PerLayer) in a builder."
        )


def _are_alike(rows: Array) -> bool:
    """Whether there are rows enough to tell, and none differs; looks at few if one does."""
    if len(rows) < _ENOUGH or not np.array_equal(rows[0], rows[len(rows) // 2]):
        return False
    return all(np.array_equal(rows[0], row) for row in rows)


def _spread(values: Array) -> float:
    """The largest standard deviation of a column."""
    return float(values.std(axis=0).max())


def _penalty(network: Any) -> float:
    """What regularization adds to the score."""
    return float(network.calcRegularizationScore(True))


def _is_measured_by_mean(network: Any, labels: list[Array]) -> bool:
    """Whether the mean of the labels is the best answer that is the same for all rows."""
    if len(labels) != 1 or labels[0].ndim != 2:
        return False
    name = loss_name(output_layer(network))
    if name in _OF_SHARES and not np.allclose(labels[0].sum(axis=1), 1, atol=1e-3):
        return False  # rows with weights, which may be such as make a guess the best answer
    return name in _BY_MEAN
