"""What the first layers look for: weights as images."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ..plotting import canvas
from .picture import Picture

_COLUMNS, _MOST = 8, 64
_GREY = "Mid-grey is 0, white positive, black negative"


def of_dense(weights: npt.NDArray[Any], image: tuple[int, int, int]) -> Picture:
    """Incoming weights of the first layer's units, each as an image.

    Args:
        weights: shape (features, units).
        image: channels, height, width of a row; of colours the mean is shown.
    """
    units = weights.shape[1]
    strength = np.linalg.norm(weights, axis=0)
    chosen = np.argsort(-strength, kind="stable")[:_MOST]
    tiles = weights[:, chosen].T.reshape(-1, *image).mean(axis=1)
    return Picture(
        "weights",
        "Weights of the first layer",
        f"Incoming weights of {len(tiles)} of {units} units as images of {image[1]}×{image[2]}.",
        f"The {len(tiles)} of {units:,} units with the largest weights, each with one weight a "
        f"pixel. {_GREY}. What looks like strokes was learnt; noise is left from the start.",
        _tiles(tiles),
    )


def of_convolution(weights: npt.NDArray[Any], layer: str, *, first: bool) -> Picture:
    """Filters of a convolution as images.

    Args:
        weights: shape (filters, channels, height, width).
        layer: its name.
        first: whether it sees the picture itself.
    """
    filters, channels, height, width = weights.shape
    tiles = weights.reshape(-1, height, width)[:_MOST]
    of = f"layer {layer}, {filters} filters of {height}×{width} on {channels} channel"
    return Picture(
        f"filters_{layer}",
        "Filters of the first convolution" if first else f"Filters of layer {layer}",
        f"{len(tiles)} filters of {of}{'s' * (channels != 1)} as images.",
        f"{_GREY}. "
        + (
            "A filter answers where the picture looks like it."
            if channels == 1
            else f"A filter has one image a channel; the first {len(tiles)} images are shown."
        ),
        _tiles(tiles),
    )


def _tiles(tiles: npt.NDArray[Any]) -> Any:
    """Images side by side on one grey scale, shape (n, height, width)."""
    columns = min(_COLUMNS, max(4, len(tiles)))
    rows = -(-len(tiles) // columns)
    figure, axes = canvas(width=5, height=5 * rows / columns + 0.75)
    axis = axes[0, 0]
    axis.set_axis_off()
    # The strongest few weights would leave the others grey.
    bound = float(np.quantile(np.abs(tiles), 0.99)) or 1.0
    shown = axis.imshow(_sheet(tiles, rows, columns), cmap="gray", vmin=-bound, vmax=bound)
    figure.colorbar(
        shown, ax=axis, location="bottom", label="weight (no unit)", extend="both", aspect=40
    )
    return figure


def _sheet(tiles: npt.NDArray[Any], rows: int, columns: int) -> npt.NDArray[Any]:
    """One array with all images, a gap of NaN (drawn as paper) between them."""
    _, height, width = tiles.shape
    gap = max(1, height // 14)
    sheet = np.full((rows * (height + gap) - gap, columns * (width + gap) - gap), np.nan)
    for number, tile in enumerate(tiles):
        top = number // columns * (height + gap)
        left = number % columns * (width + gap)
        sheet[top : top + height, left : left + width] = tile
    return sheet
