"""When a training is over before its last epoch."""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass, field

from .counts import whole
from .errors import UsageError


@dataclass
class EarlyStopping:
    """Stops when the watched number has not improved for some epochs.

    Attributes:
        patience: epochs without improvement before training ends, at least 1.
        min_delta: what counts as an improvement: more than this.
        best: the best number so far; infinite before the first.
        best_epoch: its epoch, from 1; 0 before the first.

    Raises:
        UsageError: a number that makes no sense.

    Source: Prechelt, "Early stopping: but when?", 1998; DL4J's
    `ScoreImprovementEpochTerminationCondition`.
    """

    patience: int
    min_delta: float = 0.0
    best: float = field(default=math.inf, init=False)
    best_epoch: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.patience = whole("patience", self.patience)
        if not isinstance(self.min_delta, numbers.Real) or not 0 <= self.min_delta < math.inf:
            raise UsageError(
                f"min_delta is {self.min_delta!r}, but must be a number of at least 0."
            )

    def is_best(self, epoch: int, loss: float) -> bool:
        """Look at an epoch's loss; True if it is the best so far."""
        if not loss < self.best - self.min_delta:
            return False
        self.best, self.best_epoch = loss, epoch
        return True

    def is_over(self, epoch: int) -> bool:
        """Whether training ends after this epoch."""
        return epoch - self.best_epoch >= self.patience
