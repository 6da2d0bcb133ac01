"""How a learning rate changes from epoch to epoch, known without a JVM."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from . import named_numbers
from .errors import UsageError
from .spelling import suggest

# By type: the settings with their defaults. The first four are DL4J's own classes.
DEFAULTS: dict[str, dict[str, float]] = {
    "step": {"decayRate": 0.5, "step": 5},
    "exponential": {"gamma": 0.95},
    "inverse": {"gamma": 0.1, "power": 1},
    "sigmoid": {"gamma": -0.5, "stepSize": 10},
    "cosine": {"minimum": 0},
    "warmup": {"epochs": 3, "minimum": 0},
    "plateau": {"factor": 0.1, "patience": 10, "minimum": 1e-6},
}


@dataclass(frozen=True)
class Schedule:
    """A learning-rate schedule; it counts epochs, from 0.

    `step` multiplies by `decayRate` every `step` epochs, `exponential` by `gamma` every epoch;
    `inverse` divides by (1 + gamma · epoch)^power, `sigmoid` by 1 + e^(−gamma · (epoch −
    stepSize)), so its gamma is negative for a rate that falls; `cosine` falls to `minimum` in
    half a cosine; `warmup` rises linearly over `epochs` epochs and falls like `cosine` from
    there; `plateau` multiplies by `factor` once the loss has not improved for `patience` epochs,
    down to `minimum`.

    Attributes:
        type: one of `DEFAULTS`, in any case.
        settings: what differs from the defaults.

    Raises:
        UsageError: no such schedule or setting, or a value that makes no sense.

    Source: `org.nd4j.linalg.schedule`; cosine: Loshchilov and Hutter, 2017.
    """

    type: str
    settings: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kind = self.type.lower()
        if kind not in DEFAULTS:
            raise UsageError(
                f"There is no schedule '{self.type}'.{suggest(kind, DEFAULTS)} "
                f"There are {', '.join(DEFAULTS)}."
            )
        object.__setattr__(self, "type", kind)
        for name, value in self.settings.items():
            self._check(name, value)

    def _check(self, name: str, value: object) -> None:
        known = DEFAULTS[self.type]
        if name not in known:
            raise UsageError(
                f"The schedule {self.type} has no '{name}'.{suggest(name, known)} "
                f"It has {', '.join(known)}."
            )
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise UsageError(f"schedule.{name} is {value!r}, but must be a number.")
        if not math.isfinite(value) or (value < 0 and self.type != "sigmoid"):
            raise UsageError(f"schedule.{name} is {value}, but must be 0 or more, and finite.")
        if name in ("step", "patience", "epochs") and (value < 1 or value != int(value)):
            raise UsageError(f"schedule.{name} is {value}, but must be a whole number from 1.")
        if name == "factor" and value >= 1:
            raise UsageError(f"schedule.factor is {value}, but must be less than 1: a rate falls.")

    @property
    def parameters(self) -> dict[str, float]:
        """All settings in force, defaults included."""
        return {**DEFAULTS[self.type], **self.settings}

    @classmethod
    def parse(cls, text: str) -> Schedule:
        """Read `cosine` or `step:decayRate=0.5,step=5`.

        Raises:
            UsageError: as the class, or a setting without `=` and a number.
        """
        kind, _, rest = text.partition(":")
        whole, example = f"schedule '{text}'", "step:decayRate=0.5,step=5"
        return cls(kind.strip(), named_numbers.parse(rest, whole, example))

    def rates(self, initial: float, epochs: int) -> list[float]:
        """The rate of each epoch; `plateau` depends on the losses and keeps the initial one."""
        rate = _RATES.get(self.type)
        if rate is None:
            return [initial] * epochs
        return [rate(self.parameters, initial, epoch, epochs) for epoch in range(epochs)]

    def __str__(self) -> str:
        values = ", ".join(f"{name}={value:g}" for name, value in self.parameters.items())
        return f"{self.type}({values})"


def _cosine(initial: float, minimum: float, epoch: float, epochs: float) -> float:
    done = epoch / max(epochs, 1)
    return minimum + (initial - minimum) * (1 + math.cos(math.pi * done)) / 2


def _warmup(p: dict[str, float], initial: float, epoch: int, epochs: int) -> float:
    rising = p["epochs"]
    if epoch < rising:
        return initial * (epoch + 1) / rising
    return _cosine(initial, p["minimum"], epoch - rising, epochs - rising)


_RATES: dict[str, Callable[[dict[str, float], float, int, int], float]] = {
    "step": lambda p, initial, epoch, _: initial * p["decayRate"] ** (epoch // p["step"]),
    "exponential": lambda p, initial, epoch, _: initial * p["gamma"] ** epoch,
    "inverse": lambda p, initial, epoch, _: initial / (1 + p["gamma"] * epoch) ** p["power"],
    "sigmoid": lambda p, initial, epoch, _: (
        initial / (1 + math.exp(-p["gamma"] * (epoch - p["stepSize"])))
    ),
    "cosine": lambda p, initial, epoch, epochs: _cosine(initial, p["minimum"], epoch, epochs),
    "warmup": _warmup,
}


class Plateau:
    """Tells when a rate is to fall: the loss has not improved for `patience` epochs.

    Args:
        schedule: of the type `plateau`.

    Attributes:
        best: the lowest loss so far; infinite before the first.
        waited: epochs since then, or since the rate fell.
    """

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        settings = schedule.parameters
        self._factor, self._minimum = settings["factor"], settings["minimum"]
        self._patience = int(settings["patience"])
        self.best = math.inf
        self.waited = 0

    def after(self, loss: float, rate: float) -> float:
        """The rate after an epoch with that loss; counts anew once it has fallen."""
        if loss < self.best:
            self.best, self.waited = loss, 0
            return rate
        self.waited += 1
        if self.waited < self._patience:
            return rate
        self.waited = 0
        return max(min(rate, self._minimum), rate * self._factor)
