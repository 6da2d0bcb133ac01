"""Class indices from labels as people write them: numbers, names, one-hot rows."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from ..errors import ArrayError, DataError
from .dataset import Floats

__all__ = ["encode", "targets"]

_MEASUREMENT = "If these are measurements to predict, not classes, ask for regression=True."


def encode(
    train: NDArray[Any], test: NDArray[Any], where: str
) -> tuple[NDArray[np.int64], NDArray[np.int64], tuple[str, ...]]:
    """Number the classes.

    Args:
        train: Labels of the training rows: whole numbers ≥ 0 or strings, shape `(n,)` or `(n, 1)`;
            or one-hot rows, shape `(n, classes)`.
        test: The same for the test rows; there may be none.
        where: What to call the data in an error.

    Returns:
        Class indices of the training rows, int64 `(n,)`; of the test rows; and the names of
        the classes. One-hot columns are the classes `0…`; else the classes are the distinct
        training labels in ascending order.

    Raises:
        DataError: a label is no class, or there is only one class; names the row.
    """
    known, columns = _flat(train, where)
    asked, columns_test = _flat(test, f"{where}, test")
    if columns != columns_test or (known.dtype.kind == "U") != (asked.dtype.kind == "U"):
        raise ArrayError(
            f"{where}: labels are {train.dtype} of shape {train.shape}, test labels {test.dtype} "
            f"of shape {test.shape}; both need the same kind."
        )
    values = np.arange(columns) if columns else _distinct(known, where)
    names = tuple(str(value) for value in values.tolist())
    return _indices(known, values, where), _indices(asked, values, f"{where}, test"), names


def targets(values: NDArray[Any], where: str) -> Floats:
    """Regression targets as float32, shape `(n, outputs)`.

    Raises:
        DataError: a target is not a finite number; names the row.
    """
    if values.dtype.kind not in "biuf" or values.ndim not in (1, 2):
        raise ArrayError(
            f"{where}: targets are {values.dtype} of shape {values.shape}; expected numbers of "
            "shape (n,) or (n, outputs)."
        )
    columns = values[:, None] if values.ndim == 1 else values
    with np.errstate(over="ignore", invalid="ignore"):
        rows = np.ascontiguousarray(columns, dtype=np.float32)
    bad = np.flatnonzero(~np.isfinite(rows).all(axis=1))
    if bad.size:
        _refuse(where, bad[0], f"target {values[bad[0]]} is not a finite float32")
    return rows


def _flat(labels: NDArray[Any], where: str) -> tuple[NDArray[Any], int]:
    """Labels as shape `(n,)`, with the number of one-hot columns they came from (or 0)."""
    if labels.dtype.kind == "O" and all(isinstance(label, str) for label in labels.flat):
        labels = labels.astype(str)  # what a pandas column of names comes as
    if labels.dtype.kind not in "biufU":
        raise ArrayError(
            f"{where}: labels of type {labels.dtype} are not classes; give whole numbers, "
            "strings or one-hot rows."
        )
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    if labels.ndim == 2 and labels.dtype.kind != "U":
        return _from_one_hot(labels, where), labels.shape[1]
    if labels.ndim != 1:
        raise ArrayError(
            f"{where}: labels have shape {labels.shape}; expected (n,) or one-hot (n, classes)."
        )
    if labels.dtype.kind == "U":
        _check(labels == "", labels, where, "is empty")
        return labels, 0
    if labels.dtype.kind == "f":
        whole = np.isfinite(labels) & (labels == np.floor(labels)) & (np.abs(labels) < 2**31)
        _check(~whole, labels, where, f"is not a whole number. {_MEASUREMENT}")
        labels = labels.astype(np.int64)
    if not (np.abs(labels) == 1).all():  # two classes may be written -1, +1
        _check(labels < 0, labels, where, "is negative; classes are numbered from 0")
    return labels, 0


def _distinct(labels: NDArray[Any], where: str) -> NDArray[Any]:
    """The labels that occur, ascending, if they are as few as classes are."""
    values = np.unique(labels)
    if len(values) < 2:
        raise DataError(
            f"{where}: every label is {values[0]!s}; to learn a difference takes two classes. "
            "Check that this is the label column."
        )
    if len(values) > max(10, len(labels) // 2):
        raise DataError(
            f"{where}: {len(values)} different labels in {len(labels)} rows are too many for "
            f"classes. {_MEASUREMENT}"
        )
    return values


def _from_one_hot(rows: NDArray[Any], where: str) -> NDArray[np.int64]:
    ones, others = (rows == 1).sum(axis=1), (rows != 0).sum(axis=1)
    bad = np.flatnonzero((ones != 1) | (others != 1))
    if bad.size:
        _refuse(where, bad[0], f"{rows[bad[0]].tolist()} is not one-hot. {_MEASUREMENT}")
    return np.asarray(rows.argmax(axis=1), dtype=np.int64)


def _indices(labels: NDArray[Any], values: NDArray[Any], where: str) -> NDArray[np.int64]:
    places = np.minimum(np.searchsorted(values, labels), len(values) - 1)
    _check(values[places] != labels, labels, where, "does not occur among the training labels")
    return places.astype(np.int64)


def _check(bad: NDArray[np.bool_], labels: NDArray[Any], where: str, why: str) -> None:
    rows = np.flatnonzero(bad)
    if rows.size:
        _refuse(where, rows[0], f"label {labels[rows[0]].item()!r} {why}")


def _refuse(where: str, row: int | np.integer[Any], what: str) -> NoReturn:
    raise DataError(f"{where}, row {row} (the first is 0): {what}")
