"""What convolution and pooling share: padding, windows, the place of the channels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..model import Array, KerasLayer


def sizes(layer: KerasLayer, name: str, axes: int) -> tuple[int, ...]:
    """A setting with a number for each spatial axis; a single number is for all of them."""
    value: Any = layer.config[name]
    numbers = tuple(int(n) for n in value) if isinstance(value, (list, tuple)) else (int(value),)
    return numbers * axes if len(numbers) == 1 else numbers


def channels_last(layer: KerasLayer, x: Array, work: Callable[[Array], Array]) -> Array:
    """Work on (n, spatial axes, channels), whatever order the layer's data have."""
    if layer.config.get("data_format") != "channels_first":
        return work(x)
    return np.moveaxis(work(np.moveaxis(x, 1, -1)), -1, 1)


def padded(
    x: Array, padding: str, spans: Sequence[int], strides: Sequence[int], value: float = 0.0
) -> Array:
    """With what `same` or `causal` puts around the spatial axes.

    Args:
        x: shape (n, spatial axes, channels).
        padding: `valid`, `same` or `causal`.
        spans: of a window, with the gaps of its dilation.
        strides: from one window to the next.
        value: what the padding is made of.

    Source: TensorFlow's rule, by which the odd one goes to the end.
    """
    around = [(0, 0)]
    for length, span, stride in zip(x.shape[1:-1], spans, strides, strict=True):
        if padding == "valid":
            total = before = 0
        elif padding == "causal":
            total = before = span - 1
        else:
            total = max((-(-length // stride) - 1) * stride + span - length, 0)
            before = total // 2
        around.append((before, total - before))
    return np.pad(x, [*around, (0, 0)], constant_values=value)


def windows(
    x: Array, size: Sequence[int], strides: Sequence[int], dilation: Sequence[int]
) -> Array:
    """Every window.

    Args:
        x: shape (n, spatial axes, channels).
        size: of a window.
        strides: from one to the next.
        dilation: from one value of a window to the next.

    Returns:
        A view, shape (n, windows along each axis, channels, *size).
    """
    axes = tuple(range(1, len(size) + 1))
    spans = [(n - 1) * gap + 1 for n, gap in zip(size, dilation, strict=True)]
    view = sliding_window_view(x, spans, axis=axes)
    steps = tuple(slice(None, None, step) for step in strides)
    gaps = tuple(slice(None, None, gap) for gap in dilation)
    return view[(slice(None), *steps, slice(None), *gaps)]
