"""The measures, against numbers worked out by hand."""

import numpy as np
import pytest

from dl4j_bridge.errors import ArrayError
from dl4j_bridge.evaluation import Evaluation

# True 0, 0, 1, 1, 2; predicted 0, 1, 1, 1, 0. Class 2 is never predicted.
LABELS = np.array([0, 0, 1, 1, 2])
PROBABILITIES = np.eye(3)[[0, 1, 1, 1, 0]]


def test_measures_by_hand() -> None:
    evaluation = Evaluation.of(LABELS, PROBABILITIES)
    assert evaluation.confusion.tolist() == [[1, 1, 0], [0, 2, 0], [1, 0, 0]]
    assert evaluation.accuracy == pytest.approx(3 / 5)
    assert evaluation.class_precision[:2] == pytest.approx([1 / 2, 2 / 3])
    assert np.isnan(evaluation.class_precision[2])
    assert evaluation.precision == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert evaluation.recall == pytest.approx((1 / 2 + 1 + 0) / 3)
    assert evaluation.class_f1 == pytest.approx([1 / 2, 4 / 5, 0])
    assert evaluation.as_dict()["count"] == 5


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([0, 1], "do not fit"),
        ([0, 0, 3, 1, 2], "Row 2 has the label 3"),
        ([0, -1, 1, 1, 2], "Row 1"),
    ],
)
def test_labels_that_do_not_fit_are_named(labels: list[int], words: str) -> None:
    with pytest.raises(ArrayError, match=words):
        Evaluation.of(np.array(labels), PROBABILITIES)
