"""The history: columns, scores, JSON lines."""

import numpy as np
import pytest

from dl4j_bridge.errors import DataError
from dl4j_bridge.history import History


def test_columns_and_rows() -> None:
    history = History([{"epoch": 1, "loss": 0.5}, {"epoch": 2, "loss": 0.25}])
    assert history["loss"] == [0.5, 0.25]
    assert history[-1] == {"epoch": 2, "loss": 0.25}


def test_scores_of_all_epochs_lie_in_a_row() -> None:
    history = History()
    assert history.scores.shape == (0,)
    history.add_scores(np.array([3.0, 2.0]))
    history.add_scores(np.array([1.0]))
    assert history.scores.tolist() == [3.0, 2.0, 1.0]


def test_json_lines_round_trip(tmp_path) -> None:
    history = History([{"epoch": 1, "seconds": 2.0, "loss": 0.1 + 0.2, "learning_rate": None}])
    history.save(tmp_path / "history.jsonl")
    assert History.load(tmp_path / "history.jsonl") == history


@pytest.mark.parametrize(
    "line", ["{", "[1]", "[" * 100_000, '{"epoch": 2}', '{"epoch": 2, "seconds": "x"}', "\0"]
)
def test_a_damaged_line_is_named(tmp_path, line: str) -> None:
    (tmp_path / "history.jsonl").write_text('{"epoch": 1, "seconds": 2}\n' + line + "\n")
    with pytest.raises(DataError, match="line 2"):
        History.load(tmp_path / "history.jsonl")
