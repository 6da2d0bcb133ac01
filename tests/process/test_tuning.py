"""A search with real workers: what it looks at, what it does not."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge.datasets import Dataset, Split
from dl4j_bridge.lab.counting import Moment
from dl4j_bridge.lab.search_space import parse
from dl4j_bridge.lab.study import Question, Study
from dl4j_bridge.lab.tuning import search
from dl4j_bridge.presets import preset

BASE = replace(preset("lecture"), validation=0.25, epochs=2)
QUESTION = Question(BASE, parse(["lr=loguniform(1e-2,1)"]))
X = np.random.default_rng(0).normal(size=(80, 4)).astype(np.float32)
Y = (X[:, 0] > 0).astype(np.int64)


def found(path: Path, truth: np.ndarray, **settings) -> list[float | None]:
    study = Study(path, QUESTION)
    data = Dataset("signs", Split(X, Y, 2), Split(X, truth, 2), ("minus", "plus"))
    assert search(study, 3, data, **settings)
    return [one.value for one in study.attempts]


@pytest.fixture(scope="module")
def values(tmp_path_factory) -> list[float | None]:
    return found(tmp_path_factory.mktemp("study") / "a.db", Y)


def test_the_test_data_have_no_part_in_it(values, tmp_path: Path) -> None:
    assert found(tmp_path / "b.db", 1 - Y) == values
    # Twenty rows judge, not the one that stands in for the test data.
    assert all(value * 20 == pytest.approx(round(value * 20)) for value in values)
    assert any(0 < value < 1 for value in values)


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    moments: list[Moment] = []
    found(tmp_path / "c.db", Y, workers=2, report=moments.append)
    shares = [moment.share for moment in moments]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(moments) == 3 * (2 + 1)  # two rows and an end each
    assert [moment.done for moment in moments if moment.said] == [1, 2, 3]


def test_numbers_to_predict_are_judged_by_their_loss(tmp_path: Path) -> None:
    *hidden, last = BASE.layers
    end = {"activation": "IDENTITY", "lossFunction": "MSE"}
    base = replace(BASE, layers=(*hidden, replace(last, settings=end)))
    study = Study(
        tmp_path / "d.db", Question(base, parse(["lr=choice(1e-9,0.01)"])), "grid", loss=True
    )
    targets = Split(X, X[:, :1] * 2, 0)
    assert search(study, 2, Dataset("numbers", targets, targets, ()))
    losses = {one.setting["learning-rate"]: one.value for one in study.attempts}
    assert losses["0.01"] < losses["1e-9"]
