"""A place where two programs part."""

from __future__ import annotations

from dataclasses import dataclass

# What is compared, in the order of the report.
CONFIGURATION = "configuration"
INITIAL = "initial parameters"
ITERATORS = "data iterators"
TRAINING = "training"
BATCHES = "batches"
SCORES = "scores"
PARAMETERS = "parameters per iteration"
EVALUATIONS = "evaluation"
SAVED = "saved files"
FINAL = "final parameters"
EXIT = "exit code"
OUTPUT = "standard output"
ASPECTS = (
    CONFIGURATION,
    INITIAL,
    ITERATORS,
    TRAINING,
    BATCHES,
    SCORES,
    PARAMETERS,
    EVALUATIONS,
    SAVED,
    FINAL,
    EXIT,
    OUTPUT,
)


@dataclass(frozen=True)
class Divergence:
    """Something that is not the same in both.

    Attributes:
        aspect: one of `ASPECTS`.
        where: such as `network 0, iteration 3, layer 0 (DenseLayer), W`.
        values: of the first and of the second program, in words.
        size: largest absolute difference; None for what is no number, or known by its hash only.
        judged: whether it makes the programs unequal.
    """

    aspect: str
    where: str
    values: tuple[str, str]
    size: float | None = None
    judged: bool = True

    def told(self, sides: tuple[str, str]) -> str:
        """The divergence in a line; `sides` name the two programs."""
        first, second = self.values
        size = f" (difference {self.size:.3g})" if self.size is not None else ""
        return f"{self.where}: {first} in {sides[0]}, {second} in {sides[1]}{size}"


@dataclass(frozen=True)
class Compared:
    """A pair that was looked at.

    Attributes:
        aspect: one of `ASPECTS`.
        size: absolute difference; None for what is no number.
        divergence: what differs; None if nothing does.
    """

    aspect: str
    size: float | None = None
    divergence: Divergence | None = None


@dataclass
class Aspect:
    """One thing that was compared, over the whole run.

    Attributes:
        name: one of `ASPECTS`.
        compared: how many pairs were looked at.
        different: how many of them are not the same.
        largest: largest absolute difference of numbers; None where there are none.
        judged: whether one of the differences makes the programs unequal.
    """

    name: str
    compared: int = 0
    different: int = 0
    largest: float | None = None
    judged: bool = False

    def add(self, pair: Compared) -> None:
        """Count a pair."""
        self.compared += 1
        if pair.size is not None:
            self.largest = max(pair.size, self.largest or 0.0)
        if pair.divergence is not None:
            self.different += 1
            self.judged |= pair.divergence.judged
