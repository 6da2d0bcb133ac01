"""Every weight initialization and distribution of DL4J, by its moments."""

from typing import Any

import numpy as np
import pytest

import dl4j_bridge.dl4j as j
from dl4j_bridge.dl4j import mirror

from .comparison import Array
from .initializers import CUT, SCHEMES, Moments, binomial, log_normal, uniform
from .network import network, parameters

# DL4J's truncated normal distribution is a little narrower than the true one.
DEVIATION = 0.015


def assert_moments(weights: Array, expected: Moments) -> None:
    error = 5 * expected.deviation / np.sqrt(weights.size)
    assert abs(weights.mean() - expected.mean) <= error
    assert weights.std() == pytest.approx(expected.deviation, rel=DEVIATION)
    # A thousandth for float32 within; the bounds are reached within a hundredth.
    room = 1e-3 * expected.deviation
    assert weights.min() >= expected.low - room
    assert weights.max() <= expected.high + room


def weights(layer: Any) -> Array:
    settings = {"seed": 12345}
    last = j.LossLayer.Builder(j.LossFunctions.LossFunction.MSE).build()
    return parameters(network(layer, last, **settings))["0_W"]


@pytest.mark.parametrize("name", SCHEMES)
def test_dense(name: str) -> None:
    layer = j.DenseLayer.Builder().nIn(500).nOut(200).weightInit(j.WeightInit.valueOf(name))
    assert_moments(weights(layer.build()), SCHEMES[name](500, 200))


@pytest.mark.parametrize("name", SCHEMES)
def test_convolution(name: str) -> None:
    """Fan-in counts the kernel; fan-out too, divided by the strides."""
    layer = j.ConvolutionLayer.Builder(5, 3).stride(2, 1).nIn(40).nOut(80)
    layer = layer.weightInit(j.WeightInit.valueOf(name)).build()
    assert_moments(weights(layer), SCHEMES[name](40 * 15, 80 * 15 / 2))


def test_legacy_xavier() -> None:
    """Its fans are the first two lengths of the array, without the kernel."""
    dense = j.DenseLayer.Builder().nIn(500).nOut(200).weightInit(j.WeightInit.XAVIER_LEGACY)
    assert_moments(weights(dense.build()), Moments(0, 1 / np.sqrt(700)))
    layer = j.ConvolutionLayer.Builder(5, 3).nIn(40).nOut(80)
    layer = layer.weightInit(j.WeightInit.XAVIER_LEGACY).build()
    assert_moments(weights(layer), Moments(0, 1 / np.sqrt(120)))


def test_identity() -> None:
    dense = j.DenseLayer.Builder().nIn(7).nOut(7).weightInit(j.WeightInit.IDENTITY).build()
    np.testing.assert_array_equal(weights(dense), np.eye(7))
    layer = j.ConvolutionLayer.Builder(3, 5).nIn(4).nOut(4).weightInit(j.WeightInit.IDENTITY)
    kernels = np.zeros((4, 4, 3, 5))
    kernels[range(4), range(4), 1, 2] = 1
    np.testing.assert_array_equal(weights(layer.build()), kernels)


DISTRIBUTIONS = {
    "BinomialDistribution": ((10, 0.3), binomial(10, 0.3)),
    "ConstantDistribution": ((2.5,), Moments(2.5, 0, 2.5, 2.5)),
    "GaussianDistribution": ((1.0, 2.0), Moments(1, 2)),
    "LogNormalDistribution": ((0.1, 0.5), log_normal(0.1, 0.5)),
    "NormalDistribution": ((1.0, 2.0), Moments(1, 2)),
    "TruncatedNormalDistribution": ((1.0, 2.0), Moments(1, 2 * CUT, -3, 5)),
    "UniformDistribution": ((-1.0, 3.0), Moments(1, uniform(2).deviation, -1, 3)),
}


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_distribution(name: str) -> None:
    arguments, moments = DISTRIBUTIONS[name]
    distribution = getattr(j, name)(*arguments)
    layer = j.DenseLayer.Builder().nIn(500).nOut(200).weightInit(distribution).build()
    assert_moments(weights(layer), moments)


@pytest.mark.parametrize("shape", [(9, 5), (5, 9), (6, 6)])
def test_orthogonal_distribution(shape: tuple[int, int]) -> None:
    """Saxe et al., arXiv:1312.6120; computed in float32."""
    layer = j.DenseLayer.Builder().nIn(shape[0]).nOut(shape[1])
    made = weights(layer.weightInit(j.OrthogonalDistribution(1.5)).build())
    tall = made if shape[0] >= shape[1] else made.T
    np.testing.assert_allclose(tall.T @ tall, 2.25 * np.eye(min(shape)), atol=1e-5)


def test_all_are_compared() -> None:
    names = {str(scheme) for scheme in j.WeightInit.values()}
    assert names == {*SCHEMES, "DISTRIBUTION", "IDENTITY", "XAVIER_LEGACY"}
    known = {n for n in mirror.java_names() if n.endswith("Distribution") and is_distribution(n)}
    assert known == {*DISTRIBUTIONS, "OrthogonalDistribution"}


def is_distribution(name: str) -> bool:
    java = mirror.java_class(name).class_
    configured = str(java.getPackage().getName()) == "org.deeplearning4j.nn.conf.distribution"
    return configured and java.getSuperclass() is not None and name != "Distribution"


def test_truncated_normal_is_narrower() -> None:
    """A hundredth: 0.871 where the cut distribution has 0.880, and the whole one 1."""
    distribution = j.TruncatedNormalDistribution(0.0, 1.0)
    layer = j.DenseLayer.Builder().nIn(1000).nOut(1000).weightInit(distribution).build()
    assert pytest.approx(0.8796, abs=1e-4) == CUT
    assert weights(layer).std() == pytest.approx(0.871, abs=2e-3)
