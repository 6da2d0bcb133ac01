"""What the project wants to reach, against what a run of the bench measured."""

from __future__ import annotations

from dataclasses import dataclass

from .results import Ratio, Results
from .startup import HELP, IMPORT, WARM
from .workloads import ROWS

_LECTURE, _SMALL, _, _LENET, _LENET_EXACT, _OUTPUT, _CONVERT = (row.name for row in ROWS)


@dataclass(frozen=True)
class Target:
    """A wish about one row.

    Attributes:
        row: of the table.
        limit: greatest ratio, or greatest milliseconds where nobody is compared with.
        peer: whom to compare with, each at its best number of threads; empty for nobody.
    """

    row: str
    limit: float
    peer: str = ""

    @property
    def what(self) -> str:
        """The wish in words."""
        return f"{self.row}: ours" + (f" / {self.peer}" if self.peer else "")

    @property
    def wanted(self) -> str:
        """The limit in words."""
        return f"≤ {self.limit:.2f}" if self.peer else f"≤ {self.limit:g} ms"

    def reached(self, results: Results) -> tuple[str, bool | None]:
        """The measured value in words; whether it is within the limit, None if not measured."""
        ours = results.best(self.row, "ours")
        if ours is None:
            return "not measured", None
        if not self.peer:
            spread = f"{ours.median:.3g} ms ({min(ours.ms):.3g}–{max(ours.ms):.3g})"
            return spread, ours.median <= self.limit
        theirs = results.best(self.row, self.peer)
        if theirs is None:
            return "not measured", None
        ratio = Ratio.of(ours, theirs)
        return str(ratio), ratio.median <= self.limit


TARGETS = (
    Target(_LECTURE, 0.12, "stock, nothing set"),
    Target(_LECTURE, 0.80, "PyTorch"),
    Target(_SMALL, 0.80, "PyTorch"),
    Target(_LENET, 0.25, "stock"),
    Target(_LENET, 1.2, "PyTorch"),
    Target(_LENET_EXACT, 0.6, "stock"),
    Target(_OUTPUT, 1.0, "PyTorch"),
    Target(_CONVERT, 30),
    Target(HELP, 150),
    Target(IMPORT, 30),
    Target(WARM, 1000),
)
