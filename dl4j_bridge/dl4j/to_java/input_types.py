"""The input types that a network may have been built for, which no configuration keeps."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from .reflection import fields, java, name_of

_INPUT = "org.deeplearning4j.nn.conf.inputs.InputType"
_LAYER_VERTEX = "org.deeplearning4j.nn.conf.graph.LayerVertex"
_MOST = 64


def candidates(configuration: Any) -> Iterator[tuple[Any, ...]]:
    """Input types for each input of a network, the likeliest first."""
    if isinstance(configuration, java("org.deeplearning4j.nn.conf.MultiLayerConfiguration")):
        first = configuration.getConf(0).getLayer()
        processor = configuration.getInputPreProcessors().get(0)
        return ((one,) for one in _of(first, processor))
    options = [list(_of_input(configuration, name)) for name in configuration.getNetworkInputs()]
    return itertools.islice(itertools.product(*options), _MOST)


def _of_input(configuration: Any, name: Any) -> Iterator[Any]:
    """What an input of a graph may be, as the first layer tells that it goes to."""
    for entry in configuration.getVertexInputs().entrySet():
        vertex = configuration.getVertices().get(entry.getKey())
        if name in list(entry.getValue()) and isinstance(vertex, java(_LAYER_VERTEX)):
            yield from _of(vertex.getLayerConf().getLayer(), vertex.getPreProcessor())
            return


def _of(layer: Any, processor: Any) -> Iterator[Any]:
    """What may come to a layer through its preprocessor."""
    input_type = java(_INPUT)
    if processor is not None:
        sizes = fields(processor)
        if {"inputHeight", "inputWidth", "numChannels"} <= set(sizes):
            size = [int(sizes[name]) for name in ("inputHeight", "inputWidth", "numChannels")]
            flat = "FeedForwardTo" in name_of(processor.getClass())
            kind = input_type.convolutionalFlat if flat else input_type.convolutional
            yield kind(*size)
    count = _inputs(layer)
    if count > 0:
        yield input_type.feedForward(count)
        yield input_type.recurrent(count)


def _inputs(layer: Any) -> int:
    """The number of inputs, of a wrapper those of the layer inside."""
    inside = fields(layer)
    if "nIn" in inside:
        return int(inside["nIn"])
    layers = java("org.deeplearning4j.nn.conf.layers.Layer")
    return next((_inputs(part) for part in inside.values() if isinstance(part, layers)), 0)
