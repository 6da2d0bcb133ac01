"""Labels as what a network's outputs should be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .. import intake
from ..errors import ArrayError

Array = npt.NDArray[Any]

# How far the sum of a row's shares may be from 1: half floats, smoothed labels.
_ROUNDING = 0.01


class _Rule(NamedTuple):
    """What a loss function needs its labels to be."""

    bad: Callable[[Array], npt.NDArray[np.bool_]]  # for each value, or for each row
    wanted: str


_SHARES = _Rule(
    lambda y: (y.min(axis=1) < 0) | (np.abs(y.sum(axis=1) - 1) > _ROUNDING),
    "softmax with cross-entropy needs a single 1 in each row, or shares of 0 or more whose sum "
    "is 1",
)
_SIGNS = _Rule(lambda y: np.abs(y) != 1, "the hinge loss needs -1 and 1 (of 0 and 1: 2 * y - 1)")
_RULES = {
    "LossBinaryXENT": _Rule(lambda y: (y < 0) | (y > 1), "binary cross-entropy needs 0 to 1"),
    "LossHinge": _SIGNS,
    "LossSquaredHinge": _SIGNS,
    "LossPoisson": _Rule(lambda y: y < 0, "the Poisson loss needs 0 or more"),
    "LossMSLE": _Rule(lambda y: y <= -1, "the logarithmic loss needs more than -1"),
}
_CROSS_ENTROPY = ("LossMCXENT", "LossNegativeLogLikelihood")
_SPARSE = "LossSparseMCXENT"


def targets(layer: Any, labels: object) -> Array:
    """Labels as an array with at least two axes, rows first, as they came where they can stay.

    Args:
        layer: configuration of the output layer.
        labels: shape (n,) or (n, 1) of whole numbers for classes, (n,) for a single output; or
            what the outputs should be.

    Raises:
        ArrayError: labels that are no numbers, or not as many as outputs.
    """
    values, outputs = intake.plain(labels, "y"), _outputs(layer)
    if values.dtype.kind not in "biuf":
        raise ArrayError(
            f"y has the data type {values.dtype} (shape {values.shape}), but must be whole numbers "
            "for classes, or numbers for each output. numpy.unique(y, return_inverse=True) numbers "
            "names."
        )
    if values.ndim == 0:
        raise ArrayError(f"y is {values[()]!r}, but must be an array with a label for each row.")
    if loss_name(layer) == _SPARSE and outputs > 1 and values.shape[1:] in ((), (1,)):
        numbers = values.reshape(len(values), 1)
        class_numbers(numbers[:, 0], outputs)
        return numbers
    if values.ndim == 1 or (values.shape[1:] == (1,) and outputs > 1):
        column = values.reshape(len(values), 1)
        return column if outputs == 1 else one_hot(column[:, 0], outputs)
    if values.ndim == 2 and outputs and values.shape[1] != outputs:
        raise ArrayError(
            f"y has the shape {values.shape}, but the network has {outputs} output(s): expected "
            f"labels of shape (rows, {outputs})"
            + (" or (rows,) with whole numbers." if outputs > 1 else ".")
        )
    return values


def check(layer: Any, values: Array) -> None:
    """See that labels are what the layer's loss function is made for.

    Args:
        layer: configuration of the output layer.
        values: finite, rows first.

    Raises:
        ArrayError: they are not; names the first bad row.
    """
    rule = _rule(layer) if values.ndim == 2 and values.size else None
    if rule is None:
        return
    bad = rule.bad(values)
    if bad.any():
        row, *column = map(int, np.unravel_index(int(bad.argmax()), bad.shape))
        value = values[(row, *column)]
        shown = f"{value:g}" if column else np.array2string(value, threshold=12, precision=4)
        raise ArrayError(f"y, {intake.place((row, *column))} is {shown}, but {rule.wanted}.")


def class_numbers(labels: Array, classes: int) -> npt.NDArray[np.int64]:
    """Whole numbers from 0 to classes - 1 as int64, shape (n,).

    Raises:
        ArrayError: labels that are something else; names the row.
    """
    if labels.dtype.kind not in "biuf":
        raise ArrayError(f"y has the data type {labels.dtype}, but must be whole numbers.")
    # So written, NaN is wrong, too.
    right = (labels >= 0) & (labels < classes) & (labels == np.floor(labels))
    if not right.all():
        row = int(right.argmin())
        raise ArrayError(
            f"y[{row}] is {labels[row]}, but the network has the classes 0 to {classes - 1}."
        )
    return labels.astype(np.int64)


def one_hot(labels: Array, classes: int) -> npt.NDArray[np.float32]:
    """Whole numbers as rows with a single 1, float32, shape (n, classes).

    Raises:
        ArrayError: as `class_numbers`.
    """
    return np.eye(classes, dtype=np.float32)[class_numbers(labels, classes)]


def loss_name(layer: Any) -> str:
    """Simple name of the layer's loss function; empty without one."""
    if not hasattr(layer, "getLossFn"):
        return ""
    return str(layer.getLossFn().getClass().getSimpleName())


def _rule(layer: Any) -> _Rule | None:
    name = loss_name(layer)
    if name not in _CROSS_ENTROPY:
        return _RULES.get(name)
    activation = str(layer.getActivationFn().getClass().getSimpleName())
    # Weights of classes make labels of any sum meaningful.
    plain = layer.getLossFn().getWeights() is None
    return _SHARES if activation == "ActivationSoftmax" and plain else None


def _outputs(layer: Any) -> int:
    """How many values the layer gives for a row; 0 where it does not say."""
    return int(layer.getNOut()) if hasattr(layer, "getNOut") else 0
