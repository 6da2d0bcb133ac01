"""What happens to a network between two epochs: its rate falls, its best parameters are kept."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..history import Row
from ..schedules import Plateau
from ..stopping import EarlyStopping
from .inputs import is_graph


class Watch:
    """Looks at each epoch's row; the validation loss counts, else the training loss."""

    def __init__(
        self, network: Any, early_stopping: EarlyStopping | None, plateau: Plateau | None
    ) -> None:
        self._network = network
        self._early_stopping = early_stopping
        self._plateau = plateau
        self._best: tuple[Any, Any] | None = None

    def is_over(self, row: Row) -> bool:
        """Adapt the rate, keep the best parameters; True when training should end."""
        loss: float = row["validation_loss" if "validation_loss" in row else "loss"]
        rate: float | None = row["learning_rate"]
        if self._plateau is not None and rate is not None:
            _set_learning_rate(self._network, rate, self._plateau.after(loss, rate))
        if self._early_stopping is None:
            return False
        if self._early_stopping.is_best(row["epoch"], loss):
            self._best = self._network.params().dup(), _state(self._network, copy=True)
        return self._early_stopping.is_over(row["epoch"])

    def restore(self) -> None:
        """Give the network the parameters and the updater's state of its best epoch."""
        if self._best is None:
            return
        parameters, state = self._best
        self._network.setParams(parameters)
        if state is not None:
            _state(self._network).assign(state)


def learning_rate(network: Any) -> float | None:
    """The rate of the last layer that has one, in the next iteration; None without any."""
    counts = (
        network.getConfiguration() if is_graph(network) else network.getLayerWiseConfigurations()
    )
    for layer in reversed(list(network.getLayers())):
        updater = _updater(layer)
        if updater is not None and updater.hasLearningRate():
            iteration, epoch = counts.getIterationCount(), counts.getEpochCount()
            rate = float(updater.getLearningRate(iteration, epoch))
            return None if np.isnan(rate) else rate
    return None


def _set_learning_rate(network: Any, before: float, rate: float) -> None:
    """Change it in place; the network's own way would build the updater anew."""
    if rate == before:
        return
    for layer in network.getLayers():
        updater = _updater(layer)
        if updater is not None and updater.hasLearningRate():
            updater.setLrAndSchedule(rate, None)


def _updater(layer: Any) -> Any:
    configuration = layer.conf().getLayer()
    return configuration.getIUpdater() if hasattr(configuration, "getIUpdater") else None


def _state(network: Any, copy: bool = False) -> Any:
    """All of the updater's state as one array; None for an updater without any."""
    state = network.getUpdater().getStateViewArray()
    return state.dup() if copy and state is not None else state
