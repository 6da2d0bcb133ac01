"""Dense layers, embeddings, normalization, what does nothing at test time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..model import Array, KerasLayer
from .activations import function


def activated(layer: KerasLayer, x: Array) -> Array:
    """With the layer's bias, if it has one, and its activation function."""
    if "bias" in layer.weights:
        x = x + layer.weights["bias"]
    return function(layer.config.get("activation"), layer.version)(x)


def _dense(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return activated(layer, inputs[0] @ layer.weights["kernel"])


def _embedding(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    rows = inputs[0].astype(np.int64)
    if layer.config.get("mask_zero") and not rows.all():
        raise NotImplementedError("masks: mask_zero is on, and the input has zeros")
    return np.asarray(layer.weights["embeddings"][rows], np.float64)


def _batch_normalization(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    [x] = inputs
    along = np.moveaxis(x, int(layer.config["axis"]), -1)
    weights = layer.weights
    spread = np.sqrt(weights["moving_variance"] + float(layer.config["epsilon"]))
    along = (along - weights["moving_mean"]) / spread * weights.get("gamma", 1)
    return np.moveaxis(along + weights.get("beta", 0), -1, int(layer.config["axis"]))


def _masking(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    [x] = inputs
    if (x == float(layer.config["mask_value"])).all(axis=-1).any():
        raise NotImplementedError("masks: the input has steps that are masked")
    return x


def _identity(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    return inputs[0]


_ONLY_IN_TRAINING = (
    "ActivityRegularization",
    "AlphaDropout",
    "Dropout",
    "GaussianDropout",
    "GaussianNoise",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
)

LAYERS = {
    **dict.fromkeys(_ONLY_IN_TRAINING, _identity),
    "BatchNormalization": _batch_normalization,
    "Dense": _dense,
    "Embedding": _embedding,
    "Masking": _masking,
}
