"""What every layer of a Keras model answers, computed by numpy in double precision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..errors import ArrayError, DataError, UsageError
from .layers import FUNCTIONS
from .model import Array, KerasLayer, KerasModel

_STEPS = 10  # of an input of any length


def outputs(model: KerasModel, inputs: Sequence[Array]) -> dict[str, Array]:
    """Outputs of every layer at test time, inputs among them.

    Args:
        model: as `read` gives it.
        inputs: for each input of the model an array (n, ...) as Keras takes it.

    Returns:
        float64 by the layer's name, each (n, ...).

    Raises:
        UsageError: a layer, or a setting of one, that is not known here; names it.
        DataError: weights or inputs whose shapes do not fit a layer; names it.
    """
    seen = dict(zip(model.inputs, (np.asarray(x, np.float64) for x in inputs), strict=True))
    waiting = [layer for layer in model.layers if layer.name not in seen]
    while waiting:
        ready = [layer for layer in waiting if all(name in seen for name in layer.inputs)]
        if not ready:
            raise DataError(
                f"{model.path}: {waiting[0].label} waits for its own output. "
                "Save the model again with Keras."
            )
        for layer in ready:
            seen[layer.name] = _output(layer, [seen[name] for name in layer.inputs])
        waiting = [layer for layer in waiting if layer.name not in seen]
    return seen


def _output(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    if layer.kind == "TimeDistributed":
        return _over_time(layer, inputs)
    work = FUNCTIONS.get(layer.kind)
    if work is None:
        raise UsageError(
            f"{_first_upper(layer.label)} cannot be checked: numpy's side knows no {layer.kind}. "
            "Check a model without that layer, or without those from there on."
        )
    shapes = ", ".join(str(x.shape[1:]) for x in inputs)
    try:
        with np.errstate(all="ignore"):
            found = work(layer, inputs)
    except NotImplementedError as error:
        raise UsageError(
            f"{_first_upper(layer.label)} cannot be checked: numpy's side does not know {error}."
        ) from error
    except (LookupError, ValueError, TypeError) as error:
        raise DataError(
            f"{_first_upper(layer.label)} cannot take an input of shape {shapes}: {error}. "
            "Its weights or settings do not fit the layer before it; save the model again."
        ) from error
    return found


def _over_time(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    inner = layer.config["layer"]
    [x] = inputs
    one = replace(layer, kind=inner["class_name"], config=inner["config"])
    flat = _output(one, [x.reshape(-1, *x.shape[2:])])
    return flat.reshape(*x.shape[:2], *flat.shape[1:])


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def random_inputs(model: KerasModel, rows: int, seed: int) -> list[Array]:
    """An array for each input: normal numbers, or for an embedding its rows' numbers.

    Args:
        model: whose inputs are wanted.
        rows: how many.
        seed: of numpy's generator.

    Returns:
        float32, (rows, ...); where a model takes any length, 10.
    """
    if rows < 1:
        raise UsageError(f"rows is {rows}, but must be at least 1.")
    random = np.random.default_rng(seed)
    arrays = []
    for name in model.inputs:
        shape = (rows, *(n or _STEPS for n in model.input_shape(name)))
        words = [
            layer for layer in model.layers if layer.kind == "Embedding" and name in layer.inputs
        ]
        if words:
            # No zeros: some layers take them for a mask.
            count = min(int(layer.config["input_dim"]) for layer in words)
            arrays.append(random.integers(min(1, count - 1), count, shape).astype(np.float32))
        else:
            arrays.append(random.standard_normal(shape).astype(np.float32))
    return arrays


def checked_inputs(model: KerasModel, given: Array) -> list[Array]:
    """An array of the user's as the inputs of a model that has one.

    Raises:
        ArrayError: another shape, or no numbers.
        UsageError: a model with several inputs.
    """
    if len(model.inputs) > 1:
        raise UsageError(
            f"The model has {len(model.inputs)} inputs ({', '.join(model.inputs)}), so one array "
            "is not enough; leave it out, and random inputs are taken."
        )
    wanted = model.input_shape(model.inputs[0])
    fits = given.ndim == len(wanted) + 1 and all(
        n in (None, have) for n, have in zip(wanted, given.shape[1:], strict=True)
    )
    if not fits or given.dtype.kind not in "biuf" or len(given) == 0:
        sizes = ", ".join("any" if n is None else str(n) for n in wanted)
        raise ArrayError(
            f"The inputs have the shape {given.shape} ({given.dtype}), but the model takes "
            f"numbers of shape (rows, {sizes})."
        )
    return [given.astype(np.float32)]
