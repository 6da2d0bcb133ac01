"""What a search may choose from, as the command line writes it: `lr=loguniform(1e-4,1e-1)`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from ..errors import UsageError
from ..experiment import Experiment
from ..spelling import suggest
from .axes import AXES, vary

_ALIASES = {"lr": "learning-rate", "batch": "batch-size", "init": "weight-init", "units": "hidden"}
_WORDS = ("updater", "schedule", "activation", "weight-init")
_EXAMPLES = "loguniform(1e-4,1e-1), uniform(0,0.5), int(100,1000,100) or choice(relu,tanh)"


@dataclass(frozen=True)
class Range:
    """The values a parameter may have; `str` gives it as the command line writes it.

    Attributes:
        kind: `uniform` and `loguniform` (even in size or in order of magnitude), `int`, `choice`.
        values: lowest and highest number, of `int` the step too; or the choices as `vary` takes
            them.
    """

    kind: str
    values: tuple[Any, ...]

    @property
    def points(self) -> Sequence[object] | None:
        """All values, for a grid; None where there is no end of them."""
        if self.kind == "choice":
            return self.values
        if self.kind == "int":
            low, high, step = self.values
            return range(low, high + 1, step)
        return None

    @property
    def ends(self) -> Sequence[object]:
        """The outermost values: if these make sense, so do all others."""
        if self.kind == "int" and self.points is not None:
            return self.points[0], self.points[-1]
        return self.values

    def draw(self, name: str, trial: Any) -> object:
        """The value an Optuna trial suggests."""
        if self.kind == "choice":
            return trial.suggest_categorical(name, self.values)
        if self.kind == "int":
            low, high = self.ends
            return trial.suggest_int(name, low, high, step=self.values[2])
        return trial.suggest_float(name, *self.values, log=self.kind == "loguniform")

    def __str__(self) -> str:
        texts = [str(value) for value in self.values]
        return f"{self.kind}({(';' if any(',' in text for text in texts) else ',').join(texts)})"


Space = Mapping[str, Range]


def parse(texts: Sequence[str]) -> dict[str, Range]:
    """Read `NAME=RANGE` texts.

    Args:
        texts: names are those of `axes.AXES` or short (lr, batch, init, units); ranges
            `uniform(a,b)`, `loguniform(a,b)`, `int(a,b)`, `int(a,b,step)`, `choice(a,b,c)`, with
            semicolons between choices that have commas.

    Returns:
        Ranges by full name, in the order in which `vary` has to apply them.

    Raises:
        UsageError: a text that makes no sense; says which.
    """
    space: dict[str, Range] = {}
    for text in texts:
        short, equals, range_text = (part.strip() for part in text.partition("="))
        name = _ALIASES.get(short, short)
        if not equals:
            raise UsageError(f"'{text}' is no parameter; write it as lr=loguniform(1e-4,1e-1).")
        if name not in AXES or name == "data":
            known = [*_ALIASES, *(axis for axis in AXES if axis != "data")]
            raise UsageError(
                f"There is no parameter '{short}' to tune.{suggest(short, known)} "
                f"There are {', '.join(known)}."
            )
        if name in space:
            raise UsageError(f"{name} is there twice; give it one range.")
        space[name] = _range(name, range_text)
    return {name: space[name] for name in AXES if name in space}


def settled(base: Experiment, setting: Mapping[str, object]) -> Experiment:
    """The experiment with one value for each parameter, as `parse` orders them.

    Raises:
        UsageError: values that make no sense together.
    """
    for name, value in setting.items():
        base = vary(base, name, str(value))
    return base


def check(base: Experiment, space: Space) -> None:
    """Try every combination of outermost values on an experiment.

    Raises:
        UsageError: one makes no sense, or a parameter changes nothing.
    """
    for values in product(*(one.ends for one in space.values())):
        settled(base, dict(zip(space, values, strict=True)))
    for name, one in space.items():
        same = {settled(base, {name: value}) == base for value in one.ends}
        if same == {True} and "updater" not in space and len(set(one.ends)) > 1:
            raise UsageError(f"{name} changes nothing for {base.updater}; leave it out.")


def _range(name: str, text: str) -> Range:
    call = re.fullmatch(r"(\w+)\s*\((.*)\)", text)
    if call is None or call[1] not in ("uniform", "loguniform", "int", "choice"):
        raise UsageError(f"{name} cannot range over '{text}'; write {_EXAMPLES}.")
    kind, separator = call[1], ";" if ";" in call[2] else ","
    values = [value.strip() for value in call[2].split(separator) if value.strip()]
    if kind == "choice":
        if not values:
            raise UsageError(f"{name}: choice() has nothing to choose from; write {_EXAMPLES}.")
        return Range(kind, tuple(dict.fromkeys(values)))
    if name in _WORDS:
        raise UsageError(f"{name} is no number; write {name}=choice(a,b), not {text}.")
    try:
        return Range(kind, _integers(values) if kind == "int" else _floats(kind, values))
    except ValueError as error:
        raise UsageError(f"{name} cannot range over '{text}': {error}.") from error


def _floats(kind: str, values: list[str]) -> tuple[float, ...]:
    numbers = tuple(float(value) for value in values)
    if len(numbers) != 2 or not all(map(math.isfinite, numbers)) or numbers[0] > numbers[1]:
        raise ValueError("it takes two numbers, the smaller one first")
    if kind == "loguniform" and numbers[0] <= 0:
        raise ValueError("a logarithm needs numbers above 0")
    return numbers


def _integers(values: list[str]) -> tuple[int, ...]:
    numbers = tuple(int(value) for value in values)
    if len(numbers) not in (2, 3) or numbers[0] > numbers[1] or min(numbers[2:], default=1) < 1:
        raise ValueError("it takes two whole numbers, the smaller one first, and maybe a step")
    return (*numbers, 1)[:3]
