"""The multiclass hinge loss in Java against numpy."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    ActivationIdentity,
    ActivationTanH,
    LossMulticlassHinge,
    MultiLayerNetwork,
    Nesterovs,
    NeuralNetConfiguration,
    OutputLayer,
)

Doubles = npt.NDArray[np.float64]
RNG = np.random.default_rng(5)
SCORES = RNG.normal(size=(7, 4)) * 2
TRUTH = RNG.integers(0, 4, 7)
ONE_HOT = np.eye(4)[TRUTH]


def losses(scores: Doubles, margin: float) -> Doubles:
    """Row by row, as the definition says it."""
    return np.array(
        [
            sum(max(0, row[j] - row[truth] + margin) for j in range(4) if j != truth)
            for row, truth in zip(scores, TRUTH, strict=True)
        ]
    )


@pytest.mark.parametrize("margin", [1.0, 0.3])
def test_losses_and_their_sum(margin: float) -> None:
    hinge, identity = LossMulticlassHinge(margin), ActivationIdentity()
    expected = losses(SCORES, margin)
    rows = np.asarray(hinge.computeScoreArray(ONE_HOT, SCORES, identity, None))
    np.testing.assert_allclose(rows, expected[:, None], rtol=1e-12)
    assert hinge.computeScore(ONE_HOT, SCORES, identity, None, False) == pytest.approx(
        expected.sum(), rel=1e-12
    )
    assert hinge.computeScore(ONE_HOT, SCORES, identity, None, True) == pytest.approx(
        expected.mean(), rel=1e-12
    )


@pytest.mark.parametrize(
    ("activation", "function"), [(ActivationIdentity, lambda s: s), (ActivationTanH, np.tanh)]
)
def test_the_gradient_is_the_slope_of_the_loss(activation, function) -> None:
    step = 1e-6
    expected = np.empty_like(SCORES)
    for place in np.ndindex(SCORES.shape):
        up, down = SCORES.copy(), SCORES.copy()
        up[place] += step
        down[place] -= step
        rise = losses(function(up), 1).sum() - losses(function(down), 1).sum()
        expected[place] = rise / (2 * step)
    # DL4J's activations compute their derivative in place.
    found = LossMulticlassHinge().computeGradient(ONE_HOT, SCORES.copy(), activation(), None)
    np.testing.assert_allclose(np.asarray(found), expected, atol=1e-8)


def test_masked_rows_cost_nothing() -> None:
    mask = np.array([[1.0], [0], [1], [1], [0], [1], [1]])
    hinge, identity = LossMulticlassHinge(), ActivationIdentity()
    rows = np.asarray(hinge.computeScoreArray(ONE_HOT, SCORES, identity, mask))
    np.testing.assert_allclose(rows, losses(SCORES, 1)[:, None] * mask, rtol=1e-12)
    gradient = np.asarray(hinge.computeGradient(ONE_HOT, SCORES, identity, mask))
    unmasked = np.asarray(hinge.computeGradient(ONE_HOT, SCORES, identity, None))
    np.testing.assert_array_equal(gradient, unmasked * mask)


def test_labels_of_another_shape_are_refused() -> None:
    with pytest.raises(Exception, match=r"\[7, 3\].*\[7, 4\]"):
        LossMulticlassHinge().computeScore(
            ONE_HOT[:, :3], SCORES, ActivationIdentity(), None, False
        )
    with pytest.raises(Exception, match="margin is"):
        LossMulticlassHinge(0.0)


def linear() -> Any:
    conf = (
        NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(Nesterovs(0.01, 0.9))
        .list()
        .layer(
            OutputLayer.Builder(LossMulticlassHinge(2.0))
            .nIn(4)
            .nOut(3)
            .activation(Activation.IDENTITY)
            .build()
        )
        .build()
    )
    return MultiLayerNetwork(conf)


def test_a_network_trains_with_it_and_comes_back_from_its_file(tmp_path: Path) -> None:
    network, stock, iris = linear(), linear(), bridge.datasets.iris()
    bridge.fit(network, iris, epochs=60, batch_size=30, progress=False)
    assert bridge.evaluate(network, iris).accuracy > 0.9
    bridge.fit(stock, iris, epochs=60, batch_size=30, progress=False, accelerate="off")
    np.testing.assert_array_equal(np.array(network.params()), np.array(stock.params()))
    again = bridge.load(bridge.save(network, tmp_path / "svm.zip"))
    assert again.getLayer(0).conf().getLayer().getLossFn() == LossMulticlassHinge(2.0)
    np.testing.assert_array_equal(
        bridge.predict(again, iris.test.x), bridge.predict(network, iris.test.x)
    )
