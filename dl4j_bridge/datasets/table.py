"""Data sets in text tables: one row a line, numbers, one column of labels."""

from __future__ import annotations

from array import array
from itertools import chain
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from ..errors import DataError
from .arrays import SEED, TEST_FRACTION, from_arrays
from .columns import plan
from .dataset import Dataset, Floats
from .textrows import find_delimiter, read_rows

__all__ = ["load_csv"]


def load_csv(
    path: str | Path,
    *,
    label: str | int | None = None,
    name: str | None = None,
    test_fraction: float = TEST_FRACTION,
    seed: int = SEED,
    regression: bool = False,
) -> Dataset:
    """Read a table: UTF-8, columns parted by tabs, semicolons or commas, a header line or none.

    The first line is a header if none of its cells is a number (or if its numbers only count the
    columns). With tabs or semicolons a comma may stand for the decimal point. A first column
    without a name (the row numbers pandas writes) is left out. Numbers are kept as they are.

    Args:
        path: The file.
        label: The column to predict, by name or by index (0 is the first, -1 the last); without
            it the last column.
        name: What to call the data set; without it the file's name.
        test_fraction: Share of test rows in 0..1; 0 tests on the training rows.
        seed: Decides which rows are laid aside.
        regression: The label column holds numbers to predict, not classes.

    Returns:
        A `Dataset`; its classes are the distinct labels, ascending.

    Raises:
        DataError: a row is ragged or a cell is no finite number; names file, line (the first
            is 1) and column (the first is 1).
    """
    path = Path(path)
    x, y = _read(path, label, regression)
    return from_arrays(
        x,
        y,
        name=name or path.stem,
        test_fraction=test_fraction,
        seed=seed,
        regression=regression,
    )


def _read(path: Path, label: str | int | None, regression: bool) -> tuple[Floats, NDArray[Any]]:
    """Features, float32 `(n, features)`, with the labels as numbers or strings `(n,)`."""
    delimiter = find_delimiter(path)
    rows = read_rows(path, delimiter)
    first = next(rows, None)
    if first is None:
        raise DataError(f"{path}: the file is empty. Give a table with one row a line.")
    columns = plan(path, first[1], label, decimal_comma=delimiter != ",")
    lines, values = array("q"), array("d")
    labels: list[str] = []
    for line, cells in rows if columns.names else chain([first], rows):
        lines.append(line)
        values.extend(columns.numbers(line, cells))
        labels.append(cells[columns.label])
    if not lines:
        raise DataError(f"{path}: a header line, but no row below it.")
    answers = columns.targets if regression else columns.classes
    return columns.table(values, lines), answers(labels, lines)
