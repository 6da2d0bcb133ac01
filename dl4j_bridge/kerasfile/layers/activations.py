"""Activation functions, those of Keras 2 where the two versions differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.special import erf, expit

from ..model import Array, KerasLayer

_SELU_SCALE, _SELU_ALPHA = 1.0507009873554804934, 1.6732632423543772848


def softmax(x: Array, axis: int = -1) -> Array:
    """Shares that sum to 1 along an axis."""
    powers: Array = np.exp(x - x.max(axis=axis, keepdims=True))
    return np.asarray(powers / powers.sum(axis=axis, keepdims=True))


def elu(x: Array, alpha: float = 1.0) -> Array:
    """`x` above 0, `alpha (exp x - 1)` below."""
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def leaky_relu(x: Array, alpha: float | Array) -> Array:
    """`x` above 0, `alpha x` below."""
    return np.where(x > 0, x, alpha * x)


def softplus(x: Array) -> Array:
    """`log(1 + exp x)`."""
    return np.asarray(np.logaddexp(0, x))


_FUNCTIONS: Mapping[str, Callable[[Array], Array]] = {
    "linear": lambda x: x,
    "relu": lambda x: np.maximum(x, 0),
    "relu6": lambda x: np.clip(x, 0, 6),
    "sigmoid": expit,
    "tanh": np.tanh,
    "softmax": softmax,
    "softplus": softplus,
    "softsign": lambda x: x / (1 + np.abs(x)),
    "elu": elu,
    "selu": lambda x: _SELU_SCALE * elu(x, _SELU_ALPHA),
    "exponential": np.exp,
    "swish": lambda x: x * expit(x),
    "silu": lambda x: x * expit(x),
    "gelu": lambda x: x * (1 + erf(x / np.sqrt(2))) / 2,
    "mish": lambda x: x * np.tanh(softplus(x)),
    "leaky_relu": lambda x: leaky_relu(x, 0.2),
    "hard_sigmoid": lambda x: np.clip(0.2 * x + 0.5, 0, 1),
}
_SINCE_KERAS_3: Mapping[str, Callable[[Array], Array]] = {
    "hard_sigmoid": lambda x: np.clip(x + 3, 0, 6) / 6,
}


def function(name: Any, version: int) -> Callable[[Array], Array]:
    """The function of a name.

    Args:
        name: as Keras has it; None is `linear`.
        version: Keras' major version.

    Raises:
        NotImplementedError: it is not known here.
    """
    found = _SINCE_KERAS_3.get(name) if version >= 3 else None
    found = found or _FUNCTIONS.get(name or "linear")
    if found is None:
        raise NotImplementedError(f"the activation function {name!r}")
    return found


def _activation(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return function(layer.config["activation"], layer.version)(inputs[0])


def _relu(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    [x] = inputs
    threshold = float(layer.config.get("threshold") or 0)
    slope = float(layer.config.get("negative_slope") or 0)
    highest = layer.config.get("max_value")
    above = x if highest is None else np.minimum(x, highest)
    return np.where(x >= threshold, above, slope * (x - threshold))


def _leaky_relu(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return leaky_relu(inputs[0], float(layer.config["alpha"]))


def _elu(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return elu(inputs[0], float(layer.config["alpha"]))


def _thresholded_relu(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    [x] = inputs
    return np.where(x > float(layer.config["theta"]), x, 0)


def _prelu(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return leaky_relu(inputs[0], layer.weights["alpha"])


def _softmax(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return softmax(inputs[0], int(layer.config["axis"]))


LAYERS = {
    "Activation": _activation,
    "ELU": _elu,
    "LeakyReLU": _leaky_relu,
    "PReLU": _prelu,
    "ReLU": _relu,
    "Softmax": _softmax,
    "ThresholdedReLU": _thresholded_relu,
}
