"""Several copies of a network that train in one process, as the user asks for them."""

from __future__ import annotations

from dataclasses import dataclass

from . import counts
from .errors import UsageError

AVERAGING = 5
"""Batches each copy trains from one mean to the next, if nothing is said."""


@dataclass(frozen=True)
class Replicas:
    """How many copies train at the same time, and how often they become one.

    Attributes:
        count: how many; on graphics cards one a card.
        averaging: batches each trains from one mean of parameters and updater states to the next.

    Raises:
        UsageError: a number that makes no sense.
    """

    count: int
    averaging: int = AVERAGING

    def __post_init__(self) -> None:
        counts.whole("workers", self.count, most=1024)
        counts.whole("averaging", self.averaging, most=2**31 - 1)

    @property
    def facts(self) -> dict[str, object]:
        """What a training's numbers depend on, for JSON."""
        return {"workers": self.count, "averaging": self.averaging}


def replicas_for(
    cluster: object, workers: int | None = None, averaging: int | None = None
) -> Replicas | None:
    """The copies that `fit` was asked for; None for one network, and on a cluster.

    Raises:
        UsageError: a number that makes no sense, or has nothing to belong to.
    """
    if cluster is not None and (workers is not None or averaging is not None):
        raise UsageError(
            "workers and averaging are of this process. Those of a cluster are said with it: "
            "cluster=Cluster(master, workers=..., averaging=...)."
        )
    if workers is None:
        if averaging is not None:
            raise UsageError(f"averaging is {averaging!r}, but no workers are there to average.")
        return None
    return Replicas(workers) if averaging is None else Replicas(workers, averaging)
