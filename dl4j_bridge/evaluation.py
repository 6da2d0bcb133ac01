"""How good predictions are: accuracy, precision, recall, F1, confusion matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import ArrayError


@dataclass(frozen=True)
class Evaluation:
    """Counts of a classifier's predictions, with the measures DL4J's `Evaluation` has.

    Attributes:
        confusion: int64, shape (classes, classes); rows are the true class, columns the
            predicted one.
        classes: the classes' names.
    """

    confusion: npt.NDArray[np.int64]
    classes: tuple[str, ...]

    @classmethod
    def of(
        cls,
        labels: npt.NDArray[np.int64],
        probabilities: npt.NDArray[np.floating[Any]],
        classes: tuple[str, ...] | None = None,
    ) -> Evaluation:
        """Count predictions against the truth.

        Args:
            labels: true classes as whole numbers, shape (n,).
            probabilities: shape (n, classes); the largest of a row is the prediction.
            classes: names; None numbers them.

        Raises:
            ArrayError: shapes that do not fit, or a label that is no class.
        """
        n_classes = probabilities.shape[1] if probabilities.ndim == 2 else 0
        if n_classes < 2 or labels.shape != probabilities.shape[:1]:
            raise ArrayError(
                f"Labels of shape {labels.shape} do not fit predictions of shape "
                f"{probabilities.shape}; expected (n,) with (n, classes)."
            )
        if labels.size and not 0 <= labels.min() <= labels.max() < n_classes:
            bad = int(np.flatnonzero((labels < 0) | (labels >= n_classes))[0])
            raise ArrayError(
                f"Row {bad} has the label {labels[bad]}, but the network has the classes "
                f"0 to {n_classes - 1}."
            )
        cells = labels * n_classes + probabilities.argmax(axis=1)
        counts = np.bincount(cells, minlength=n_classes**2).reshape(n_classes, n_classes)
        names = classes or tuple(str(i) for i in range(n_classes))
        return cls(counts.astype(np.int64), names)

    @property
    def count(self) -> int:
        """Number of examples."""
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        """Share of right predictions, 0 to 1."""
        return float(np.trace(self.confusion) / max(self.count, 1))

    @property
    def class_precision(self) -> npt.NDArray[np.float64]:
        """Share of right ones among a class's predictions, shape (classes,); NaN without any."""
        return _ratio(self.confusion.diagonal(), self.confusion.sum(axis=0))

    @property
    def class_recall(self) -> npt.NDArray[np.float64]:
        """Share of a class's examples that was found, shape (classes,); NaN without any."""
        return _ratio(self.confusion.diagonal(), self.confusion.sum(axis=1))

    @property
    def class_f1(self) -> npt.NDArray[np.float64]:
        """Harmonic mean of precision and recall, shape (classes,); NaN without either."""
        right = self.confusion.diagonal()
        return _ratio(2 * right, self.confusion.sum(axis=0) + self.confusion.sum(axis=1))

    @property
    def precision(self) -> float:
        """Mean over the classes that were predicted at all (macro average)."""
        return _mean(self.class_precision)

    @property
    def recall(self) -> float:
        """Mean over the classes that have examples (macro average)."""
        return _mean(self.class_recall)

    @property
    def f1(self) -> float:
        """Mean of the classes' F1 (macro average)."""
        return _mean(self.class_f1)

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers and lists, for JSON."""
        return {
            "count": self.count,
            "accuracy": self.accuracy,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "classes": list(self.classes),
            "confusion": self.confusion.tolist(),
        }


def _ratio(part: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    ratio = np.full(part.shape, np.nan)
    np.divide(part, whole, out=ratio, where=whole > 0)
    return ratio


def _mean(values: npt.NDArray[np.float64]) -> float:
    present = values[~np.isnan(values)]
    return float(present.mean()) if present.size else 0.0
