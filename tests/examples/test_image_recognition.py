"""The lecture on image recognition, on a part of MNIST."""

from pathlib import Path

import numpy as np
import pytest

from examples.image_recognition import eight_models, first_program, good_enough
from tests.examples.pictures import is_drawn


@pytest.fixture(scope="module")
def models():
    return eight_models.run(rows=5000, test_rows=1000, units=100, epochs=5)


@pytest.fixture(scope="module")
def judged():
    return good_enough.run(rows=3000, test_rows=1000, units=100, epochs=3)


def test_every_change_to_the_first_models_helps(models) -> None:
    accuracy = [history["test_accuracy"][-1] for history in models.histories.values()]
    sigmoid, relu, rate, momentum = accuracy[:4]
    assert sigmoid + 0.05 < relu
    assert relu + 0.2 < rate
    assert rate + 0.1 < momentum


def test_adaptive_updaters_are_ahead_and_close_together(models) -> None:
    momentum, *adaptive = [
        history["test_accuracy"] for history in list(models.histories.values())[3:]
    ]
    assert len(adaptive) == 4
    assert min(curve[0] for curve in adaptive) > momentum[0]
    last = [curve[-1] for curve in adaptive]
    assert max(last) - min(last) < 0.03


def test_the_updaters_are_those_that_are_named() -> None:
    named = eight_models.models(units=10)
    layers = {name: model.getLayerWiseConfigurations().getConf(0) for name, model in named.items()}
    updaters = [type(one.getLayer().getIUpdater()).__name__ for one in layers.values()]
    short = [updater.rsplit(".", 1)[-1] for updater in updaters]
    assert short == ["Sgd"] * 3 + ["Nesterovs", "RmsProp", "AdaGrad", "Adam", "Nadam"]


def test_models_picture(models, tmp_path: Path) -> None:
    assert is_drawn(eight_models.draw(models), tmp_path)


def test_a_rate_set_after_init_is_the_one_in_force(tmp_path: Path) -> None:
    result = first_program.run(rows=5000, test_rows=1000, units=100, epochs=8)
    assert result.rates == pytest.approx([0.001, 0.7])
    used = [history["learning_rate"][-1] for history in result.histories]
    assert used == pytest.approx([0.001, 0.7])
    left_alone, with_rate = (history["test_accuracy"][-1] for history in result.histories)
    assert left_alone < 0.3
    assert with_rate > 0.6
    grey, black = result.pictures
    assert set(np.unique(black)) == {0.0, 1.0}
    np.testing.assert_array_equal(black, grey > 30.5 / 255)
    assert is_drawn(first_program.draw(result), tmp_path)


def test_calibration_is_what_the_bins_say(judged) -> None:
    """DL4J's EvaluationCalibration against means over the bins by hand."""
    bins = np.minimum(judged.confidence * 10, 9).astype(int)
    present = np.unique(bins)
    said = [judged.confidence[bins == one].mean() for one in present]
    true = [judged.right[bins == one].mean() for one in present]
    np.testing.assert_allclose(judged.said, said, rtol=1e-5)
    np.testing.assert_allclose(judged.true, true, rtol=1e-12)
    assert len(present) >= 5


def test_worst_digits_are_the_surest_errors(judged) -> None:
    assert len(judged.worst) == (~judged.right).sum() > 12
    assert not judged.right[judged.worst].any()
    assert (np.diff(judged.confidence[judged.worst]) <= 0).all()
    assert judged.evaluation.accuracy == pytest.approx(judged.right.mean())


def test_refusing_doubtful_digits_makes_fewer_errors(judged) -> None:
    error = good_enough.error_when_refusing(judged)
    assert error[-1] == pytest.approx(1 - judged.evaluation.accuracy)
    half = len(error) // 2
    assert error[half] < error[-1] / 4
    answered = good_enough.answered_as_well_as_people(judged)
    assert 0 < answered < 1
    assert error[round(answered * len(error)) - 1] <= good_enough.HUMAN_ERROR
    # One digit more, and people are better, however many follow.
    assert (error[round(answered * len(error)) :] > good_enough.HUMAN_ERROR).all()


def test_judgement_picture(judged, tmp_path: Path) -> None:
    assert is_drawn(good_enough.draw(judged), tmp_path)
