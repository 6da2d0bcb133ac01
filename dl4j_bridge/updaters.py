"""DL4J's updaters with their hyper-parameters, known without a JVM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .errors import UsageError
from .spelling import suggest

# Defaults of org.nd4j.linalg.learning.config at 1.0.0-M2.1; a test compares them with the jar.
# The rates differ a hundredfold, so a rate is always shown beside an updater's name.
DEFAULTS: dict[str, dict[str, float]] = {
    "AMSGrad": {"learningRate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
    "AdaBelief": {"learningRate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-14},
    "AdaDelta": {"rho": 0.95, "epsilon": 1e-6},
    "AdaGrad": {"learningRate": 1e-1, "epsilon": 1e-6},
    "AdaMax": {"learningRate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
    "Adam": {"learningRate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
    "Nadam": {"learningRate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
    "Nesterovs": {"learningRate": 1e-1, "momentum": 0.9},
    "NoOp": {},
    "RmsProp": {"learningRate": 1e-1, "rmsDecay": 0.95, "epsilon": 1e-8},
    "Sgd": {"learningRate": 1e-3},
}
# Shares of what was before; with 1 or more an updater never forgets, its steps only grow.
_SHARES = ("beta1", "beta2", "momentum", "rho", "rmsDecay")


@dataclass(frozen=True)
class Updater:
    """An updater by DL4J's class name, with the hyper-parameters that differ from its defaults.

    Attributes:
        type: name of a class in `org.nd4j.linalg.learning.config`, in any case.
        settings: hyper-parameters by DL4J's names; `learningRate` is a step per iteration.

    Raises:
        UsageError: no such updater or hyper-parameter, or a value that is no finite number.
    """

    type: str
    settings: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_lower_case = {name.lower(): name for name in DEFAULTS}
        name = by_lower_case.get(self.type.lower())
        if name is None:
            raise UsageError(
                f"There is no updater '{self.type}'.{suggest(self.type, DEFAULTS)} "
                f"DL4J has {', '.join(sorted(DEFAULTS, key=str.lower))}."
            )
        object.__setattr__(self, "type", name)
        for key, value in self.settings.items():
            self._check(key, value)

    def _check(self, key: str, value: object) -> None:
        known = DEFAULTS[self.type]
        if key not in known:
            has = f"has {', '.join(known)}" if known else "has no hyper-parameters"
            raise UsageError(
                f"The updater {self.type} has no '{key}'.{suggest(key, known)} It {has}."
            )
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise UsageError(f"{self.type}.{key} is {value!r}, but must be a number.")
        if not 0 <= value < float("inf"):
            raise UsageError(f"{self.type}.{key} is {value}, but must be 0 or more, and finite.")
        if key in _SHARES and value >= 1:
            raise UsageError(
                f"{self.type}.{key} is {value}, but must be less than 1: the share that stays of "
                "what was before."
            )

    @property
    def hyper_parameters(self) -> dict[str, float]:
        """All hyper-parameters in force, DL4J's defaults included."""
        return {**DEFAULTS[self.type], **self.settings}

    def with_settings(self, **settings: float) -> Updater:
        """The same updater with some hyper-parameters changed."""
        return Updater(self.type, {**self.settings, **settings})

    def __str__(self) -> str:
        values = ", ".join(f"{key}={value:g}" for key, value in self.hyper_parameters.items())
        return f"{self.type}({values})"
