"""Log axes whose ticks are plain numbers."""

from __future__ import annotations

import math
from typing import Any


def log_numbers(axis: Any) -> None:
    """Make an axis (`axes.xaxis` or `axes.yaxis`) logarithmic; as many ticks have numbers as fit.

    To be called when everything is drawn.
    """
    getattr(axis.axes, f"set_{axis.axis_name}scale")("log")
    axis.set_major_formatter("{x:g}")
    axis.set_minor_formatter(lambda x, place: f"{x:g}" if _has_room(axis, x) else "")
    axis.set_tick_params(which="both", labelsize=8)


def _has_room(axis: Any, x: float) -> bool:
    """Whether a tick between two powers of ten has room for its number."""
    low, high = axis.get_view_interval()
    first = round(x / 10 ** math.floor(math.log10(x) + 1e-9))
    decades = math.log10(high / low)
    return first in ((2, 3, 4, 6) if decades < 1 else (2, 5) if decades < 2 else (3,))
