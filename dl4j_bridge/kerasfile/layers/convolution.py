"""Convolutions of one, two and three dimensions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..model import Array, KerasLayer
from .dense import activated
from .spatial import channels_last, padded, sizes, windows


def _windows(layer: KerasLayer, x: Array, size: Sequence[int]) -> Array:
    axes = len(size)
    strides, dilation = sizes(layer, "strides", axes), sizes(layer, "dilation_rate", axes)
    spans = [(n - 1) * gap + 1 for n, gap in zip(size, dilation, strict=True)]
    x = padded(x, layer.config["padding"], spans, strides)
    return windows(x, size, strides, dilation)


def _product(view: Array, kernel: Array) -> Array:
    """Windows (..., channels, *size) times a kernel (*size, channels, filters)."""
    axes = kernel.ndim - 2
    last = list(range(view.ndim - axes - 1, view.ndim))
    return np.tensordot(view, np.moveaxis(kernel, -2, 0), (last, list(range(axes + 1))))


def _convolution(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    kernel = layer.weights["kernel"]
    groups = int(layer.config.get("groups") or 1)

    def work(x: Array) -> Array:
        view = _windows(layer, x, kernel.shape[:-2])
        axis = kernel.ndim - 1  # of the channels
        pairs = zip(
            np.split(view, groups, axis=axis), np.split(kernel, groups, axis=-1), strict=True
        )
        return activated(layer, np.concatenate([_product(v, k) for v, k in pairs], axis=-1))

    return channels_last(layer, inputs[0], work)


def _each_channel(layer: KerasLayer, x: Array) -> Array:
    kernel = layer.weights["depthwise_kernel"]
    view = _windows(layer, x, kernel.shape[:-2])
    product: Array = np.einsum("nhwcij,ijcm->nhwcm", view, kernel)
    return product.reshape(*product.shape[:-2], -1)


def _depthwise(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return channels_last(layer, inputs[0], lambda x: activated(layer, _each_channel(layer, x)))


def _separable(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    points = layer.weights["pointwise_kernel"][0, 0]
    return channels_last(
        layer, inputs[0], lambda x: activated(layer, _each_channel(layer, x) @ points)
    )


def _transposed(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    kernel = layer.weights["kernel"]  # (*size, filters, channels)
    size, axes = kernel.shape[:-2], kernel.ndim - 2
    strides = sizes(layer, "strides", axes)
    if layer.config.get("output_padding") or set(sizes(layer, "dilation_rate", axes)) != {1}:
        raise NotImplementedError("output_padding or dilation_rate of a transposed convolution")
    flipped = np.swapaxes(np.flip(kernel, tuple(range(axes))), -1, -2)

    def work(x: Array) -> Array:
        lengths = x.shape[1:-1]
        apart = np.zeros(
            (
                x.shape[0],
                *((n - 1) * s + 1 for n, s in zip(lengths, strides, strict=True)),
                x.shape[-1],
            )
        )
        apart[(slice(None), *(slice(None, None, s) for s in strides))] = x
        # Before and after, so much that every product is there; then what the rule leaves.
        around = [(k - 1, k - 1 + max(s - k, 0)) for k, s in zip(size, strides, strict=True)]
        apart = np.pad(apart, [(0, 0), *around, (0, 0)])
        full = _product(windows(apart, size, [1] * axes, [1] * axes), flipped)
        if layer.config["padding"] == "same":
            for axis, (n, k, s) in enumerate(zip(lengths, size, strides, strict=True), start=1):
                begin = max(k - s, 0) // 2
                full = np.take(full, range(begin, begin + n * s), axis=axis)
        return activated(layer, full)

    return channels_last(layer, inputs[0], work)


LAYERS = {
    "Conv1D": _convolution,
    "Conv2D": _convolution,
    "Conv2DTranspose": _transposed,
    "Conv3D": _convolution,
    "DepthwiseConv2D": _depthwise,
    "SeparableConv2D": _separable,
}
