"""What happened in a training run, epoch by epoch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import DataError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Row = dict[str, Any]


class History(list[Row]):
    """A list with one row an epoch, each a dict of plain numbers.

    A row holds `epoch` (from 1), `iterations` (batches), `loss` (mean score of the epoch's
    batches: loss plus regularization, as DL4J's `score()`), `learning_rate` (of its first
    iteration; None where the updater has none), `seconds` (training only), `ms_per_iteration`;
    with test data `test_accuracy` (0 to 1), with validation data `validation_loss` and
    `validation_accuracy`. `history["loss"]` is a column.
    """

    def __init__(self, rows: list[Row] | None = None) -> None:
        super().__init__(rows or [])
        self._scores: list[npt.NDArray[np.float64]] = []

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return [row[key] for row in self]
        return super().__getitem__(key)

    @property
    def scores(self) -> npt.NDArray[np.float64]:
        """Score of every iteration so far, unfinished epochs included; shape (iterations,)."""
        import numpy as np

        return np.concatenate(self._scores) if self._scores else np.empty(0)

    def add_scores(self, scores: npt.NDArray[np.float64]) -> None:
        """Append the scores of an epoch's iterations; shape (iterations,)."""
        self._scores.append(scores)

    def save(self, path: str | Path) -> None:
        """Write the rows as JSON lines, one row a line; an older file stays until all are there."""
        from .modelfile.replace import replace_file

        def write(temporary: Path) -> None:
            lines = "".join(json.dumps(row) + "\n" for row in self)
            temporary.write_text(lines, encoding="utf-8")

        replace_file(Path(path), write)

    @classmethod
    def load(cls, path: str | Path) -> History:
        """Read what `save` wrote.

        Raises:
            DataError: a line that is no row of numbers; the message names file and line.
        """
        lines = Path(path).read_bytes().splitlines()
        return cls([_row(line, f"{path}, line {number}") for number, line in enumerate(lines, 1)])


def _row(line: bytes, where: str) -> Row:
    """A row from its JSON."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where}: no JSON ({error}).") from error
    if not isinstance(row, dict):
        raise DataError(f"{where}: a row must be an object.")
    for name in ("epoch", "seconds"):
        if row.get(name) is None:
            raise DataError(f"{where}: a row without {name!r}. Train again, or take the line out.")
    if not isinstance(row["epoch"], int):
        raise DataError(f"{where}: 'epoch' is {row['epoch']!r:.40}, but must be a whole number.")
    for name, value in row.items():
        if isinstance(value, bool) or not isinstance(value, int | float | None):
            raise DataError(f"{where}: {name!r} is {str(value)[:40]!r}, but must be a number.")
    return row
