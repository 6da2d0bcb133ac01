"""The claims on rates, optimizers, activations and capacity."""

from pathlib import Path

import numpy as np
import pytest

from examples.optimizer_behaviour import (
    dead_units,
    fitting,
    learning_rates,
    network_loss_surface,
    optimizer_paths,
    which_optimizer,
    zero_centred,
)
from tests.examples.pictures import is_drawn

ADAPTIVE = ("AdaGrad", "RMSProp", "Adam", "Nadam")


def test_the_slope_is_fitted_step_by_step(tmp_path: Path) -> None:
    result = learning_rates.run()
    for fit in result.values():
        np.testing.assert_allclose(fit.by_dl4j, fit.by_hand, atol=1e-12)
    left = {name: fit.by_dl4j - learning_rates.SLOPE for name, fit in result.items()}
    assert np.all(left["too small"] < 0)
    assert abs(left["too small"][-1]) > 0.5
    assert abs(left["right"][3]) < 0.01
    assert np.all(np.diff(np.sign(left["large"])) != 0)
    assert abs(left["large"][-1]) < abs(left["large"][0])
    assert np.all(np.diff(np.abs(left["too large"])) > 0)
    assert is_drawn(learning_rates.draw(result), tmp_path)


@pytest.fixture(scope="module")
def paths():
    return optimizer_paths.run()


def test_sgd_zigzags_in_the_bowl_momentum_overshoots(paths) -> None:
    bowl = paths["bowl"]
    assert np.all(np.diff(np.sign(bowl["SGD"][:30, 1])) != 0)
    assert bowl["SGD"][:, 0].max() < 0
    for name in ("momentum", "Nesterov"):
        assert bowl[name][:, 0].max() > 0.5
        assert np.linalg.norm(bowl[name][-1]) < 0.1
    assert bowl["Nesterov"][:, 0].max() < bowl["momentum"][:, 0].max()


def test_adaptive_ones_go_straight(paths) -> None:
    bowl = paths["bowl"]
    length = {
        name: np.linalg.norm(np.diff(path, axis=0), axis=1).sum() for name, path in bowl.items()
    }
    for name in ADAPTIVE:
        across, along = np.abs(bowl[name][1] - bowl[name][0])
        assert across == pytest.approx(along, rel=1e-3)
        assert length[name] < 6 < 8 < length["Nesterov"] < length["momentum"] < length["SGD"]


def test_sgd_is_left_behind_in_the_valley(paths) -> None:
    left = {name: np.linalg.norm(path[-1] - (1, 1)) for name, path in paths["valley"].items()}
    assert left["SGD"] > 1
    for name in ("momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam"):
        assert left[name] < 0.5


def test_sgd_stays_at_the_saddle_when_all_others_have_left(paths, tmp_path: Path) -> None:
    lowest = {name: path[:, 1].max() for name, path in paths["saddle"].items()}
    assert np.linalg.norm(paths["saddle"]["SGD"][-1]) < 0.2
    assert all(y > 1 for name, y in lowest.items() if name != "SGD")
    assert is_drawn(optimizer_paths.draw(paths), tmp_path)


def test_the_updaters_are_dl4js() -> None:
    """Against the formulas of Adam and SGD, for one surface."""
    bowl = optimizer_paths.SURFACES["bowl"]
    updates = optimizer_paths.optimizers(bowl)
    gradients = [np.array([[3.0, -40.0]]), np.array([[2.0, 10.0]])]
    m, v = np.zeros((1, 2)), np.zeros((1, 2))
    for t, gradient in enumerate(gradients, 1):
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        expected = 0.15 * m / (1 - 0.9**t) / np.sqrt(v / (1 - 0.999**t))
        adam, sgd = gradient.copy(), gradient.copy()
        updates["Adam"](adam, t - 1)
        updates["SGD"](sgd, t - 1)
        np.testing.assert_allclose(adam, expected, rtol=1e-5)
        np.testing.assert_allclose(sgd, bowl.rate * gradient)


def test_a_networks_own_loss_surface(tmp_path: Path) -> None:
    result = network_loss_surface.run(points=11)
    assert result.losses[5, 5] == pytest.approx((network_loss_surface.Y**2).mean())
    # Symmetric; from the saddle in the middle down one diagonal, up the other.
    np.testing.assert_allclose(result.losses, result.losses[::-1, ::-1])
    diagonal, other = np.diag(result.losses), np.diag(result.losses[::-1])
    assert diagonal[6] < diagonal[5] < other[6]
    net = network_loss_surface.build(network_loss_surface.Sgd())
    halfway, last = (
        {name: network_loss_surface.loss(net, *path[step]) for name, path in result.paths.items()}
        for step in (30, -1)
    )
    assert max(last.values()) < 0.02
    assert halfway.pop("SGD") > 0.4 > 0.1 > max(halfway.values())
    assert is_drawn(network_loss_surface.draw(result), tmp_path)


def test_positive_inputs_move_all_weights_alike(tmp_path: Path) -> None:
    result = zero_centred.run()
    assert result["SIGMOID"].together == 1
    assert 0.3 < result["TANH"].together < 0.7
    assert result["SIGMOID"].detour() > 1.5 * result["TANH"].detour()
    assert is_drawn(zero_centred.draw(result), tmp_path)


def test_too_large_a_rate_kills_relu_units_and_no_others(tmp_path: Path) -> None:
    result = dead_units.run(images=800, epochs=3)
    share = {
        title: np.array(list(training.dead.values())).mean(axis=0)
        for title, training in result.items()
    }
    assert all(shares[0] == 0 for shares in share.values())
    assert share["ReLU, rate 0.7"][-1] > 0.2
    assert share["ReLU, rate 0.1"][-1] < 0.1
    for title in ("leaky ReLU, rate 0.7", "tanh, rate 0.7", "maxout, rate 0.1"):
        assert share[title][-1] == 0
    assert result["tanh, rate 0.7"].accuracy > result["ReLU, rate 0.7"].accuracy
    assert result["maxout, rate 0.1"].accuracy > 0.8
    assert is_drawn(dead_units.draw(result), tmp_path)


def test_what_counts_as_dead() -> None:
    outputs = np.array([[0.0, 0.5, 1.0], [0.0, 0.0, 1.0]], np.float32)
    assert dead_units.is_dead("RELU", outputs).tolist() == [True, False, False]
    assert dead_units.is_dead("LEAKYRELU", outputs).tolist() == [False, False, False]
    assert dead_units.is_dead("TANH", outputs).tolist() == [False, False, True]


def test_under_and_overfitting(tmp_path: Path) -> None:
    result = fitting.run()
    small, right, large = result.values()
    assert small.train[-1] > right.train[-1] > large.train[-1]
    assert right.test[-1] < min(small.test[-1], large.test[-1])
    # Overfitting: the test loss has turned round. Elsewhere it has not.
    assert large.test[-1] > 1.5 * min(large.test)
    for each in (small, right):
        assert each.test[-1] < 1.1 * min(each.test)
    assert is_drawn(fitting.draw(result), tmp_path)


def test_adam_is_ahead_with_dropout_on_mnist(tmp_path: Path) -> None:
    result = which_optimizer.run()
    last = {name: losses[-1] for name, losses in result.items()}
    assert min(last, key=last.__getitem__) == "Adam"
    assert all(losses[-1] < losses[0] / 2 for losses in result.values())
    assert is_drawn(which_optimizer.draw(result), tmp_path)
