"""What users hand in as data, as the arrays a network takes."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import intake
from ..datasets import Dataset, Split
from ..errors import ArrayError, DataError, UsageError
from . import targets

Arrays = npt.ArrayLike | Sequence[npt.ArrayLike]
Data = Dataset | Split | tuple[Arrays, Arrays]
Array = npt.NDArray[Any]

_initializing = threading.Lock()


def initialize(network: Any) -> None:
    """Initialize a network that has no parameters yet.

    Raises:
        UsageError: it is no network, for example a configuration.
    """
    if not hasattr(network, "init") or not hasattr(network, "params"):
        raise UsageError(
            f"Expected a MultiLayerNetwork or ComputationGraph, got {type(network).__name__}. "
            "A configuration becomes one by MultiLayerNetwork(configuration)."
        )
    # A network that is being initialized has parameters before its layers have.
    with _initializing:
        parameters = network.params()
        if parameters is None or parameters.length() == 0:
            network.init()


def is_graph(network: Any) -> bool:
    """True for a ComputationGraph, False for a MultiLayerNetwork."""
    return hasattr(network, "getNumInputArrays")


def has_convolution(network: Any) -> bool:
    """Whether a layer of an initialized network works on pictures: convolution, pooling."""
    names = (str(layer.getClass().getName()) for layer in network.getLayers())
    return any(".layers.convolution." in name for name in names)


def features_and_labels(network: Any, data: Data) -> tuple[list[Array], list[Array]]:
    """Arrays of features and of labels, one for each input and output of a network.

    They are C-ordered and have the network's data type; an array that is so already is not
    copied.

    Raises:
        ArrayError: arrays that are no numbers, have no rows, or differ in their number of rows;
            labels that the network's loss function is not made for.
        DataError: a value that is NaN or infinite as a number of the network's type.
        UsageError: what was given is no data, or not one array for each input and output.
    """
    if isinstance(data, Dataset):
        data = data.train
    x: Arrays
    y: Arrays
    if isinstance(data, Split):
        x, y = data.x, data.y
    elif isinstance(data, tuple) and len(data) == 2:
        x, y = data
    else:
        raise UsageError(
            f"Expected a data set, a split or a pair (x, y) of arrays, got {type(data).__name__}."
        )
    xs, ys = rows(network, x), _each(y, _count(network, "Output"), "y")
    layers = [output_layer(network, output) for output in range(len(ys))]
    ys = [targets.targets(layer, labels) for layer, labels in zip(layers, ys, strict=True)]
    same_rows([*xs, *ys], "x and y")
    xs = [converted(network, array) for array in xs]
    ys = [converted(network, array, "y") for array in ys]
    for layer, labels in zip(layers, ys, strict=True):
        targets.check(layer, labels)
    return xs, ys


def features(network: Any, x: Arrays) -> list[Array]:
    """Arrays of features, one for each input of a network; see `features_and_labels`."""
    return [converted(network, array) for array in rows(network, x)]


def rows(network: Any, x: Arrays) -> list[Array]:
    """As `features`, but the arrays are as they come: `converted` makes them the network's."""
    return [_rows(array) for array in _each(x, _count(network, "Input"), "x")]


def same_rows(arrays: list[Array], names: str) -> None:
    """See that arrays have the same number of rows, at least one.

    Raises:
        ArrayError: they have not; `names` says what they are.
    """
    if len({len(array) for array in arrays}) != 1 or not len(arrays[0]):
        shapes = " and ".join(str(array.shape) for array in arrays)
        raise ArrayError(f"{names}: got {shapes}, but need the same number of rows, at least one.")


def converted(network: Any, values: Array, name: str = "x", first: int = 0) -> Array:
    """An array C-ordered and of the network's data type; not copied if it is so already.

    Args:
        network: initialized.
        values: numbers.
        name: what to call them in an error.
        first: row of a whole that row 0 of the values is.

    Raises:
        DataError: a value that is NaN or infinite, or becomes so; names row and column.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        array = np.ascontiguousarray(values, dtype=_dtype(network))
    bad = intake.first_not_finite(array)
    if bad is not None:
        raise DataError(
            f"{name}, {intake.place(bad, first)} (the first are 0) is {values[bad]}, which is not "
            f"a finite {array.dtype}. Fill the gap, scale the values or leave the row out."
        )
    return array


def output_layer(network: Any, output: int = 0) -> Any:
    """Configuration of the layer that ends a network."""
    layer = network.getOutputLayer(output) if is_graph(network) else network.getOutputLayer()
    return layer.conf().getLayer()


def _count(network: Any, end: str) -> int:
    return int(getattr(network, f"getNum{end}Arrays")()) if is_graph(network) else 1


def _each(arrays: Any, count: int, name: str) -> list[Any]:
    if count == 1 and not (isinstance(arrays, (list, tuple)) and _holds_one_array(arrays)):
        return [arrays]
    if not isinstance(arrays, (list, tuple)) or len(arrays) != count:
        raise UsageError(f"The network needs a list of {count} arrays for {name}.")
    return list(arrays)


def _holds_one_array(arrays: Sequence[Any]) -> bool:
    return len(arrays) == 1 and isinstance(arrays[0], np.ndarray) and arrays[0].ndim > 1


def _rows(array: Any) -> Array:
    values = intake.real(array, "x")
    if values.ndim < 2:
        raise ArrayError(
            f"x has the shape {values.shape}, but must have at least two axes: rows, values."
            " A single row becomes one by x[None, :]."
        )
    if len(values) and not values.size:
        raise ArrayError(f"x has the shape {values.shape}: its rows have no values.")
    return values


def _dtype(network: Any) -> np.dtype[Any]:
    configuration = (
        network.getConfiguration() if is_graph(network) else network.getLayerWiseConfigurations()
    )
    names = {"DOUBLE": "float64", "HALF": "float16"}
    return np.dtype(names.get(str(configuration.getDataType()), "float32"))
