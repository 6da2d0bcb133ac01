"""Where many runs side by side are, for whoever shows it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Moment:
    """Where many runs are.

    Attributes:
        done: runs that have ended.
        total: all runs.
        share: 0 to 1, epochs of runs under way included.
        seconds: since the beginning.
        said: about the run that has just ended; else empty.
    """

    done: int
    total: int
    share: float
    seconds: float
    said: str = ""


class Counting:
    """Counts runs and their epochs; may be told from several threads.

    Args:
        total: runs there will be.
        report: told each moment.
    """

    def __init__(self, total: int, report: Callable[[Moment], None]) -> None:
        self._total, self._report = total, report
        self._done, self._shares = 0, dict[int, float]()
        self._begin, self._lock = time.monotonic(), threading.Lock()

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self._begin

    def under_way(self, run: int, share: float) -> None:
        """A run has done a share of its epochs, 0 to 1."""
        with self._lock:
            self._shares[run] = share
            self._tell("")

    def ended(self, run: int, said: str) -> None:
        """A run has ended; `said` is a line about it."""
        with self._lock:
            self._shares[run] = 1.0
            self._done += 1
            self._tell(said)

    def _tell(self, said: str) -> None:
        share = sum(self._shares.values()) / self._total
        self._report(Moment(self._done, self._total, share, self.seconds, said))
