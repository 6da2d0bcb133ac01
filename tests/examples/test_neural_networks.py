"""The worked numbers and claims on neurons, layers and their training."""

import numpy as np
import pytest

from examples.neural_networks import activations, backpropagation, forward_passes
from tests.examples.drawing import assert_drawn


@pytest.fixture(scope="module")
def passes():
    return {each.question: each for each in forward_passes.run()}


def test_by_hand_and_by_dl4j_every_layer_is_the_same(passes):
    for each in passes.values():
        for hand, dl4j in zip(each.by_hand, each.by_dl4j, strict=True):
            np.testing.assert_allclose(dl4j, hand, atol=1e-12)


@pytest.mark.parametrize(
    ("question", "layers"),
    [
        ("a unit: the weighted sum", [[21.3408]]),
        ("a layer of sigmoids", [[0.95, 0.73, 0.05]]),
        ("softmax of the same numbers", [[0.88, 0.12, 0.00]]),
        ("three layers, x = (1, -1)", [[0.98, 0.12], [0.86, 0.11], [0.62, 0.83]]),
        ("three layers, x = (0, 0)", [[0.73, 0.50], [0.72, 0.12], [0.51, 0.85]]),
        ("two layers, x = (1, 1)", [[0.80, 0.75, 0.69], [0.75]]),
    ],
)
def test_the_worked_numbers_come_out_of_dl4j(passes, question, layers):
    for dl4j, worked in zip(passes[question].by_dl4j, layers, strict=True):
        digits = 4 if worked == [21.3408] else 2
        np.testing.assert_array_equal(np.round(dl4j, digits), worked)


def test_the_worked_numbers_to_more_digits(passes):
    two = passes["two layers, x = (1, 1)"].by_dl4j
    np.testing.assert_allclose(two[0], [0.8022, 0.7503, 0.6900], atol=5e-5)
    # The text goes on with the rounded 0.80, 0.75, 0.69.
    np.testing.assert_allclose(two[1], 1 / (1 + np.exp(-1.105)), atol=2e-4)
    three = passes["three layers, x = (1, -1)"].by_dl4j
    worked = [[0.982, 0.119], [0.864, 0.111], [0.618, 0.829]]
    np.testing.assert_allclose(three, worked, atol=5e-4)
    softmax = passes["softmax of the same numbers"].by_dl4j[0]
    np.testing.assert_allclose(softmax, [0.879, 0.119, 0.002], atol=5e-4)


def test_backpropagation_by_hand_is_dl4js_gradient():
    results = backpropagation.run()
    assert [each.sizes for each in results] == [(2, 2, 1), (3, 2, 2, 1)]
    for each in results:
        assert each.by_hand.keys() == each.by_dl4j.keys()
        assert each.difference() < 1e-6
        for key, slope in each.by_slope.items():
            assert np.any(slope != 0)
            np.testing.assert_allclose(each.by_dl4j[key], slope, atol=1e-8)


def test_activations_and_derivatives_are_the_formulas(tmp_path):
    curves = activations.run()
    for curve in curves.values():
        np.testing.assert_allclose(curve.output, curve.output_by_formula, atol=1e-12)
        np.testing.assert_allclose(curve.slope, curve.slope_by_formula, atol=1e-9)
    assert_drawn(activations.draw(curves), tmp_path)


def test_identities_of_sigmoid_tanh_and_softplus():
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
