"""The sentences of a report."""

from pathlib import Path

import numpy as np

from dl4j_bridge.evaluation import Evaluation
from dl4j_bridge.history import History
from dl4j_bridge.lab import verdict
from dl4j_bridge.lab.comparing import Comparison
from dl4j_bridge.lab.intervals import interval
from dl4j_bridge.lab.ranking import Ranking, rank
from dl4j_bridge.presets import preset

from .folders import CLASSES, CONFUSION, history, outcome


def ranked(*outcomes) -> Ranking:
    axes = {"updater": ["adam", "sgd"], "learning-rate": ["default", "0.1"]}
    return rank(Comparison(preset("lecture"), axes, list(outcomes), Path(), 1.0))


def text(sentences: list[str]) -> str:
    return " ".join(sentences)


def test_a_clear_winner_is_named_with_its_spread() -> None:
    found = text(
        verdict.which(
            ranked(
                *(outcome("adam", "default", seed, 0.5, 0.9 + seed / 1000) for seed in (1, 2, 3)),
                *(outcome("sgd", "default", seed, 0.1, 0.5) for seed in (1, 2, 3)),
                *(outcome("sgd", "0.1", seed, 0.1, status="diverged") for seed in (1, 2, 3)),
            )
        )
    )
    assert "Adam, learning-rate 0.001 is best: 90.20% of the test examples are right" in found
    assert "mean of 3 seeds, ± 0.10 points" in found
    assert "All others differ from it (paired t-test over 3 seeds" in found
    assert "At Deeplearning4j's default rates: Adam (0.001) 90.20%, Sgd (0.001) 50.00%." in found
    assert "Sgd, learning-rate 0.1 (3 of 3 diverged)" in found


def test_what_chance_explains_is_said() -> None:
    near = ranked(
        *(outcome("adam", "default", seed, 0.9 + seed / 100) for seed in (1, 2, 3)),
        *(outcome("sgd", "default", seed, 0.9 + (4 - seed) / 101) for seed in (1, 2, 3)),
    )
    assert "cannot be told apart from Sgd, learning-rate 0.001" in text(verdict.which(near))
    one = ranked(outcome("adam", "default", 1, 0.9), outcome("sgd", "default", 1, 0.8))
    assert "One seed says nothing about chance" in text(verdict.which(one))
    none = ranked(outcome("adam", "default", 1, 0.1, status="diverged"))
    assert "No setting came through" in text(verdict.which(none))


def test_good_enough_says_how_sure_and_what_is_worst() -> None:
    evaluation = Evaluation(np.array(CONFUSION), CLASSES)
    found = text(verdict.good_enough("gone.npz", evaluation, history(0.8, 0.9), None))
    assert "92.67% of 150 test examples are right (95% interval 87.3% to 95.9%)" in found
    assert "73 mistakes in 1,000" in found
    assert "most frequent class gives 33.3%" in found
    assert "weakest class is cat: 80.0% of it is found" in found
    assert "cat taken for dog (8 times)" in found
    assert "validation loss still fell by 50% in the last epoch: train longer" in found
    assert "LeNet-5" not in found
    assert "LeNet-5" in text(verdict.good_enough("mnist", evaluation, history(0.8), None))


def test_the_best_epoch_is_named_when_it_is_not_the_last() -> None:
    rows = History([{"epoch": n, "loss": loss} for n, loss in enumerate((3.0, 1.0, 2.0), 1)])
    found = verdict.good_enough("iris", None, rows, None)
    assert found == ["The training loss was lowest after epoch 2 of 3."]


def test_wilsons_interval() -> None:
    # 9 of 10: the centre is 10.92 / 13.84, the half-width 0.1943 (z = 1.96).
    low, high = interval(9, 10)
    assert (round(low, 4), round(high, 4)) == (0.5958, 0.9821)
    assert interval(1, 1)[1] == 1
