"""Curves and comparisons: what is drawn are the numbers."""

from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge.history import History
from dl4j_bridge.lab.comparing import Comparison
from dl4j_bridge.lab.pictures import curves, rates, settings
from dl4j_bridge.lab.pictures.curves import Series
from dl4j_bridge.lab.ranking import rank
from dl4j_bridge.presets import preset

from .folders import history, outcome

RANKED = rank(
    Comparison(
        preset("lecture"),
        {"updater": ["adam", "sgd"], "learning-rate": ["default", "0.01", "0.1"]},
        [
            *(outcome("adam", "0.1", seed, 0.5, 0.90 + seed / 100) for seed in (1, 2, 3)),
            *(outcome("adam", "default", seed, 0.5, 1.0) for seed in (1, 2, 3)),
            *(outcome("sgd", "0.1", seed, 0.1, 0.6) for seed in (1, 2, 3)),
            *(outcome("sgd", "default", seed, 0.1, 0.2) for seed in (1, 2, 3)),
            *(outcome("sgd", "0.01", 1, 0.1, status="diverged") for seed in (1,)),
        ],
        Path(),
        1.0,
    )
).lines


def test_a_curve_has_the_runs_mean_with_their_deviation_around_it() -> None:
    runs = [history(0.5, 0.7), history(0.6, 0.9), history(0.7, 0.8)]
    picture = curves.accuracies([Series("Adam", runs), Series("Sgd", [history(0.1, 0.2)])])
    axis = picture.figure.axes[0]
    adam, sgd = axis.lines
    np.testing.assert_allclose(adam.get_ydata(), [60, 80])
    np.testing.assert_allclose(sgd.get_ydata(), [10, 20])
    [band] = axis.collections  # one run alone has none
    heights = band.get_paths()[0].vertices[:, 1]
    np.testing.assert_allclose([heights.min(), heights.max()], [50, 90])
    assert "means of 3 seeds" in picture.caption
    assert "Adam 80; Sgd 20" in picture.alt


def test_a_run_alone_shows_training_beside_validation() -> None:
    picture = curves.losses([Series("", [history(0.5, 0.6, 0.7)])])
    assert [line.get_label() for line in picture.figure.axes[0].lines] == ["training", "validation"]
    assert "seeds" not in picture.caption


def test_lines_are_told_apart_without_colour() -> None:
    series = [Series(f"{number}", [history(0.5, 0.6)]) for number in range(9)]
    lines = curves.accuracies(series).figure.axes[0].lines
    assert len(lines) == 7
    assert len({str(line._unscaled_dash_pattern) for line in lines}) == 7
    assert len({line.get_marker() for line in lines}) == 7
    assert len({line.get_color() for line in lines}) == 7


def test_nothing_is_drawn_from_nothing() -> None:
    assert curves.losses([Series("", [History()])]) is None
    assert curves.losses([Series("", [history(0.5)])]) is None  # a dot is no curve
    assert curves.iterations([Series("", [History()], [np.empty(0)])]) is None
    regression = History([{"epoch": n, "loss": 1.0} for n in (1, 2)])
    assert curves.accuracies([Series("", [regression])]) is None


@pytest.mark.parametrize("window", [1, 3, 50])
def test_smoothing_is_the_mean_of_the_neighbours(window: int) -> None:
    values = np.random.default_rng(0).random(20)
    expected = [values[max(0, i - window) : i + window + 1].mean() for i in range(20)]
    np.testing.assert_allclose(curves.smoothed(values, window), expected)


def test_scores_below_zero_have_no_log_axis() -> None:
    scores = [np.linspace(1, 0.1, 60), np.linspace(1, -1, 60)]
    scales = [
        curves.iterations([Series("", [], [run])]).figure.axes[0].get_yscale() for run in scores
    ]
    assert scales == ["log", "linear"]


def test_sensitivity_has_a_line_an_updater_over_its_rates() -> None:
    picture = rates.sensitivity(RANKED)
    axis = picture.figure.axes[0]
    assert axis.get_xscale() == "log"
    lines = [bars.lines[0] for bars in axis.containers]
    assert [bars.get_label() for bars in axis.containers] == ["Adam", "Sgd"]
    np.testing.assert_allclose(lines[0].get_xdata(), [0.001, 0.1])
    np.testing.assert_allclose(lines[0].get_ydata(), [100, 92])
    rings = [line.get_xdata()[0] for line in axis.lines if line.get_markersize() == 12]
    assert rings == [0.001, 0.001]  # both defaults
    crosses = [line.get_xdata()[0] for line in axis.lines if line.get_marker() == "x"]
    assert crosses == [0.01]  # the rate that diverged
    assert "Adam is best at 0.001 with 100.00%" in picture.alt


def test_one_rate_has_no_sensitivity() -> None:
    assert rates.sensitivity(RANKED[:1]) is None


def test_errors_are_in_the_order_of_the_table_each_run_a_circle() -> None:
    axis = settings.errors(RANKED).figure.axes[0]
    names = [label.get_text() for label in axis.get_yticklabels()]
    assert names == ["Adam, 0.001", "Adam, 0.1", "Sgd, 0.1", "Sgd, 0.001"]
    circles = [line for line in axis.lines if line.get_marker() == "o"]
    np.testing.assert_allclose(sorted(circles[1].get_xdata()), [7, 8, 9])
    # No error at all has a place on the log axis, left of all others.
    np.testing.assert_allclose(circles[0].get_xdata(), 3.5)
