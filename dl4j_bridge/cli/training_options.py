"""The options of `train` that make an experiment."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from ..augmentation import Augmentation
from ..schedules import Schedule
from ..updaters import Updater
from .experiments import starting_point

if TYPE_CHECKING:
    from ..experiment import Experiment

# Options that are attributes of an experiment.
_SAME = (
    *("data", "epochs", "batch_size", "seed"),
    *("l1", "l2", "weight_decay", "dropout", "max_norm", "clip"),
    *("validation", "patience", "min_delta"),
)

OF_THE_EXPERIMENT = tuple(
    name
    for name in (*_SAME, "updater", "learning_rate", "momentum", "schedule", "augment")
    if name != "epochs"
)
"""All of them but the number of epochs."""


def experiment(given: dict[str, Any]) -> Experiment:
    """The experiment that the options ask for."""
    return with_options(given, starting_point(given["config"], given["preset"]))


def with_options(given: dict[str, Any], base: Experiment) -> Experiment:
    """An experiment with what the options change; None changes nothing."""
    changes = {name: given[name] for name in _SAME if given[name] is not None}
    if given["schedule"]:
        changes["schedule"] = Schedule.parse(given["schedule"])
    if given["augment"]:
        off = given["augment"] == "none"
        changes["augment"] = None if off else Augmentation.parse(given["augment"])
    if given["weight_decay"] and given["l2"] is None:
        changes["l2"] = 0.0  # one excludes the other
    if given["patience"] and given["validation"] is None and not base.validation:
        changes["validation"] = 0.25
    if given["seed"] is not None:
        changes["order_seed"] = None
    updater = Updater(given["updater"]) if given["updater"] else base.updater
    settings = {"learningRate": given["learning_rate"], "momentum": given["momentum"]}
    changes["updater"] = updater.with_settings(
        **{name: value for name, value in settings.items() if value is not None}
    )
    return dataclasses.replace(base, **changes)
