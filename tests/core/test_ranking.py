"""Which setting is better, how sure that is."""

import csv
import dataclasses
import io
import json
import math
from pathlib import Path

import pytest
from scipy import stats

from dl4j_bridge.history import History
from dl4j_bridge.lab.axes import Trial
from dl4j_bridge.lab.comparing import Comparison, Outcome
from dl4j_bridge.lab.ranking import as_dict, cells, comma_separated, markdown, rank
from dl4j_bridge.presets import preset

BASE = preset("lecture")


def outcome(updater: str, seed: int, *accuracies: float, status: str = "done", **columns: float):
    rows = [
        {"epoch": epoch, "seconds": 2.0, "test_accuracy": accuracy, **columns}
        for epoch, accuracy in enumerate(accuracies, 1)
    ]
    trial = Trial(dataclasses.replace(BASE, seed=seed), {"updater": updater})
    return Outcome(trial, status, "", History(rows), Path("runs") / f"{updater}{seed}")


def comparison(*outcomes: Outcome) -> Comparison:
    return Comparison(BASE, {"updater": ["a", "b"]}, list(outcomes), Path("here"), 1.0)


A = [outcome("A", 1, 0.90, 0.97), outcome("A", 2, 0.98, 0.96), outcome("A", 3, 0.95, 0.98)]
B = [outcome("B", 1, 0.80, 0.90), outcome("B", 2, 0.80, 0.91), outcome("B", 3, 0.80, 0.89)]


def test_mean_spread_and_paired_significance() -> None:
    first, second = rank(comparison(*B, *A)).lines
    assert (first.setting["updater"], second.setting["updater"]) == ("A", "B")
    assert first.accuracy == pytest.approx(0.97)
    assert first.spread == pytest.approx(0.01)
    assert first.p is None
    expected = stats.ttest_rel([0.97, 0.96, 0.98], [0.90, 0.91, 0.89]).pvalue
    assert second.p == pytest.approx(expected)
    assert first.best_epoch == 2


def test_when_an_accuracy_was_reached() -> None:
    line = rank(comparison(*A)).lines[0]
    at97, at98 = line.reached
    assert (at97.runs, at97.epochs, at97.seconds) == (
        3,
        pytest.approx(5 / 3),
        pytest.approx(10 / 3),
    )
    assert (at98.runs, at98.epochs) == (2, 1.5)
    assert cells(line)["epochs (s) to 98%"] == "1.5 (3.0, 2 of 3)"


def test_the_validation_data_choose_the_test_data_judge() -> None:
    chosen = outcome("A", 1, 0.9, validation_accuracy=0.8)
    lucky = outcome("B", 1, 0.95, validation_accuracy=0.7)
    assert [line.setting["updater"] for line in rank(comparison(lucky, chosen)).lines] == ["A", "B"]


def test_a_setting_with_a_diverged_run_ranks_last_and_is_shown() -> None:
    bad = [outcome("B", 1, 0.99), outcome("B", 2, status="diverged")]
    first, second = rank(comparison(*bad, *A[:2])).lines
    assert (first.setting["updater"], second.trouble) == ("A", "1 of 2 diverged")
    assert second.accuracy == 0.99
    assert cells(second)["note"] == "1 of 2 diverged"


def test_nothing_but_failures_is_still_a_table() -> None:
    [line] = rank(comparison(outcome("A", 1, status="failed"))).lines
    assert math.isnan(line.accuracy)
    assert cells(line)["test accuracy"] == "–"


def test_equal_pairs_are_no_difference_constant_ones_are() -> None:
    same = [outcome("B", seed, 0.9) for seed in (1, 2)]
    assert rank(comparison(*same, *(outcome("A", seed, 0.9) for seed in (1, 2)))).lines[1].p == 1.0
    above = [outcome("A", seed, 0.95) for seed in (1, 2)]
    assert rank(comparison(*same, *above)).lines[1].p < 1e-9


def test_tables_say_the_same_in_every_format() -> None:
    done = comparison(*A, *B)
    ranked = rank(done)
    assert markdown(ranked.lines).splitlines()[2].startswith("| A | 97.00% ± 1.00 | – |")
    rows = list(csv.DictReader(io.StringIO(comma_separated(done))))
    assert [row["test_accuracy"] for row in rows] == ["0.97", "0.96", "0.98", "0.9", "0.91", "0.89"]
    plain = json.loads(json.dumps(as_dict(done, ranked)))
    assert plain["winner"] == {"updater": "A"}
    assert plain["seeds"] == 3
