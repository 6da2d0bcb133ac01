"""The worked numbers and claims on neurons, layers and their training."""

from pathlib import Path

import numpy as np
import pytest

from examples.neural_networks import (
    activations,
    backpropagation,
    batch_sizes,
    decision_boundaries,
    forward_passes,
    perceptron,
    training_table,
    xor,
)
from tests.examples.pictures import is_drawn


@pytest.fixture(scope="module")
def passes():
    return {each.question: each for each in forward_passes.run()}


def test_by_hand_and_by_dl4j_every_layer_is_the_same(passes, tmp_path: Path) -> None:
    for each in passes.values():
        for hand, dl4j in zip(each.by_hand, each.by_dl4j, strict=True):
            np.testing.assert_allclose(dl4j, hand, atol=1e-12)
    assert is_drawn(forward_passes.draw(list(passes.values())), tmp_path)


@pytest.mark.parametrize(
    ("question", "layers"),
    [
        ("a unit: the weighted sum", [[21.34]]),
        ("a layer of sigmoids", [[0.95, 0.73, 0.05]]),
        ("softmax of the same numbers", [[0.88, 0.12, 0.00]]),
        ("three layers, x = (1, -1)", [[0.98, 0.12], [0.86, 0.11], [0.62, 0.83]]),
        ("three layers, x = (0, 0)", [[0.73, 0.50], [0.72, 0.12], [0.51, 0.85]]),
        ("two layers, x = (1, 1)", [[0.80, 0.75, 0.69], [0.75]]),
    ],
)
def test_the_worked_numbers_come_out_of_dl4j(passes, question, layers) -> None:
    for dl4j, worked in zip(passes[question].by_dl4j, layers, strict=True):
        np.testing.assert_array_equal(np.round(dl4j, 2), worked)


def test_the_worked_numbers_to_more_digits(passes) -> None:
    assert passes["a unit: the weighted sum"].by_dl4j[0] == pytest.approx([21.3408], abs=1e-9)
    two = passes["two layers, x = (1, 1)"].by_dl4j
    np.testing.assert_allclose(two[0], [0.8022, 0.7503, 0.6900], atol=5e-5)
    # The text goes on with 0.80, 0.75, 0.69, and so with σ(1.105) = 0.7512; unrounded it is 0.7513.
    forward = forward_passes.forward_by_dl4j([forward_passes.TWO_LAYERS[1]], [0.80, 0.75, 0.69])
    assert forward[0] == pytest.approx([1 / (1 + np.exp(-1.105))])
    assert forward[0] == pytest.approx([0.7512], abs=5e-5)
    assert two[1] == pytest.approx([0.7513], abs=5e-5)
    three = passes["three layers, x = (1, -1)"].by_dl4j
    worked = [[0.982, 0.119], [0.864, 0.111], [0.618, 0.829]]
    np.testing.assert_allclose(three, worked, atol=5e-4)
    softmax = passes["softmax of the same numbers"].by_dl4j[0]
    np.testing.assert_allclose(softmax, [0.879, 0.119, 0.002], atol=5e-4)


def test_backpropagation_by_hand_is_dl4js_gradient() -> None:
    results = backpropagation.run()
    assert [each.sizes for each in results] == [(2, 2, 1), (3, 2, 2, 1)]
    for each in results:
        assert each.by_hand.keys() == each.by_dl4j.keys()
        assert each.difference() < 1e-6
        for key, slope in each.by_slope.items():
            assert np.all(slope != 0)
            np.testing.assert_allclose(each.by_dl4j[key], slope, atol=1e-8)


def test_activations_and_derivatives_are_the_formulas(tmp_path: Path) -> None:
    curves = activations.run()
    assert len(curves) == 6
    for curve in curves.values():
        np.testing.assert_allclose(curve.output, curve.output_by_formula, atol=1e-12)
        # DL4J keeps the leaky slope of 0.01 in single precision.
        np.testing.assert_allclose(curve.slope, curve.slope_by_formula, atol=1e-9)
    assert is_drawn(activations.draw(curves), tmp_path)


def test_identities_of_sigmoid_tanh_and_softplus() -> None:
    x = np.linspace(-6, 6, 50)[None, :]
    sigmoid, slope = activations.by_dl4j("SIGMOID", x)
    np.testing.assert_allclose(slope, sigmoid * (1 - sigmoid), atol=1e-12)
    tanh_of_half, _ = activations.by_dl4j("TANH", x / 2)
    np.testing.assert_allclose(tanh_of_half, 2 * sigmoid - 1, atol=1e-12)
    tanh, _ = activations.by_dl4j("TANH", x)
    sigmoid_of_twice, _ = activations.by_dl4j("SIGMOID", 2 * x)
    np.testing.assert_allclose(tanh, 2 * sigmoid_of_twice - 1, atol=1e-12)
    _, softplus_slope = activations.by_dl4j("SOFTPLUS", x)
    np.testing.assert_allclose(softplus_slope, sigmoid, atol=1e-12)


def test_dl4j_goes_the_perceptrons_way_until_no_row_is_wrong(tmp_path: Path) -> None:
    result = perceptron.run()
    np.testing.assert_allclose(result.by_dl4j, result.by_hand, atol=1e-9)
    assert result.mistakes[0] > 0
    assert result.mistakes[-1] == 0
    # Until then the boundary moved with each mistake, with nothing else.
    moves = np.any(np.diff(result.by_dl4j, axis=0, prepend=0) != 0, axis=1)
    assert moves.sum() == sum(result.mistakes)
    assert is_drawn(perceptron.draw(result), tmp_path)


# A line through xor is no better than a guess, as the warning says.
@pytest.mark.filterwarnings("ignore::dl4j_bridge.errors.TrainingWarning")
def test_xor_needs_the_hidden_layer(tmp_path: Path) -> None:
    result = xor.run()
    one, two = result.attempts.values()
    assert result.best_line == 3
    assert one.right() <= 3
    np.testing.assert_allclose(one.outputs, 0.5, atol=0.01)
    assert two.right() == 4
    np.testing.assert_allclose(two.outputs, xor.Y, atol=0.1)
    assert one.losses[-1] == pytest.approx(0.25, abs=1e-3)
    assert two.losses[-1] < 0.01
    assert is_drawn(xor.draw(result), tmp_path)


@pytest.fixture(scope="module")
def regions():
    return {(each.target, each.hidden): each for each in decision_boundaries.run()}


def test_regions_grow_into_shape_with_the_hidden_layer(regions, tmp_path: Path) -> None:
    triangle = [regions["triangle", (units,)].accuracy() for units in (1, 2, 3)]
    assert triangle[0] + 0.1 < triangle[1] < triangle[2] - 0.05
    assert triangle[2] > 0.95
    islands = [regions["islands", (units,)].accuracy() for units in (1, 3, 8)]
    assert islands[0] + 0.1 < islands[1] < islands[2] - 0.05
    assert regions["islands", (8, 6)].accuracy() > 0.9
    assert is_drawn(decision_boundaries.draw(list(regions.values())), tmp_path)


def test_half_plane_convex_region_and_two_islands(regions) -> None:
    def is_convex(points: np.ndarray) -> bool:
        """Whether the middle between any two points is taken too."""
        taken = np.zeros((81, 81), bool)
        i, j = np.divmod(np.flatnonzero(points), 41)
        taken[2 * i, 2 * j] = True
        middles = taken[i[:, None] + i, j[:, None] + j]
        on_the_grid = (i[:, None] + i) % 2 + (j[:, None] + j) % 2 == 0
        return bool(middles[on_the_grid].all())

    half_plane = regions["triangle", (1,)].inside()
    assert is_convex(half_plane)
    assert is_convex(~half_plane)
    closed = regions["triangle", (3,)].inside()
    assert is_convex(closed)
    assert not is_convex(~closed)
    assert not is_convex(regions["islands", (8, 6)].inside())


def test_each_presented_row_moves_the_boundary_its_way(tmp_path: Path) -> None:
    steps = training_table.run()
    for step in steps:
        assert abs(step.after - step.target) < abs(step.before - step.target)
    last = steps[-1].distances()
    np.testing.assert_array_equal(last > 0, training_table.TABLE[:, 3] == 1)
    first = steps[3].distances()
    assert not np.array_equal(first > 0, training_table.TABLE[:, 3] == 1)
    assert is_drawn(training_table.draw(steps), tmp_path)


def test_batches_of_a_thousand_examples(tmp_path: Path) -> None:
    descents = batch_sizes.run(epochs=2)
    assert [each.updates for each in descents] == [1000, 100, 10, 1]
    noise, loss = [each.noise() for each in descents], [each.loss for each in descents]
    assert noise[0] > 2 * noise[1] > 4 * noise[2]
    # Far in little time: many updates; the smallest batches are too noisy to be ahead of 10.
    assert max(loss[:2]) < loss[2] < loss[3]
    assert np.all(np.diff(descents[-1].losses) < 0)
    assert is_drawn(batch_sizes.draw(descents), tmp_path)
