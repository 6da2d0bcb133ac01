"""What each column of a text table is: left out, a feature, the label."""

from __future__ import annotations

import difflib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from .. import intake
from ..errors import DataError
from .dataset import Floats

__all__ = ["Columns", "plan"]

_MISSING = {"", "?", "na", "n/a", "nan"}


@dataclass(frozen=True)
class Columns:
    """The layout of one table.

    Attributes:
        path: The table, for error messages.
        names: The header line, or None.
        label: Index of the label column.
        features: Indices of the feature columns.
        decimal_comma: A comma in a cell is a decimal point.
    """

    path: Path
    names: list[str] | None
    label: int
    features: list[int]
    decimal_comma: bool

    def numbers(self, line: int, cells: list[str]) -> list[float]:
        """The features of one row."""
        picked = [cells[place] for place in self.features]
        if self.decimal_comma:
            picked = [cell.replace(",", ".") for cell in picked]
        try:
            return list(map(float, picked))
        except ValueError:
            bad = next(i for i, cell in enumerate(picked) if not _is_number(cell))
            self._refuse(line, self.features[bad], cells[self.features[bad]])

    def table(self, values: Sequence[float], lines: Sequence[int]) -> Floats:
        """All features as float32 `(n, features)`, every one finite."""
        table = np.asarray(values).reshape(len(lines), -1)
        with np.errstate(over="ignore"):
            rows = table.astype(np.float32)
        bad = intake.first_not_finite(rows)
        if bad is not None:
            self._refuse(lines[bad[0]], self.features[bad[1]], str(table[bad]))
        return rows

    def classes(self, labels: list[str], lines: Sequence[int]) -> NDArray[Any]:
        """Class labels as float64 if all are whole numbers, else as strings; shape `(n,)`."""
        for line, label in zip(lines, labels, strict=True):
            if label.lower() in _MISSING:
                self._refuse(line, self.label, label)
        if not all(map(_is_number, labels)):
            return np.array(labels)
        numbers = self.targets(labels, lines)
        for row in np.flatnonzero(numbers != np.floor(numbers))[:1]:
            raise DataError(
                f"{self._place(lines[row], self.label)}: label {labels[row]} is not a whole "
                "number. If it is a measurement to predict, ask for regression=True."
            )
        for row in np.flatnonzero((numbers < 0) & (np.abs(numbers) != 1).any())[:1]:
            raise DataError(
                f"{self._place(lines[row], self.label)}: label {labels[row]} is negative; classes "
                "are numbered from 0 (two may be -1, +1)."
            )
        return numbers

    def targets(self, labels: list[str], lines: Sequence[int]) -> NDArray[np.float64]:
        """Regression targets, shape `(n,)`, every one finite."""
        for line, label in zip(lines, labels, strict=True):
            if not _is_number(label) or not math.isfinite(_number(label)):
                self._refuse(line, self.label, label)
        return np.array(list(map(_number, labels)))

    def _refuse(self, line: int, place: int, cell: str) -> NoReturn:
        """Raise the `DataError` for a cell that is no finite number."""
        if cell.lower() in _MISSING:
            what, advice = f"no value ({cell!r})", "Fill the gap or leave the row out."
        else:
            what = f"{cell[:40]!r} is not a finite number"
            advice = "Turn it into a number; for a column of class names give label=."
        raise DataError(f"{self._place(line, place)}: {what}. {advice}")

    def _place(self, line: int, place: int) -> str:
        name = f" ({self.names[place]})" if self.names else ""
        return f"{self.path}, line {line}, column {place + 1}{name}"


def plan(path: Path, first: list[str], label: str | int | None, decimal_comma: bool) -> Columns:
    """Decide from the first row of a table, and the label column asked for, what is what.

    Raises:
        DataError: there is no such label column, or no column beside it.
    """
    names = first if _is_header(first) else None
    place = _find_label(path, names, len(first), label)
    row_numbers = 0 if names and not names[0] else None
    features = [i for i in range(len(first)) if i not in (place, row_numbers)]
    if not features:
        raise DataError(
            f"{path}: one column only. A table has features beside the label, parted by commas, "
            "semicolons or tabs."
        )
    return Columns(path, names, place, features, decimal_comma)


def _is_header(first: list[str]) -> bool:
    """True for names; also for 0, 1, 2 … that pandas names bare columns, before a label's name."""
    *others, last = first
    if len(others) > 2 and others == [str(i) for i in range(len(others))]:
        return not _is_number(last)
    named = all(cell.lower() not in _MISSING for cell in first[1:])
    return named and not any(map(_is_number, first))


def _number(cell: str) -> float:
    return float(cell.replace(",", "."))


def _is_number(cell: str) -> bool:
    try:
        _number(cell)
    except ValueError:
        return False
    return True


def _find_label(path: Path, names: list[str] | None, width: int, label: str | int | None) -> int:
    """Index of the label column."""
    if names and label in names:
        return names.index(str(label))
    try:
        place = -1 if label is None else int(label)
    except ValueError:
        close = difflib.get_close_matches(str(label), names or [], n=1)
        known = f"its columns are {', '.join(names)}" if names else "it has no header line"
        hint = f"Did you mean {close[0]!r}?" if close else "Give one of its columns."
        raise DataError(f"{path}: no column {label!r}; {known}. {hint}") from None
    if not -width <= place < width:
        raise DataError(f"{path}: no column {place}; it has {width}, numbered 0 to {width - 1}.")
    return place % width
