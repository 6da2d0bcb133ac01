"""Legends below the axes, where they hide no line."""

from __future__ import annotations

from typing import Any


def below(figure: Any, axis: Any, columns: int) -> None:
    """Put the legend of what was drawn on an axis under it; long labels get one column."""
    handles, labels = axis.get_legend_handles_labels()
    if labels:
        figure.legend(
            handles,
            labels,
            loc="outside lower center",
            ncols=1 if max(map(len, labels)) > 24 else columns,
            fontsize=8.5,
            handlelength=3,
            frameon=False,
        )
