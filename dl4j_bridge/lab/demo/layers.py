"""One layer's answer as small pictures."""

from __future__ import annotations

import math
from base64 import b64encode
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...modelfile import LayerRow

_MOST_MAPS = 64
_ONE_LINE = 32  # so many units stand in a row; more are a block
_BLOCK = 2.5  # columns to a row of a block
_NOTHING = -128  # a place without a unit


def show(layer: LayerRow, values: NDArray[Any], channels_last: bool = False) -> dict[str, Any]:
    """Values of a layer for one picture, for JSON.

    Args:
        layer: whose they are.
        values: of any shape; (channels, height, width) are one picture each channel.
        channels_last: whether those are (height, width, channels).

    Returns:
        `name`, `type`, `activation`, `shape`; `positive`, the share of values above 0; `peak`,
        the largest absolute value; `count`, `height`, `width` of the pictures, at most 64, and
        their `pixels`: signed bytes in base64, 127 is the peak and -128 a place without a unit.
    """
    values = np.nan_to_num(values.astype(np.float32))
    if channels_last and values.ndim == 3:
        values = np.moveaxis(values, -1, 0)
    peak = float(np.abs(values).max(initial=0))
    small = np.rint(values * (127 / peak if peak else 0)).astype(np.int8)
    maps = _maps(small)[:_MOST_MAPS]
    count, height, width = maps.shape
    return {
        "name": layer.name,
        "type": layer.type,
        "activation": layer.activation,
        "shape": list(values.shape),
        "positive": float((values > 0).mean()),
        "peak": peak,
        "count": count,
        "height": height,
        "width": width,
        "pixels": b64encode(maps.tobytes()).decode(),
    }


def _maps(values: NDArray[np.int8]) -> NDArray[np.int8]:
    """Pictures `(count, height, width)`; units without neighbours make one block."""
    if values.ndim == 3:
        return values
    if values.ndim == 2:
        return values[None]
    units = values.reshape(-1)
    columns = len(units)
    if columns > _ONE_LINE:
        columns = math.ceil(math.sqrt(columns * _BLOCK))
    rows = math.ceil(len(units) / columns)
    block = np.full(rows * columns, _NOTHING, np.int8)
    block[: len(units)] = units
    return block.reshape(1, rows, columns)
