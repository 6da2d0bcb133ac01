"""All pictures that a trained network gives."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..modelfile import LayerRow
from .looking import Look
from .pictures import boundary, calibration, confusion, diagram, mistakes, units, weights
from .pictures.picture import Picture

_CONVOLUTIONS = ("ConvolutionLayer", "Convolution2D")


def answers(look: Look) -> list[Picture]:
    """How good its answers are: confusion, mistakes, calibration, boundary."""
    evaluation = look.evaluation
    if evaluation is None:
        return []
    found: list[Picture | None] = [confusion.confusion(evaluation)]
    data = look.data
    if look.has_probabilities:
        if data.image is not None:
            shown = (data.test.x, look.labels, look.outputs, data.classes, data.image)
            found.append(mistakes.mistakes(*shown))
        found.append(calibration.diagram(calibration.reliability(look.labels, look.outputs)))
    if data.features == 2:
        found.append(boundary.boundary(look.predict, data.test.x, look.labels, data.classes))
    return [picture for picture in found if picture is not None]


def insides(look: Look) -> list[Picture]:
    """What it is made of: layers, weights, activations."""
    rows = {row.key: row for row in look.model.layers}
    shapes = {key: outputs.shape[1:] for key, outputs in look.layers.items()}
    found = [diagram.diagram(look.model.layers, shapes, _input(look)), *_weights(look)]
    named = {_title(rows, key): outputs for key, outputs in look.layers.items()}
    activity = units.activity(named)
    return [*found, activity] if activity is not None else found


def _weights(look: Look) -> Iterator[Picture]:
    """Of the first layer if rows are images, of every plain convolution."""
    if any(row.layout is None for row in look.model.layers):
        return
    arrays, image = look.model.arrays(), look.data.image
    for number, row in enumerate(look.model.layers):
        matrix = arrays.get(f"{row.key}_W", np.empty(0))
        if row.type in _CONVOLUTIONS and matrix.ndim == 4 and min(matrix.shape[2:]) > 1:
            yield weights.of_convolution(matrix, row.key, first=number == 0)
        elif number == 0 and image is not None and matrix.shape[:1] == (look.data.features,):
            yield weights.of_dense(matrix, image)


def _input(look: Look) -> str:
    if look.data.image is None:
        return f"{look.data.features:,} values"
    return f"{'×'.join(map(str, look.data.image))} = {look.data.features:,} pixels"


def _title(rows: dict[str, LayerRow], key: str) -> str:
    row = rows.get(key)
    if row is None:
        return key
    return f"{key}  {row.type}" + (f", {row.activation}" if row.activation else "")
