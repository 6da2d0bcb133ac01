"""An estimator's parameters as an `Experiment`, with the network it stands for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..datasets import Dataset, Split
from ..dl4j import mirror, networks
from ..errors import UsageError
from ..experiment import Experiment, Layer
from ..jvm.exceptions import java_errors
from ..schedules import Schedule
from ..updaters import Updater

# Parameters that are an experiment's under the same name.
_SAME = ("weight_init", "l1", "l2", "weight_decay", "dropout", "batch_size", "epochs", "patience")


def experiment(parameters: Mapping[str, Any], output: Layer, seed: int | None) -> Experiment:
    """What an estimator trains.

    Args:
        parameters: the estimator's, by name; numpy's numbers are as good as Python's.
        output: the last layer.
        seed: of everything random; None leaves that of an experiment of the user's own.

    Raises:
        UsageError: a parameter that makes no sense; the message names it.
    """
    plain = {name: _plain(value) for name, value in parameters.items()}
    own = plain["network"]
    if isinstance(own, Experiment):
        return own if seed is None else dataclasses.replace(own, seed=seed)
    return Experiment(
        name="scikit-learn",
        layers=(*_hidden(plain["hidden_layer_sizes"], plain["activation"]), output),
        updater=_updater(plain["updater"], plain["learning_rate"]),
        schedule=_schedule(plain["schedule"]),
        validation=plain["validation_fraction"] if plain["patience"] is not None else 0.0,
        seed=1 if seed is None else seed,
        **{name: plain[name] for name in _SAME},
    )


def network(own: Any, experiment: Experiment, train: Split, classes: tuple[str, ...]) -> Any:
    """A new network, initialized.

    Args:
        own: the estimator's parameter `network`.
        experiment: from `experiment`.
        train: rows to train on.
        classes: names; empty for regression.

    Raises:
        UsageError: DL4J refuses it, or `own` is nothing that gives a network.
    """
    if own is None or isinstance(own, Experiment):
        return networks.build(experiment, Dataset(experiment.name, train, train, classes))
    if not callable(own):
        raise UsageError(
            f"network is {own!r}, but must be an Experiment, or a function of the numbers of "
            "inputs and outputs and a seed that returns a MultiLayerConfiguration."
        )
    outputs = len(classes) or train.labels.shape[1]
    with java_errors("The network could not be built"):
        configuration = own(train.features, outputs, experiment.seed)
        if not isinstance(configuration, mirror.java_class("MultiLayerConfiguration")):
            raise UsageError(
                f"The function given as network returned a {type(configuration).__name__}, but "
                "must return a MultiLayerConfiguration, what .build() gives."
            )
        made = mirror.java_class("MultiLayerNetwork")(configuration)
        made.init()
    return made


def _plain(value: Any) -> Any:
    """Numbers of numpy, such as a random search draws, as Python's."""
    return value.item() if isinstance(value, np.generic) else value


def _hidden(sizes: Any, activation: str) -> list[Layer]:
    found = [_plain(size) for size in np.atleast_1d(np.asarray(sizes, dtype=object))]
    for size in found:
        if isinstance(size, bool) or not isinstance(size, int) or size < 1:
            raise UsageError(
                f"hidden_layer_sizes is {sizes!r}, but must be whole numbers of at least 1, "
                "such as (100, 50)."
            )
    return [Layer("DenseLayer", {"nOut": size, "activation": activation}) for size in found]


def _updater(chosen: str | Updater, rate: float | None) -> Updater:
    updater = chosen if isinstance(chosen, Updater) else Updater(chosen)
    return updater if rate is None else updater.with_settings(learningRate=rate)


def _schedule(chosen: str | Schedule | None) -> Schedule | None:
    return Schedule.parse(chosen) if isinstance(chosen, str) else chosen
