"""A network as boxes, from its input down to its output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...modelfile import LayerRow
from ..plotting import canvas
from .picture import Picture, plain

_STEP, _HEIGHT, _WIDTH = 1.0, 0.62, 4.0


def diagram(rows: Sequence[LayerRow], shapes: Mapping[str, tuple[int, ...]], input: str) -> Picture:
    """Layers with type, activation, output shape and number of parameters.

    Args:
        rows: a model file's layers, from input to output.
        shapes: of each layer's output for one example, by the layer's key, where known.
        input: the input in words, such as `784 values`.
    """
    figure, axes = canvas(width=5, height=0.62 * (len(rows) + 1) + 0.1)
    axis = axes[0, 0]
    axis.set_axis_off()
    # What is not a row is an input of the network; there is one box for all of them.
    places = {row.key: number for number, row in enumerate(rows, 1)}
    _box(axis, 0, "input", input, "")
    for number, row in enumerate(rows, 1):
        _box(axis, number, _name(row), _shape(row, shapes), _count(row))
        sources = {places.get(name, 0) for name in row.inputs} or {number - 1}
        for source in sources:
            _arrow(axis, source, number)
    axis.set_xlim(-0.2, _WIDTH + 0.9)
    axis.set_ylim(-_STEP * len(rows) - _HEIGHT, _HEIGHT)
    total = sum(row.count or 0 for row in rows)
    return Picture(
        "network",
        "Network",
        f"From {input}: " + ", ".join(f"{_name(row)} {_shape(row, shapes)}" for row in rows) + ".",
        f"From input to output: layer, shape of what it gives for one example, parameters. "
        f"{total:,} parameters in all.",
        figure,
    )


def _box(axis: Any, number: int, name: str, shape: str, count: str) -> None:
    y = -_STEP * number
    has_parameters = count not in ("", "no parameters")
    axis.barh(
        y,
        _WIDTH,
        _HEIGHT,
        color="0.93" if has_parameters else "white",
        edgecolor="black",
        linewidth=1,
    )
    axis.text(0.12, y + 0.12, plain(name), va="center", fontsize=9.5, weight="bold")
    axis.text(0.12, y - 0.16, plain(shape), va="center", fontsize=8.5)
    axis.text(_WIDTH - 0.12, y - 0.16, count, va="center", ha="right", fontsize=8.5)


def _arrow(axis: Any, source: int, target: int) -> None:
    style: dict[str, Any] = {"arrowstyle": "-|>", "color": "black", "linewidth": 1}
    if target - source == 1:
        ends = (
            (_WIDTH / 2, -_STEP * target + _HEIGHT / 2),
            (
                _WIDTH / 2,
                -_STEP * source - _HEIGHT / 2,
            ),
        )
    else:  # past the boxes between
        ends = (_WIDTH, -_STEP * target), (_WIDTH, -_STEP * source)
        style["connectionstyle"] = f"arc3,rad={-0.5 / (target - source):.3f}"
    axis.annotate("", xy=ends[0], xytext=ends[1], arrowprops=style)


def _name(row: LayerRow) -> str:
    named = f"{row.key}  {row.type}"
    return f"{named}, {row.activation}" if row.activation else named


def _shape(row: LayerRow, shapes: Mapping[str, tuple[int, ...]]) -> str:
    if row.key in shapes:
        return "gives " + "×".join(map(str, shapes[row.key]))
    return f"gives {row.n_out}" if row.n_out else ""


def _count(row: LayerRow) -> str:
    if row.count is None:
        return "parameters not known"
    return f"{row.count:,} parameters" if row.count else "no parameters"
