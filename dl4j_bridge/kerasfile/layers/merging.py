"""Layers with several inputs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from ..model import Array, KerasLayer


def _add(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return reduce(np.add, inputs)


def _subtract(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    first, second = inputs
    return first - second


def _multiply(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return reduce(np.multiply, inputs)


def _average(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return reduce(np.add, inputs) / len(inputs)


def _maximum(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return reduce(np.maximum, inputs)


def _minimum(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return reduce(np.minimum, inputs)


def _concatenate(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return np.concatenate(inputs, axis=int(layer.config.get("axis", -1)))


LAYERS = {
    "Add": _add,
    "Average": _average,
    "Concatenate": _concatenate,
    "Maximum": _maximum,
    "Minimum": _minimum,
    "Multiply": _multiply,
    "Subtract": _subtract,
}
