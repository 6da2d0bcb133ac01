"""A Keras model as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class KerasLayer:
    """One layer.

    Attributes:
        name: as Keras has it; unique in the model.
        kind: Keras' class, such as `Conv2D`.
        config: its settings in the words of Keras 2.
        inputs: names of the layers it takes its inputs from.
        weights: by Keras' names such as `kernel`, in Keras' order; of the layers inside a
            `Bidirectional` with `forward_` or `backward_` in front.
        version: major version of the Keras that wrote the file.
    """

    name: str
    kind: str
    config: Mapping[str, Any]
    inputs: tuple[str, ...]
    weights: Mapping[str, Array]
    version: int

    @property
    def label(self) -> str:
        """For messages: `layer 'dense' (Dense)`."""
        return f"layer {self.name!r} ({self.kind})"


@dataclass(frozen=True, eq=False)
class KerasModel:
    """What a model file holds, without the optimizer.

    Attributes:
        path: of the file.
        version: the Keras that wrote it, such as `2.15.0`.
        sequential: whether it is a chain of layers.
        layers: in the order of the file; those that take the input are of kind `InputLayer`.
        inputs: names of the layers that are the model's inputs.
        outputs: names of the layers whose outputs are the model's.
    """

    path: Path
    version: str
    sequential: bool
    layers: tuple[KerasLayer, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    @property
    def parameters(self) -> int:
        """Count of all weights."""
        return sum(int(np.size(w)) for layer in self.layers for w in layer.weights.values())

    def layer(self, name: str) -> KerasLayer:
        """The layer of a name."""
        return next(layer for layer in self.layers if layer.name == name)

    def input_shape(self, name: str) -> tuple[int | None, ...]:
        """Shape of a row of an input; None where any length is taken."""
        return tuple(self.layer(name).config["batch_input_shape"][1:])
