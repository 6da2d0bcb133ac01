"""What users hand in as data, as the arrays a network takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..datasets import Dataset, Split
from ..errors import ArrayError, UsageError

Arrays = npt.ArrayLike | Sequence[npt.ArrayLike]
Data = Dataset | Split | tuple[Arrays, Arrays]
Array = npt.NDArray[Any]


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
        ArrayError: arrays that are no numbers, have no rows, or differ in their number of rows.
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
    xs = features(network, x)
    ys = [
        _labels(network, output, labels)
        for output, labels in enumerate(_each(y, _count(network, "Output"), "y"))
    ]
    rows = {len(array) for array in (*xs, *ys)}
    if len(rows) != 1 or 0 in rows:
        shapes = ", ".join(str(array.shape) for array in (*xs, *ys))
        raise ArrayError(f"x and y need the same number of rows, at least one; got {shapes}.")
    return xs, ys


def features(network: Any, x: Arrays) -> list[Array]:
    """Arrays of features, one for each input of a network; see `features_and_labels`."""
    return [_numbers(network, array, "x") for array in _each(x, _count(network, "Input"), "x")]


def rows(network: Any, x: Arrays) -> list[Array]:
    """As `features`, but the arrays are as they come: `converted` makes them the network's."""
    return [_checked(array, "x") for array in _each(x, _count(network, "Input"), "x")]


def converted(network: Any, values: Array) -> Array:
    """An array C-ordered and of the network's data type; not copied if it is so already."""
    return np.ascontiguousarray(values, dtype=_dtype(network))


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


def _numbers(network: Any, array: Any, name: str) -> Array:
    return converted(network, _checked(array, name))


def _checked(array: Any, name: str) -> Array:
    try:
        values = np.asarray(array)
    except ValueError as error:
        raise ArrayError(f"{name} is no array: {error}") from error
    if values.dtype.kind not in "biuf":
        raise ArrayError(
            f"{name} has the data type {values.dtype} (shape {values.shape}), but must be numbers."
        )
    if values.ndim < 2:
        raise ArrayError(
            f"{name} has the shape {values.shape}, but must have at least two axes: rows, values."
            " A single row becomes one by x[None, :]."
        )
    return values


def _labels(network: Any, output: int, labels: Any) -> Array:
    values = np.asarray(labels)
    if values.ndim != 1:
        return _numbers(network, values, "y")
    outputs = _outputs(network, output)
    if outputs == 1:
        return _numbers(network, values[:, None], "y")
    return _numbers(network, one_hot(values, outputs), "y")


def one_hot(labels: Array, classes: int) -> npt.NDArray[np.float32]:
    """Whole numbers as rows with a single 1, float32, shape (n, classes).

    Raises:
        ArrayError: labels that are no whole numbers from 0 to classes - 1; names the row.
    """
    if labels.dtype.kind not in "biuf":
        raise ArrayError(f"y has the data type {labels.dtype}, but must be whole numbers.")
    wrong = (labels < 0) | (labels >= classes) | (labels != np.floor(labels))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise ArrayError(
            f"y[{row}] is {labels[row]}, but the network has the classes 0 to {classes - 1}."
        )
    return np.eye(classes, dtype=np.float32)[labels.astype(np.int64)]


def _outputs(network: Any, output: int) -> int:
    layer = network.getOutputLayer(output) if is_graph(network) else network.getOutputLayer()
    return int(layer.conf().getLayer().getNOut())


def _dtype(network: Any) -> np.dtype[Any]:
    configuration = (
        network.getConfiguration() if is_graph(network) else network.getLayerWiseConfigurations()
    )
    names = {"DOUBLE": "float64", "HALF": "float16"}
    return np.dtype(names.get(str(configuration.getDataType()), "float32"))
