"""The picture that a saved network takes, as far as its file says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...datasets.arrays import square
from ...errors import DataError
from ...modelfile import LayerRow, ModelFile

_USUAL = (28, 28)


class Picture(NamedTuple):
    """What the rows of a network's input are.

    Attributes:
        channels: 1 for grey, 3 for colours.
        height: in pixels.
        width: in pixels.
        axes: how a row of the input holds it.
    """

    channels: int
    height: int
    width: int
    axes: Literal["flat", "NCHW", "NHWC"] = "flat"

    def row(self, grey: NDArray[np.float32]) -> NDArray[np.float32]:
        """A grey picture `(height, width)` as the one row of an input, the same in all channels."""
        planes = np.repeat(grey[None, None], self.channels, axis=1)
        if self.axes == "flat":
            return planes.reshape(1, -1)
        return planes if self.axes == "NCHW" else np.moveaxis(planes, 1, -1)


def picture_of(model: ModelFile, size: tuple[int, int] | None = None) -> Picture:
    """Find out what picture a network takes.

    Args:
        model: a saved network.
        size: height and width where the file does not say them (a convolution that was given
            pictures, not rows, does not); 28×28 unless given.

    Raises:
        DataError: the network takes something else.
    """
    row, layer, preprocessor = _first(model)
    if str(preprocessor.get("@class", "")).endswith(".FeedForwardToCnnPreProcessor"):
        sides = (preprocessor.get(key) for key in ("numChannels", "inputHeight", "inputWidth"))
        channels, height, width = (side if isinstance(side, int) else 0 for side in sides)
        if channels in (1, 3) and min(height, width) >= 1:
            return Picture(channels, height, width)
        raise _no_picture(model, f"pictures of {channels}×{height}×{width}")
    if "kernelSize" in layer and row.n_in in (None, 1, 3):
        axes: Any = "NHWC" if layer.get("cnn2dDataFormat") == "NHWC" else "NCHW"
        return Picture(row.n_in or 1, *(size or _USUAL), axes)
    shape = None if "kernelSize" in layer else square(row.n_in or 0)
    if shape is None:
        raise _no_picture(model, f"{row.n_in or 'an unknown number of'} values")
    return Picture(*shape)


def _first(model: ModelFile) -> tuple[LayerRow, Mapping[str, Any], Mapping[str, Any]]:
    """The layer that gets the input, its configuration, what prepares its input."""
    fields = model.configuration
    if model.kind == "MultiLayerNetwork":
        preprocessors = _object(fields.get("inputPreProcessors"))
        layer = _object(fields["confs"][0].get("layer"))
        return model.layers[0], layer, _object(preprocessors.get("0"))
    entrances = fields.get("networkInputs")
    if not isinstance(entrances, list) or len(entrances) != 1:
        raise _no_picture(model, "several inputs")
    for row in model.layers:
        vertex = _object(fields["vertices"].get(row.key))
        if row.inputs == (entrances[0],) and "layerConf" in vertex:
            layer = _object(_object(vertex["layerConf"]).get("layer"))
            return row, layer, _object(vertex.get("preProcessor"))
    raise _no_picture(model, "an input that no layer takes alone")


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _no_picture(model: ModelFile, instead: str) -> DataError:
    return DataError(
        f"{model.path} takes {instead}, and no picture that could be drawn: a square of at least "
        "8×8 pixels, grey or in three colours. Give a model that was trained on pictures, for "
        "example on MNIST."
    )
