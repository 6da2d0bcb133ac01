"""What Keras itself says, where it is installed."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from ..kerasfile import KerasModel

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Answers:
    """Outputs of every layer, by its name, with the version of the Keras that computed them."""

    version: str
    outputs: Mapping[str, Array]


def outputs(model: KerasModel, inputs: Sequence[Array]) -> Answers | None:
    """What every layer of a model answers at test time; None when Keras is not installed.

    Warns when Keras is there but fails, as it may on another version's file.

    Args:
        model: that was read and checked; Keras reads its file again.
        inputs: an array (n, ...) for each input.
    """
    if find_spec("keras") is None:
        return None
    try:
        return _computed(model, inputs)
    except Exception as error:
        # Keras and its backends raise whatever they like; the check goes on without them.
        text = " ".join(str(error).split())[:200]
        warnings.warn(
            f"Keras itself failed on {model.path}, so it is left out "
            f"({type(error).__name__}: {text}).",
            stacklevel=2,
        )
        return None


def _computed(model: KerasModel, inputs: Sequence[Array]) -> Answers:
    import keras

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaded = keras.models.load_model(str(model.path), compile=False)
        layers = [layer for layer in loaded.layers if type(layer).__name__ != "InputLayer"]
        inner = keras.Model(loaded.inputs, [layer.output for layer in layers])
        seen = inner(list(inputs) if len(inputs) > 1 else inputs[0], training=False)
    answers = list(seen) if isinstance(seen, (list, tuple)) else [seen]
    arrays = {
        layer.name: np.asarray(one.detach().cpu() if hasattr(one, "detach") else one)
        for layer, one in zip(layers, answers, strict=True)
    }
    version = getattr(keras, "__version__", None) or model.version
    return Answers(str(version), arrays)
