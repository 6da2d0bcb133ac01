"""Strokes of a pen, made into a picture as MNIST's were."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ..errors import DataError
from .images import BOX, SIDE, Grey, centred

__all__ = ["Strokes", "draw_strokes", "read_strokes"]

Strokes = list[NDArray[np.float64]]

_PEN = 2.6  # pixels of 28; MNIST: twice the distance to the edge, mean of the digits' medians
_FINE = 8  # the ink is drawn so many times larger, then averaged
_SMALLEST = 0.1  # of the page; what is smaller is a dot, and stays one
_MOST_POINTS = 20_000


def read_strokes(strokes: Any) -> Strokes:
    """Check strokes from outside.

    Args:
        strokes: A list of strokes, each a list of points `[x, y]`; 0..1 is the page, y down.

    Returns:
        Arrays float64 `(points, 2)`, within the page.

    Raises:
        DataError: it is something else, has no point, or more than 20,000.
    """
    if not isinstance(strokes, list) or not all(isinstance(stroke, list) for stroke in strokes):
        raise DataError("The drawing is no list of strokes: send [[[x, y], [x, y]], …].")
    count = sum(map(len, strokes))
    if not 0 < count <= _MOST_POINTS:
        raise DataError(f"The drawing has {count:,} points; send 1 to {_MOST_POINTS:,}.")
    return [np.array(list(map(_point, stroke))) for stroke in strokes if stroke]


def draw_strokes(strokes: Strokes, height: int = SIDE, width: int = SIDE) -> Grey:
    """Draw strokes so that the ink fills 20 of 28 pixels, its centre of mass in the middle.

    The pen is as broad as MNIST's, however large the drawing was.

    Args:
        strokes: As of `read_strokes`, at least one.
        height: Rows of the picture.
        width: Columns of the picture.

    Returns:
        uint8 `(height, width)`, white ink on black with grey edges.

    Source: the steps are those MNIST was made with (LeCun, Cortes, Burges).
    """
    unit = min(height, width) / SIDE
    box, pen = BOX * unit, _PEN * unit
    points = np.concatenate(strokes)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    scale = (box - pen) / max(float(extent.max()), _SMALLEST)
    columns, rows = (math.ceil(side) for side in extent * scale + pen)
    sheet = Image.new("L", (columns * _FINE, rows * _FINE))
    margin = (np.array([columns, rows]) - extent * scale) / 2
    for stroke in strokes:
        _draw(sheet, ((stroke - low) * scale + margin) * _FINE, pen * _FINE)
    return centred(np.asarray(sheet.reduce(_FINE)), height, width)


def _point(point: Any) -> tuple[float, float]:
    try:
        x, y = map(float, point)
    except (TypeError, ValueError, OverflowError):
        x = y = math.nan
    if not (math.isfinite(x) and math.isfinite(y)):
        raise DataError(f"A point of the drawing is {str(point)[:40]!r}, not two numbers [x, y].")
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)


def _draw(sheet: Image.Image, points: NDArray[np.float64], pen: float) -> None:
    """One stroke of a round pen."""
    pencil = ImageDraw.Draw(sheet)
    path = [(float(x), float(y)) for x, y in points]
    pencil.line(path, fill=255, width=round(pen))
    for x, y in path:
        pencil.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
