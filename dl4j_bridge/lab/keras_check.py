"""Whether Deeplearning4j answers as Keras does, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import kerasfile
from ..dl4j import keras
from ..errors import UsageError
from . import keras_itself

Array = npt.NDArray[Any]
Outputs = Mapping[str, Array]


@dataclass(frozen=True)
class LayerCheck:
    """One layer of Keras, in the order in which they are computed.

    Attributes:
        name: in Keras.
        kind: Keras' class.
        shape: of its output for one row, as Keras has it.
        difference: largest absolute difference between Deeplearning4j and numpy; infinite where
            the shapes differ, None where Deeplearning4j has no layer of its own for it, so that
            the next one tells.
        scale: largest absolute value of its output.
        agrees: whether the difference is within the tolerance times the scale, or times 1.
        keras: largest absolute difference between Deeplearning4j and Keras itself; None where
            Keras did not run.
        note: what else there is to say, or empty.
    """

    name: str
    kind: str
    shape: tuple[int, ...]
    difference: float | None
    scale: float
    agrees: bool
    keras: float | None = None
    note: str = ""


@dataclass(frozen=True)
class KerasCheck:
    """The verdict on one file.

    Attributes:
        path: of the file.
        version: the Keras that wrote it.
        network: `MultiLayerNetwork` or `ComputationGraph`.
        parameters: count of weights.
        rows: how many were computed.
        seed: of the random inputs; None for inputs of the user's.
        tolerance: what a difference may be, see `LayerCheck.agrees`.
        layers: all but the inputs.
        keras: version of the Keras that ran beside, or None.
    """

    path: Path
    version: str
    network: str
    parameters: int
    rows: int
    seed: int | None
    tolerance: float
    layers: tuple[LayerCheck, ...]
    keras: str | None

    @property
    def first(self) -> LayerCheck | None:
        """The first layer that differs."""
        return next((layer for layer in self.layers if not layer.agrees), None)

    @property
    def agrees(self) -> bool:
        """Whether every layer does."""
        return self.first is None

    @property
    def largest(self) -> float:
        """Of all differences."""
        return max((one.difference for one in self.layers if one.difference is not None), default=0)

    @property
    def verdict(self) -> str:
        """One sentence."""
        compared = [layer for layer in self.layers if layer.difference is not None]
        if self.first is None:
            return (
                f"Deeplearning4j answers as Keras: {len(compared)} layers compared, largest "
                f"difference {self.largest:.1e} (tolerance {self.tolerance:g})."
            )
        first = self.first
        return (
            f"Deeplearning4j departs from Keras in layer '{first.name}' ({first.kind}): "
            f"{first.note or f'largest difference {first.difference:.2e}'}."
        )


def check(
    path: Path,
    *,
    inputs: Array | None = None,
    tolerance: float = 1e-5,
    rows: int = 8,
    seed: int = 123,
) -> KerasCheck:
    """Compare a Keras model in Deeplearning4j with numpy, and with Keras where it is installed.

    Args:
        path: a file that `kerasfile.read` takes.
        inputs: shape (rows, ...) as Keras takes it; None draws random ones.
        tolerance: what a difference may be, times the layer's largest value where that is above 1.
        rows: how many random rows.
        seed: of the random rows.

    Raises:
        DataError: no such file, no model, inputs of another shape, or a layer that Deeplearning4j
            cannot import.
        ModelFileError: the file is damaged.
        SetupError: h5py is not installed.
        UsageError: a layer that numpy's side does not know, or a negative tolerance.
    """
    if not tolerance >= 0:
        raise UsageError(f"The tolerance is {tolerance}, but must be at least 0.")
    model = kerasfile.read(path)
    xs = (
        kerasfile.random_inputs(model, rows, seed)
        if inputs is None
        else kerasfile.checked_inputs(model, np.asarray(inputs))
    )
    expected = kerasfile.outputs(model, xs)
    network, names = keras.import_model(model)
    theirs = keras_itself.outputs(model, xs)
    seen = _Seen(network, xs, {name: key for key, name in names.items()})
    layers = tuple(
        _compare(
            layer,
            expected[layer.name],
            seen,
            tolerance,
            theirs.outputs if theirs else {},
            layer.name in model.outputs,
        )
        for layer in _in_order(model, expected)
    )
    return KerasCheck(
        model.path,
        model.version,
        type(network).__name__.rpartition(".")[2],
        model.parameters,
        len(xs[0]),
        seed if inputs is None else None,
        tolerance,
        layers,
        theirs.version if theirs else None,
    )


def _in_order(model: kerasfile.KerasModel, computed: Outputs) -> list[kerasfile.KerasLayer]:
    return [model.layer(name) for name in computed if name not in model.inputs]


class _Seen:
    """What Deeplearning4j's layers answer, by Keras' names."""

    def __init__(self, network: Any, xs: Sequence[Array], keys: Mapping[str, str]) -> None:
        self._network, self._xs, self._keys = network, xs, keys
        self._together = keras.layer_outputs(network, xs)

    def get(self, name: str) -> Array | None:
        """As the network runs; None for what is no layer of its own there."""
        return self._together.get(self._keys[name])

    def apart(self, name: str) -> Array:
        """Before the layer after it writes over it."""
        return self._apart[self._keys[name]]

    @cached_property
    def _apart(self) -> Outputs:
        return keras.outputs_apart(self._network, self._xs)


def _compare(
    layer: kerasfile.KerasLayer,
    wanted: Array,
    seen: _Seen,
    tolerance: float,
    theirs: Outputs,
    last: bool,
) -> LayerCheck:
    scale = float(np.abs(wanted).max(initial=0))
    shape = tuple(wanted.shape[1:])
    found = seen.get(layer.name)
    if found is None:
        note = "no layer of its own in Deeplearning4j"
        return LayerCheck(layer.name, layer.kind, shape, None, scale, True, None, note)
    limit = tolerance * max(1.0, scale)
    difference = _difference(found, wanted)
    if not difference <= limit and not last:
        found = seen.apart(layer.name)
        difference = _difference(found, wanted)
    note = f"its shape is {found.shape[1:]}, in Keras {shape}" if found.size != wanted.size else ""
    real = theirs.get(layer.name)
    return LayerCheck(
        layer.name,
        layer.kind,
        shape,
        difference,
        scale,
        bool(difference <= limit),
        None if real is None else _difference(found, real),
        note,
    )


def _difference(found: Array, wanted: Array) -> float:
    """Largest absolute difference in the order of axes in which it is smallest."""
    return min((_largest(one, wanted) for one in _readings(found, wanted.shape)), default=np.inf)


def _largest(found: Array, wanted: Array) -> float:
    """Infinite where only one of two values is a number; two infinite ones may be equal."""
    equal = (found == wanted) | (np.isnan(found) & np.isnan(wanted))
    with np.errstate(invalid="ignore"):
        apart = np.where(equal, 0.0, np.abs(found - wanted))
    return float(np.nan_to_num(apart, nan=np.inf, posinf=np.inf).max(initial=0))


def _readings(found: Array, shape: tuple[int, ...]) -> Iterator[Array]:
    """The same values as Keras orders them: channels or features last, steps beside rows.

    Random numbers agree in no order but the right one.
    """
    if found.shape == shape:
        yield found
    last = np.moveaxis(found, 1, -1)
    if last.shape == shape:
        yield last
    if len(shape) == 3 and found.shape == (shape[0] * shape[1], shape[2]):
        yield found.reshape(shape)
        yield found.reshape(shape[1], shape[0], shape[2]).swapaxes(0, 1)
