"""What a comparison varies, by the names the command line has for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import product

from ..errors import UsageError
from ..experiment import Experiment, Layer
from ..schedules import Schedule
from ..spelling import suggest
from ..toml import to_toml
from ..updaters import DEFAULTS, Updater


@dataclass(frozen=True)
class Trial:
    """One run of a comparison.

    Attributes:
        experiment: what is run.
        setting: what is varied, name to value as the user writes it.
    """

    experiment: Experiment
    setting: Mapping[str, str]

    @property
    def label(self) -> str:
        """The setting in words, such as `adam, learning-rate 0.001`."""
        return label(self.setting)

    @property
    def key(self) -> str:
        """Twelve hexadecimal digits that stand for exactly this experiment."""
        return sha256(to_toml(self.experiment).encode()).hexdigest()[:12]


def label(setting: Mapping[str, str]) -> str:
    """A setting in words; an updater needs no name before it."""
    words = [value if name == "updater" else f"{name} {value}" for name, value in setting.items()]
    return ", ".join(words) or "as it is"


def trials(
    base: Experiment, axes: Mapping[str, Sequence[str]], seeds: Sequence[int]
) -> list[Trial]:
    """Every combination of the axes' values, with every seed.

    Runs of one seed have the same initial weights and the same order of the rows, whatever else
    differs.

    Args:
        base: what the values are put into.
        axes: values by name; the learning rate may be `default`.
        seeds: of weights, dropout and order.

    Raises:
        UsageError: an axis or a value that does not exist.
    """
    found: dict[str, Trial] = {}
    for setting in _settings(axes):
        varied = base
        for name, value in setting.items():
            varied = vary(varied, name, value)
        for seed in seeds:
            trial = Trial(replace(varied, seed=seed, order_seed=None), _named(setting, varied))
            found.setdefault(trial.key, trial)  # the default rate may be one of the grid
    return list(found.values())


def _settings(axes: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    for values in product(*axes.values()):
        yield dict(zip(axes, values, strict=True))


def _named(setting: Mapping[str, str], varied: Experiment) -> dict[str, str]:
    """The setting with the rate in numbers, since defaults differ a hundredfold."""
    named = dict(setting)
    rate = varied.updater.hyper_parameters.get("learningRate")
    if "updater" in named:
        named["updater"] = varied.updater.type
    if "updater" in named or "learning-rate" in named:
        named["learning-rate"] = "none" if rate is None else f"{rate:g}"
    return named


def vary(base: Experiment, name: str, value: str) -> Experiment:
    """An experiment with one thing changed.

    Args:
        base: what is changed.
        name: one of `AXES`.
        value: as the user writes it.

    Raises:
        UsageError: there is no such axis, or the value makes no sense for it.
    """
    if name not in AXES:
        raise UsageError(
            f"There is nothing called '{name}' to vary.{suggest(name, AXES)} "
            f"There are {', '.join(AXES)}."
        )
    try:
        return AXES[name](base, value)
    except ValueError as error:
        if isinstance(error, UsageError):
            raise
        raise UsageError(f"{name} cannot be '{value}': {error}.") from error


def _rate(base: Experiment, value: str) -> Experiment:
    known = DEFAULTS[base.updater.type]
    if "learningRate" not in known:
        return base
    rate = known["learningRate"] if value == "default" else float(value)
    return replace(base, updater=base.updater.with_settings(learningRate=rate))


def _hidden(base: Experiment, value: str) -> Experiment:
    """Other dense layers in front of the last layer, such as `500-100`."""
    dense = [layer for layer in base.layers[:-1] if layer.type == "DenseLayer"]
    rest = [layer for layer in base.layers[:-1] if layer.type != "DenseLayer"]
    settings = dense[0].settings if dense else {"activation": "RELU"}
    units = [int(number) for number in value.split("-")]
    hidden = [Layer("DenseLayer", {**settings, "nOut": count}) for count in units]
    return replace(base, layers=(*rest, *hidden, base.layers[-1]))


def _activation(base: Experiment, value: str) -> Experiment:
    layers = [
        replace(layer, settings={**layer.settings, "activation": value.upper()})
        if "activation" in layer.settings
        else layer
        for layer in base.layers[:-1]
    ]
    return replace(base, layers=(*layers, base.layers[-1]))


def _number(name: str) -> Callable[[Experiment, str], Experiment]:
    return lambda base, value: replace(base, **{name: float(value)})  # type: ignore[arg-type]


AXES: dict[str, Callable[[Experiment, str], Experiment]] = {
    "updater": lambda base, value: replace(base, updater=Updater(value)),
    "learning-rate": _rate,
    "momentum": lambda base, value: replace(
        base, updater=base.updater.with_settings(momentum=float(value))
    ),
    "schedule": lambda base, value: replace(
        base, schedule=None if value == "none" else Schedule.parse(value)
    ),
    "activation": _activation,
    "weight-init": lambda base, value: replace(base, weight_init=value.upper()),
    "hidden": _hidden,
    "batch-size": lambda base, value: replace(base, batch_size=int(value)),
    "epochs": lambda base, value: replace(base, epochs=int(value)),
    "l1": _number("l1"),
    "l2": _number("l2"),
    "weight-decay": lambda base, value: replace(
        base, weight_decay=float(value), l2=0.0 if float(value) else base.l2
    ),
    "dropout": _number("dropout"),
    "max-norm": _number("max_norm"),
    "clip": _number("clip"),
    "data": lambda base, value: replace(base, data=value),
}
