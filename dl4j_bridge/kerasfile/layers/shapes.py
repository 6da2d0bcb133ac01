"""Layers that move values without changing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..model import Array, KerasLayer
from .spatial import channels_last, sizes


def _flatten(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    [x] = inputs
    if layer.config.get("data_format") == "channels_first" and x.ndim > 2:
        x = np.moveaxis(x, 1, -1)
    return x.reshape(len(x), -1)


def _reshape(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    [x] = inputs
    return x.reshape(len(x), *layer.config["target_shape"])


def _permute(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return np.transpose(inputs[0], (0, *layer.config["dims"]))


def _repeat(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return np.repeat(inputs[0][:, None], int(layer.config["n"]), axis=1)


def _pairs(value: Any, axes: int) -> list[tuple[int, int]]:
    """Before and after for each axis: Keras takes one number, one an axis, or one pair an axis."""
    rows = [value] * axes if isinstance(value, int) else list(value)
    if axes == 1 and not isinstance(rows[0], (list, tuple)) and len(rows) == 2:
        rows = [rows]
    return [(int(r), int(r)) if isinstance(r, int) else (int(r[0]), int(r[1])) for r in rows]


def _zero_padding(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    pairs = _pairs(layer.config["padding"], inputs[0].ndim - 2)
    return channels_last(layer, inputs[0], lambda x: np.pad(x, [(0, 0), *pairs, (0, 0)]))


def _cropping(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    pairs = _pairs(layer.config["cropping"], inputs[0].ndim - 2)

    def work(x: Array) -> Array:
        kept = (slice(a, n - b) for (a, b), n in zip(pairs, x.shape[1:-1], strict=True))
        return x[(slice(None), *kept)]

    return channels_last(layer, inputs[0], work)


def _upsampling(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    if layer.config.get("interpolation", "nearest") != "nearest":
        raise NotImplementedError(f"interpolation {layer.config['interpolation']!r}")

    def work(x: Array) -> Array:
        for axis, factor in enumerate(sizes(layer, "size", x.ndim - 2), start=1):
            x = np.repeat(x, factor, axis=axis)
        return x

    return channels_last(layer, inputs[0], work)


_BY_DIMENSION = {"ZeroPadding": _zero_padding, "Cropping": _cropping, "UpSampling": _upsampling}

LAYERS = {
    **{f"{name}{n}D": work for name, work in _BY_DIMENSION.items() for n in (1, 2, 3)},
    "Flatten": _flatten,
    "Permute": _permute,
    "RepeatVector": _repeat,
    "Reshape": _reshape,
}
