"""Learning rates, losses and gradients, as the course text has them."""

from pathlib import Path

import numpy as np
import pytest

from examples.fundamentals import (
    deep_or_shallow,
    learning_rate_schedules,
    losses_compared,
    reduce_on_plateau,
    vanishing_gradients,
)
from tests.examples.pictures import is_drawn


@pytest.fixture(scope="module")
def schedules():
    return learning_rate_schedules.run()


def test_every_step_is_the_formulas_rate(schedules, tmp_path: Path) -> None:
    assert len(schedules) == 6
    for name, curve in schedules.items():
        assert curve.measured.shape == (learning_rate_schedules.ITERATIONS,)
        np.testing.assert_allclose(curve.measured, curve.formula, atol=1e-13, err_msg=name)
    assert is_drawn(learning_rate_schedules.draw(schedules), tmp_path)


def test_the_rates_of_the_text(schedules) -> None:
    batches = learning_rate_schedules.BATCHES
    by_epoch = {name: curve.measured[::batches] for name, curve in schedules.items()}
    half = by_epoch["half every 5 epochs"]
    np.testing.assert_allclose(half[[0, 4, 5, 9, 10, 15]], [0.1, 0.1, 0.05, 0.05, 0.025, 0.0125])
    tenth = by_epoch["tenth every 20 epochs"]
    np.testing.assert_allclose(tenth[[0, 19, 20, 39, 40, 59]], [0.1, 0.1, 0.01, 0.01, 0.001, 0.001])
    exponential = by_epoch["exponential"]
    np.testing.assert_allclose(exponential[1:] / exponential[:-1], 0.95)
    cosine = schedules["cosine"].measured
    np.testing.assert_allclose(cosine[[0, len(cosine) // 2]], [0.1, 0.05])
    assert (np.diff(cosine) < 0).all()
    warm = schedules["warm-up, then decay"].measured
    top = warm.argmax()
    assert abs(top - learning_rate_schedules.WARM_UP) <= batches
    assert warm[0] == pytest.approx(0.1 / learning_rate_schedules.WARM_UP)
    assert warm[-1] < 0.1 * warm[top]


def test_a_falling_rate_lets_the_loss_settle(schedules) -> None:
    jumps = {name: np.abs(np.diff(curve.losses[-10:])).max() for name, curve in schedules.items()}
    constant = jumps.pop("constant")
    assert max(jumps.values()) < constant / 5
    assert schedules["cosine"].losses[-1] < schedules["constant"].losses[-10:].mean()


def test_the_plateau_rule() -> None:
    plateau = reduce_on_plateau.Plateau(rate=0.01)
    assert plateau.after(1.0) == 0.01
    rates = [plateau.after(1.0) for _ in range(60)]
    np.testing.assert_allclose(rates[8:11], [0.01, 0.001, 0.001])
    np.testing.assert_allclose(rates[19], 1e-4)
    assert rates[-1] == 1e-6  # after 40 epochs, and no further
    better = reduce_on_plateau.Plateau(rate=0.01)
    assert [better.after(loss) for loss in np.linspace(2, 1, 50)][-1] == 0.01


def test_the_rate_falls_on_a_plateau_while_training(tmp_path: Path) -> None:
    result = reduce_on_plateau.run()
    plateau = reduce_on_plateau.Plateau(rate=0.2)
    expected = [0.2, *(plateau.after(loss) for loss in result.losses)][:-1]
    np.testing.assert_allclose(result.rates, expected, rtol=1e-12)
    reduced = next(epoch for epoch, rate in enumerate(result.rates) if rate < 0.2)
    assert min(result.losses[reduced : reduced + 15]) < 0.85 * min(result.losses[:reduced])
    assert is_drawn(reduce_on_plateau.draw(result), tmp_path)


def test_losses_of_a_confident_mistake_and_of_an_outlier(tmp_path: Path) -> None:
    result = losses_compared.run()
    for name, gradient in result.gradients.items():
        np.testing.assert_allclose(gradient, result.by_hand[name], atol=1e-9, err_msg=name)
    mistake = {name: abs(gradient[0, 0]) for name, gradient in result.gradients.items()}
    assert mistake["cross-entropy"] > 0.999
    assert max(mistake["squared error"], mistake["absolute error"]) < 0.001

    squared, absolute = result.lines["squared error"], result.lines["absolute error"]
    np.testing.assert_allclose(absolute, [2, 1], atol=0.05)
    least_squares = np.polyfit(result.x.ravel(), result.y.ravel(), 1)
    np.testing.assert_allclose(squared, least_squares, atol=0.01)
    assert squared[0] > 4
    assert is_drawn(losses_compared.draw(result), tmp_path)


def test_gradients_vanish_and_explode(tmp_path: Path) -> None:
    norms = vanishing_gradients.run()
    ratio = {name: each[0] / each[-1] for name, each in norms.items()}
    assert ratio["sigmoid, Xavier"] < 1e-4
    for name in ("ReLU, He", "tanh, Xavier"):
        assert 0.1 < ratio[name] < 10
        assert norms[name].min() > 0.01
        assert norms[name].max() < 10
    # Ten layers of a fifth, or of five times the size: 5 ** 10 is ten million.
    assert norms["ReLU, He / 5"].max() < 1e-5
    assert norms["ReLU, He · 5"].min() > 1e5
    assert is_drawn(vanishing_gradients.draw(norms), tmp_path)


def test_deep_beats_shallow_with_as_many_parameters(tmp_path: Path) -> None:
    result = deep_or_shallow.run()
    shallow, deep = result.networks.values()
    assert shallow.parameters == deep.parameters == 492
    assert max(deep.accuracy[-5:]) > 0.97
    assert max(deep.accuracy[-5:]) > max(shallow.accuracy) + 0.05
    assert is_drawn(deep_or_shallow.draw(result), tmp_path)
