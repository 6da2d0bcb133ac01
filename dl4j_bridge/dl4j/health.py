"""Whether a network in training stays within the numbers, whether it learns at all."""

from __future__ import annotations

import math
import warnings
from typing import Any

import jpype
import numpy as np
import numpy.typing as npt

from ..errors import Diverged, TrainingWarning
from .arrays import to_nd4j, to_numpy
from .inputs import is_graph
from .watching import learning_rate

# Before that many iterations a network may well be no better than a guess.
_PATIENCE = 100
# Labels that a guess is judged by, as numbers.
_SAMPLE = 1 << 18
# Losses for which the mean of the labels is the best constant answer.
_BY_MEAN = ("LossMCXENT", "LossNegativeLogLikelihood", "LossBinaryXENT", "LossMSE", "LossL2")


class Health:
    """Looks at the scores and parameters of one call of `fit`.

    Args:
        network: initialized MultiLayerNetwork or ComputationGraph.
        labels: what its outputs should be, an array for each output, rows on axis 0.
    """

    def __init__(self, network: Any, labels: list[npt.NDArray[Any]]) -> None:
        self._network = network
        self._labels = labels
        self._scores: list[npt.NDArray[np.float64]] = []
        self._guess: float | None = None
        self._told = False

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
        if _not_finite(self._network):
            raise Diverged(
                f"The score at the end of epoch {epoch} is {scores[-1]:.6g}, but its last step "
                f"went beyond the numbers{self._rate()}. {self._lost()} {self._advice()}"
            )
        self._scores.append(scores)
        self._warn_from(float(self._scores[0][0]))

    def end(self) -> None:
        """Warn of a loss that has not come below that of guessing, now that training is over."""
        self._warn_from(-math.inf)

    def _warn_from(self, least: float) -> None:
        """Warn, once, of a loss that is at least that large and no better than a guess's."""
        if self._told or sum(map(len, self._scores)) < _PATIENCE:
            return
        scores = np.concatenate(self._scores)
        loss = float(scores[len(scores) // 2 :].mean()) - _penalty(self._network)
        if self._guess is None:
            self._guess = _guess(self._network, self._labels)
        if self._guess > 0 and loss >= max(self._guess, least):
            self._told = True
            rate = learning_rate(self._network)
            advice = f"Try another learning rate than {rate:g}" if rate else "Try another updater"
            warnings.warn(
                f"After {len(scores)} iterations the loss, {loss:.4g}, is not below "
                f"{self._guess:.4g}, that of guessing (the mean of the labels for every row): "
                f"nothing was learnt. {advice}, and look at the scale of the features.",
                TrainingWarning,
                stacklevel=5,
            )

    def _rate(self) -> str:
        rate = learning_rate(self._network)
        return "" if rate is None else f", at a learning rate of {rate:g}"

    def _lost(self) -> str:
        bad, count = _not_finite(self._network), int(self._network.numParams())
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


def _not_finite(network: Any) -> int:
    """How many parameters are NaN or infinite."""
    parameters = to_numpy(network.params())
    with np.errstate(over="ignore", invalid="ignore"):
        if np.isfinite(parameters.sum()):
            return 0
    return parameters.size - int(np.count_nonzero(np.isfinite(parameters)))


def _penalty(network: Any) -> float:
    """What regularization adds to the score."""
    return float(network.calcRegularizationScore(True))


def _guess(network: Any, labels: list[npt.NDArray[Any]]) -> float:
    """Loss of answering with the mean of the labels; 0 where that is no measure."""
    if len(labels) != 1 or labels[0].ndim != 2:
        return 0.0
    layer = network.getOutputLayer(0) if is_graph(network) else network.getOutputLayer()
    conf = layer.conf().getLayer()
    loss = conf.getLossFn() if hasattr(conf, "getLossFn") else None
    if loss is None or str(loss.getClass().getSimpleName()) not in _BY_MEAN:
        return 0.0
    rows = np.ascontiguousarray(labels[0][:: -(-labels[0].size // _SAMPLE)])
    answer = np.repeat(rows.mean(axis=0, keepdims=True, dtype=np.float64), len(rows), axis=0)
    # The answer has been through the activation function already.
    identity = jpype.JClass("org.nd4j.linalg.activations.impl.ActivationIdentity")()
    return float(
        loss.computeScore(to_nd4j(rows), to_nd4j(answer.astype(rows.dtype)), identity, None, True)
    )
