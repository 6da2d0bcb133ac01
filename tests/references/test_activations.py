"""Every activation of DL4J with its derivative."""

import math
from typing import Any

import numpy as np
import pytest

import dl4j_bridge as bridge
import dl4j_bridge.dl4j as j

from .activations import (
    FUNCTIONS,
    dl4j_precise_gelu,
    dl4j_precise_gelu_derivative,
    elu,
    gelu,
    leaky_relu,
    precise_gelu,
    relu,
)
from .comparison import Array, assert_agrees, derivative

# Rows of six, for softmax; no point where a function has a corner.
X = np.random.default_rng(3).permutation(np.linspace(-7.9, 7.8, 240)).reshape(40, 6)
EPSILON = np.random.default_rng(4).normal(size=X.shape)


def forward(activation: Any, x: Array = X, training: bool = False) -> Array:
    return bridge.to_numpy(activation.getActivation(bridge.to_nd4j(x.copy()), training), copy=True)


def backward(activation: Any, x: Array = X, epsilon: Array = EPSILON) -> Array:
    gradient = activation.backprop(bridge.to_nd4j(x.copy()), bridge.to_nd4j(epsilon.copy()))
    return bridge.to_numpy(gradient.getFirst(), copy=True)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_activation(name: str) -> None:
    activation = j.Activation.valueOf(name).getActivationFunction()
    function = FUNCTIONS[name]
    assert_agrees("activations", forward(activation), function(X))
    reference = derivative(lambda x: function(x) * EPSILON, X)
    assert_agrees("derivatives", backward(activation), reference)


def test_all_activations_are_compared() -> None:
    names = {str(activation) for activation in j.Activation.values()}
    assert names == {*FUNCTIONS, "RRELU"}


def test_parameters() -> None:
    """Of those that have any; the enum's constants have DL4J's defaults."""
    cases = [
        (j.ActivationLReLU(0.2), lambda x: leaky_relu(x, 0.2)),
        (j.ActivationThresholdedReLU(0.3), lambda x: np.where(x.real > 0.3, x, 0)),
        (j.ActivationReLU(4.0, 0.5, 0.1), lambda x: relu(x, 4.0, 0.5, 0.1)),
    ]
    for activation, function in cases:
        assert_agrees("activations", forward(activation), function(X))
        reference = derivative(lambda x, f=function: f(x) * EPSILON, X)
        assert_agrees("derivatives", backward(activation), reference)


def test_prelu() -> None:
    """He et al., arXiv:1502.01852: a slope for each unit, with a gradient of its own."""
    alpha = np.linspace(-0.5, 0.5, X.shape[1])
    activation = j.ActivationPReLU(bridge.to_nd4j(alpha.reshape(1, -1).copy()), None)
    assert_agrees("activations", forward(activation), np.where(X > 0, X, alpha * X))
    made = activation.backprop(bridge.to_nd4j(X.copy()), bridge.to_nd4j(EPSILON.copy()))
    gradients = np.where(X > 0, 1, alpha) * EPSILON
    assert_agrees("derivatives", bridge.to_numpy(made.getFirst()), gradients)
    slopes = np.where(X > 0, 0, X * EPSILON).sum(0, keepdims=True)
    assert_agrees("derivatives", bridge.to_numpy(made.getSecond()), slopes)


def test_rrelu_trains_with_random_slopes() -> None:
    """Xu et al., arXiv:1505.00853: each negative input has a slope of its own, U(1/8, 1/3)."""
    slopes = (forward(j.ActivationRReLU(), training=True) / X)[X < 0]
    assert slopes.min() >= 1 / 8
    assert slopes.max() <= 1 / 3
    assert np.unique(slopes).size == slopes.size
    assert slopes.mean() == pytest.approx(11 / 48, abs=0.02)


def test_rrelu_at_inference_and_its_derivative() -> None:
    """The paper has 11/48 x for a negative x, and as derivative the slope that was drawn."""
    activation = j.ActivationRReLU()
    assert_agrees("activations", forward(activation), np.maximum(X, 11 / 48))
    forward(activation, training=True)
    assert_agrees("derivatives", backward(activation), EPSILON)


def test_elu_with_another_alpha() -> None:
    """Forward as the paper has it; the derivative is that of alpha 1."""
    activation = j.ActivationELU(0.5)
    assert_agrees("activations", forward(activation), elu(X, 0.5))
    reference = derivative(lambda x: elu(x) * EPSILON, X)
    assert_agrees("derivatives", backward(activation), reference)


def test_gelu_is_an_approximation() -> None:
    erf = np.vectorize(math.erf)
    exact = X / 2 * (1 + erf(X / np.sqrt(2)))
    assert np.abs(gelu(X) - exact).max() == pytest.approx(0.0203, abs=2e-4)
    assert np.abs(precise_gelu(X) - exact).max() < 5e-4


def test_precise_gelu_is_the_less_precise_one() -> None:
    activation = j.ActivationGELU(True)
    assert_agrees("activations", forward(activation), dl4j_precise_gelu(X))
    assert_agrees("derivatives", backward(activation), dl4j_precise_gelu_derivative(X) * EPSILON)
    assert np.abs(dl4j_precise_gelu(X) - precise_gelu(X)).max() > 0.03


def test_a_first_activation_layer_writes_over_its_input() -> None:
    configuration = (
        j.NeuralNetConfiguration.Builder()
        .list()
        .layer(j.ActivationLayer(j.Activation.TANH))
        .layer(j.OutputLayer.Builder().nIn(2).nOut(2).build())
        .build()
    )
    net = j.MultiLayerNetwork(configuration)
    net.init()
    x = np.array([[1.5, -2.0]], np.float32)
    net.output(x)
    np.testing.assert_allclose(x, np.tanh([[1.5, -2.0]]), rtol=1e-6)
    x = np.array([[1.5, -2.0]], np.float32)
    bridge.predict(net, x)
    assert x.tolist() == [[1.5, -2.0]]
