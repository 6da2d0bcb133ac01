"""Pooling over windows or over whole pictures and sequences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..model import Array, KerasLayer
from .spatial import channels_last, padded, sizes, windows


def _pooled(layer: KerasLayer, x: Array, outside: float) -> Array:
    """Windows of a layer, shape (n, windows, channels, *size)."""
    axes = x.ndim - 2
    size = sizes(layer, "pool_size", axes)
    strides = sizes(layer, "strides", axes) if layer.config.get("strides") else size
    around = padded(x, layer.config["padding"], size, strides, outside)
    return windows(around, size, strides, [1] * axes)


def _maximum(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    last = tuple(range(2 - inputs[0].ndim, 0))
    return channels_last(
        layer, inputs[0], lambda x: np.asarray(_pooled(layer, x, -np.inf).max(axis=last))
    )


def _average(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    """The padding does not count."""
    last = tuple(range(2 - inputs[0].ndim, 0))

    def work(x: Array) -> Array:
        return np.asarray(np.nanmean(_pooled(layer, x, np.nan), axis=last))

    return channels_last(layer, inputs[0], work)


def _global(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    [x] = inputs
    first = layer.config.get("data_format") == "channels_first"
    axes = tuple(range(2, x.ndim)) if first else tuple(range(1, x.ndim - 1))
    work: Any = np.max if "Max" in layer.kind else np.mean
    return np.asarray(work(x, axis=axes, keepdims=bool(layer.config.get("keepdims"))))


LAYERS = {
    "AveragePooling1D": _average,
    "AveragePooling2D": _average,
    "AveragePooling3D": _average,
    "GlobalAveragePooling1D": _global,
    "GlobalAveragePooling2D": _global,
    "GlobalAveragePooling3D": _global,
    "GlobalMaxPooling1D": _global,
    "GlobalMaxPooling2D": _global,
    "GlobalMaxPooling3D": _global,
    "MaxPooling1D": _maximum,
    "MaxPooling2D": _maximum,
    "MaxPooling3D": _maximum,
}
