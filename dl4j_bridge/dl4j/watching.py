"""What happens to a network between two epochs: its rate falls, its best parameters are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..history import Row
from ..schedules import Plateau
from ..stopping import EarlyStopping
from ..training_state import Numbers
from .inputs import is_graph
from .resuming import assign, updater_state, values


class Watch:
    """Looks at each epoch's row; the validation loss counts, else the training loss."""

    def __init__(
        self, network: Any, early_stopping: EarlyStopping | None, plateau: Plateau | None
    ) -> None:
        self._network = network
        self._early_stopping = early_stopping
        self._plateau = plateau
        self._best: tuple[Numbers, Numbers] | None = None
        self._rate: float | None = None

    def is_over(self, row: Row) -> bool:
        """Adapt the rate, keep the best parameters; True when training should end."""
        loss: float = row["validation_loss" if "validation_loss" in row else "loss"]
        rate: float | None = row["learning_rate"]
        if self._plateau is not None and rate is not None:
            self._change_rate(rate, self._plateau.after(loss, rate))
        if self._early_stopping is None:
            return False
        if self._early_stopping.is_best(row["epoch"], loss):
            self._best = values(self._network.params()), values(updater_state(self._network))
        return self._early_stopping.is_over(row["epoch"])

    def restore(self) -> None:
        """Give the network the parameters and the updater's state of its best epoch."""
        if self._best is None:
            return
        parameters, state = self._best
        assign(self._network.params(), parameters)
        if state.size:
            assign(updater_state(self._network), state)

    def memory(self) -> tuple[dict[str, Any], tuple[Numbers, Numbers]]:
        """What `recall` needs: plain data, and the best epoch's parameters and state."""
        plain: dict[str, Any] = {"rate": self._rate}
        if self._early_stopping is not None:
            plain["early_stopping"] = [self._early_stopping.best, self._early_stopping.best_epoch]
        if self._plateau is not None:
            plain["plateau"] = [self._plateau.best, self._plateau.waited]
        return plain, self._best or (np.empty(0, np.float32), np.empty(0, np.float32))

    def recall(self, plain: Mapping[str, Any], best: tuple[Numbers, Numbers]) -> None:
        """Remember what another watch of the same training had in its memory."""
        self._best = best if best[0].size else None
        if self._early_stopping is not None:
            self._early_stopping.best, self._early_stopping.best_epoch = plain["early_stopping"]
        if self._plateau is not None:
            self._plateau.best, self._plateau.waited = plain["plateau"]
        if plain["rate"] is not None:
            self._change_rate(None, plain["rate"])

    def _change_rate(self, before: float | None, rate: float) -> None:
        """Change it in place; the network's own way would build the updater anew."""
        if rate == before:
            return
        self._rate = rate
        for layer in self._network.getLayers():
            updater = _updater(layer)
            if updater is not None and updater.hasLearningRate():
                updater.setLrAndSchedule(rate, None)


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


def _updater(layer: Any) -> Any:
    configuration = layer.conf().getLayer()
    return configuration.getIUpdater() if hasattr(configuration, "getIUpdater") else None
