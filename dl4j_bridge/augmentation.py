"""How images are distorted while a network trains, so that it never sees one twice."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from . import named_numbers
from .errors import UsageError
from .spelling import suggest


@dataclass(frozen=True)
class Augmentation:
    """Bounds of random distortions; each image of each epoch has its own.

    What is drawn is spread evenly between minus and plus a bound. Beyond its edges an image goes
    on as its outermost pixels are.

    Attributes:
        shift: pixels along each axis.
        rotate: degrees.
        scale: share by which width and height change, each by its own.
        shear: degrees by which upright lines lean.
        elastic: standard deviation, in pixels along each axis, of a smooth displacement.
        smoothness: how wide that is smoothed, in pixels, as the standard deviation of a Gaussian.

    Raises:
        UsageError: a value that makes no sense.

    Source: Simard, Steinkraus and Platt, "Best practices for convolutional neural networks", 2003
    (their alpha 34 and sigma 4 are elastic 1.4 and smoothness 4); Ciresan et al., "Deep, big,
    simple neural nets", 2010 (rotate 15, scale 0.15).
    """

    shift: float = 0.0
    rotate: float = 0.0
    scale: float = 0.0
    shear: float = 0.0
    elastic: float = 0.0
    smoothness: float = 4.0

    def __post_init__(self) -> None:
        for name, most in _MOST.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise UsageError(f"augment.{name} is {value!r}, but must be a number.")
            if not 0 <= value <= most:
                raise UsageError(f"augment.{name} is {value}, but must be from 0 to {most:g}.")
        if self.smoothness < 1:
            raise UsageError(f"augment.smoothness is {self.smoothness}, but must be at least 1.")

    @property
    def strengths(self) -> dict[str, float]:
        """All bounds by name."""
        return dataclasses.asdict(self)

    @classmethod
    def parse(cls, text: str) -> Augmentation:
        """Read `shift=2,rotate=10`.

        Raises:
            UsageError: as the class, an unknown name, or one without `=` and a number.
        """
        whole = f"augmentation '{text}'"
        return cls.of(named_numbers.parse(text, whole, "shift=2,rotate=10"))

    @classmethod
    def of(cls, settings: object) -> Augmentation:
        """Read a table of bounds.

        Raises:
            UsageError: as the class, no table, or an unknown name.
        """
        if not isinstance(settings, dict):
            raise UsageError(
                f"augment is {settings!r}, but must be a table: [augment] rotate = 10."
            )
        for name in settings:
            if name not in _MOST:
                raise UsageError(
                    f"augment has no '{name}'.{suggest(str(name), _MOST)} "
                    f"It has {', '.join(_MOST)}."
                )
        return cls(**settings)

    def __str__(self) -> str:
        return ", ".join(f"{name}={value:g}" for name, value in self.strengths.items() if value)


_MOST = {
    "shift": 1e6,
    "rotate": 180.0,
    "scale": 0.9,
    "shear": 80.0,
    "elastic": 1e6,
    "smoothness": 1e6,
}
