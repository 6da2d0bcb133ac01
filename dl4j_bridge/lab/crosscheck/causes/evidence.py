"""What the reasons for a divergence are looked for in."""

from __future__ import annotations

from dataclasses import dataclass

from ....course.events import Iteration, Network
from ....course.trace import Trace
from ..comparing import Comparison
from ..configuration import Setting, differences
from ..divergence import Divergence


@dataclass(frozen=True)
class Evidence:
    """Two traces with the place where they part.

    Attributes:
        comparison: of the two traces.
        parting: its first divergence that counts.
        sides: what the two programs are called.
    """

    comparison: Comparison
    parting: Divergence
    sides: tuple[str, str]

    @property
    def traces(self) -> tuple[Trace, Trace]:
        """Of both programs."""
        return self.comparison.first, self.comparison.second

    def settings(self) -> list[Setting]:
        """What differs between the configurations of networks that have the same number."""
        return [
            setting
            for one, other in self.networks()
            for setting in differences(one.configuration, other.configuration)
        ]

    def networks(self) -> list[tuple[Network, Network]]:
        """The networks of both, by their number."""
        first, second = self.traces
        return list(zip(first.networks, second.networks, strict=False))

    def parted(self) -> tuple[Iteration, Iteration] | None:
        """The first iterations that had different batches."""
        first, second = self.traces
        pairs = zip(first.iterations, second.iterations, strict=False)
        return next((pair for pair in pairs if pair[0].hashes != pair[1].hashes), None)

    def differs(self, *aspects: str) -> bool:
        """Whether any pair of these aspects is not the same."""
        return any(one.different for one in self.comparison.aspects if one.name in aspects)
