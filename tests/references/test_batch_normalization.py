"""Batch normalization: forward, backward, running averages."""

from typing import Any

import jpype
import numpy as np
import pytest

import dl4j_bridge as bridge
import dl4j_bridge.dl4j as j

from .batch_normalization import normalize, running
from .comparison import Array, assert_agrees, derivative
from .network import network

CHANNELS, EPSILON, DECAY = 3, 1e-3, 0.8
RNG = np.random.default_rng(8)
INPUTS = {
    "dense": (RNG.normal(2, 3, (6, CHANNELS)), (0,)),
    "images": (RNG.normal(2, 3, (4, CHANNELS, 2, 2)), (0, 2, 3)),
}
GAMMA, BETA = np.array([0.5, 1.7, -1.1]), np.array([0.3, -0.2, 1.0])


def layer(log: bool) -> Any:
    made = j.BatchNormalization.Builder(DECAY, True).eps(EPSILON).nIn(CHANNELS).nOut(CHANNELS)
    last = j.LossLayer.Builder(j.LossFunctions.LossFunction.MSE).build()
    net = network(made.useLogStd(log).build(), last)
    net.setParam("0_gamma", bridge.to_nd4j(GAMMA.reshape(1, -1)))
    net.setParam("0_beta", bridge.to_nd4j(BETA.reshape(1, -1)))
    net.initGradientsView()
    return net.getLayer(0)


def manager() -> Any:
    return jpype.JClass("org.deeplearning4j.nn.workspace.LayerWorkspaceMgr").noWorkspaces()


def row(values: Array, x: Array) -> Array:
    return values.reshape(1, -1, *[1] * (x.ndim - 2))


@pytest.mark.parametrize("log", [False, True], ids=["variance", "log"])
@pytest.mark.parametrize("kind", INPUTS)
def test_forward_backward_and_running_averages(kind: str, log: bool) -> None:
    x, axes = INPUTS[kind]
    gamma, beta = row(GAMMA, x), row(BETA, x)
    normalization = layer(log)
    made = normalization.activate(bridge.to_nd4j(x), True, manager())
    expected = normalize(x, gamma, beta, EPSILON, axes)
    assert_agrees("batch normalization", bridge.to_numpy(made, copy=True), expected)

    error = np.random.default_rng(1).normal(size=x.shape)
    pair = normalization.backpropGradient(bridge.to_nd4j(error), manager())
    found = bridge.to_numpy(pair.getSecond(), copy=True)
    by_input = derivative(lambda z: normalize(z, gamma, beta, EPSILON, axes) * error, x)
    assert_agrees("batch normalization", found, by_input)
    table = pair.getFirst().gradientForVariable()
    one = np.ones_like(gamma)
    plain = normalize(x, one, 0 * one, EPSILON, axes)
    for name, reference in (("gamma", error * plain), ("beta", error)):
        found = bridge.to_numpy(table.get(name)).ravel()
        assert_agrees("batch normalization", found, reference.sum(axes))

    # The averages move by what the layer calls their gradients.
    mean = -bridge.to_numpy(table.get("mean")).ravel()
    assert_agrees("batch normalization", mean, running(0.0, x.mean(axes), DECAY))
    variance = running(1.0, x.var(axes), DECAY)
    if log:
        found = 10 ** (-2 * bridge.to_numpy(table.get("log10stdev")).ravel())
    else:
        found = 1 - bridge.to_numpy(table.get("var")).ravel()
    assert_agrees("batch normalization", found, variance)


@pytest.mark.parametrize("kind", INPUTS)
def test_inference_has_the_running_averages(kind: str) -> None:
    x, _ = INPUTS[kind]
    normalization = layer(False)
    mean, variance = np.array([1.0, 2.0, 3.0]), np.array([0.5, 4.0, 9.0])
    normalization.setParam("mean", bridge.to_nd4j(mean.reshape(1, -1)))
    normalization.setParam("var", bridge.to_nd4j(variance.reshape(1, -1)))
    made = bridge.to_numpy(normalization.activate(bridge.to_nd4j(x), False, manager()), copy=True)
    expected = (x - row(mean, x)) / np.sqrt(row(variance, x) + EPSILON) * row(GAMMA, x)
    assert_agrees("batch normalization", made, expected + row(BETA, x))
