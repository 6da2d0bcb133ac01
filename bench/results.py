"""What came out: medians, spreads, ratios."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Measurement:
    """Times of one contender in one row.

    Attributes:
        row: what was measured.
        contender: who.
        threads: None where nothing was set.
        ms: milliseconds, one a round; round i of two contenders lies side by side in time.
        bytes: memory that stayed allocated after one turn, where that is asked.
        accuracy: on the test digits after the last round, where that is asked.
    """

    row: str
    contender: str
    threads: int | None
    ms: tuple[float, ...]
    bytes: int | None = None
    accuracy: float | None = None

    @property
    def median(self) -> float:
        """Of the rounds, in milliseconds."""
        return median(self.ms)


@dataclass(frozen=True)
class Ratio:
    """One contender's time by another's: the median of the rounds' ratios, least, greatest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, ours: Measurement, theirs: Measurement) -> Ratio:
        """Compare round by round, so that what disturbs both does not count."""
        ratios = [a / b for a, b in zip(ours.ms, theirs.ms, strict=False)]
        return cls(median(ratios), min(ratios), max(ratios))

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f}–{self.high:.2f})"


@dataclass
class Results:
    """A whole run of the bench.

    Attributes:
        machine: plain facts.
        versions: by package.
        missing: who or what was left out, with the reason.
        measurements: in the order of the table.
    """

    machine: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    measurements: list[Measurement] = field(default_factory=list)

    def rows(self) -> list[str]:
        """What was measured, in order."""
        return list(dict.fromkeys(one.row for one in self.measurements))

    def of(self, row: str, contender: str) -> list[Measurement]:
        """A contender's measurements in a row, one a number of threads."""
        return [one for one in self.measurements if (one.row, one.contender) == (row, contender)]

    def best(self, row: str, contender: str) -> Measurement | None:
        """The fastest of them; None if the contender has none."""
        return min(self.of(row, contender), key=lambda one: one.median, default=None)
