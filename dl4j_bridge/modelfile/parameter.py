"""One array of a layer within the flat vector of a network."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Parameter:
    """One array of a layer.

    Attributes:
        name: DL4J's name, such as "W".
        shape: its shape.
        order: the order in which its values lie in the flat vector.
        bias: DL4J counts it among the biases, which may have an updater of their own.
        updated: an updater changes it; false for running means and frozen layers.
    """

    name: str
    shape: tuple[int, ...]
    order: Literal["C", "F"] = "F"
    bias: bool = False
    updated: bool = True

    @property
    def count(self) -> int:
        """Number of values."""
        return math.prod(self.shape)


Parameters = list[Parameter]
