"""Keras' layers in numpy, at test time, each as a function of the layer and its inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..model import Array, KerasLayer
from . import activations, convolution, dense, merging, pooling, recurrent, shapes

Function = Callable[[KerasLayer, Sequence[Array]], Array]

FUNCTIONS: Mapping[str, Function] = {
    **dense.LAYERS,
    **activations.LAYERS,
    **convolution.LAYERS,
    **pooling.LAYERS,
    **recurrent.LAYERS,
    **shapes.LAYERS,
    **merging.LAYERS,
}
"""By Keras' class name."""
