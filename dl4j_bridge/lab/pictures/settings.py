"""A comparison's settings by their test error, each run a dot."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..axes import label
from ..plotting import COLOURS, canvas
from ..ranking import Line
from .picture import Picture, plain
from .scales import log_numbers

_MOST = 30


def errors(lines: Sequence[Line]) -> Picture | None:
    """Test error of each setting, the best at the top; None if no run was judged."""
    judged = [line for line in lines if not math.isnan(line.accuracy)]
    shown = judged[:_MOST]
    if not shown:
        return None
    figure, axes = canvas(width=5, height=1.0 + 0.27 * len(shown))
    axis = axes[0, 0]
    floor = _floor(shown)
    for row, line in enumerate(shown):
        runs = [100 * (1 - one.accuracy) for one in line.outcomes if one.accuracy is not None]
        dots = [max(error, floor) for error in runs]
        axis.plot(dots, [row] * len(dots), "o", color=COLOURS[1], markersize=5, mfc="none")
        mean = max(100 * (1 - line.accuracy), floor)
        axis.plot([mean, mean], [row - 0.32, row + 0.32], "-", color=COLOURS[0], linewidth=2.2)
    log_numbers(axis.xaxis)
    axis.set_yticks(range(len(shown)), [plain(_name(line)) for line in shown], fontsize=8)
    axis.set_ylim(len(shown) - 0.5, -0.5)
    axis.set_xlabel("test error (%), log axis; left is better")
    left = f" The best {_MOST} of {len(judged)} are shown." if len(judged) > _MOST else ""
    best, last = shown[0], shown[-1]
    return Picture(
        "settings",
        "Test error of each setting",
        f"From {label(best.setting)} with {1 - best.accuracy:.2%} errors "
        f"to {label(last.setting)} with {1 - last.accuracy:.2%}.",
        "A circle is a run, the bar their mean. The order is that of the table: by validation "
        f"accuracy where there is one.{left}",
        figure,
    )


def _name(line: Line) -> str:
    return label(line.setting).replace("learning-rate ", "")


def _floor(lines: Sequence[Line]) -> float:
    """Where an error of 0 is drawn, which a log axis does not have: half the least above it."""
    runs = (one.accuracy for line in lines for one in line.outcomes)
    above = [100 * (1 - accuracy) for accuracy in runs if accuracy is not None and accuracy < 1]
    return min(above, default=1.0) / 2 if above else 0.1
