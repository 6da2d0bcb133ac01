"""Dropout and noise: what is kept, how it is scaled, which gradient goes back."""

from typing import Any

import jpype
import numpy as np
import pytest

import dl4j_bridge as bridge
import dl4j_bridge.dl4j as j

from .activations import ALPHA, SCALE
from .comparison import Array, assert_agrees
from .network import network, output, parameters

RNG = np.random.default_rng(6)
X = RNG.uniform(0.5, 2, (400, 250))
ERROR = RNG.normal(size=X.shape)


def manager() -> Any:
    return jpype.JClass("org.deeplearning4j.nn.workspace.LayerWorkspaceMgr").noWorkspaces()


def both(dropout: Any, x: Array = X, error: Array = ERROR) -> tuple[Array, Array]:
    """What goes forward, and what goes back of an error."""
    out, back = (bridge.to_nd4j(np.zeros(x.shape)) for _ in range(2))
    dropout.applyDropout(bridge.to_nd4j(x), out, 0, 0, manager())
    dropout.backprop(bridge.to_nd4j(error), back, 0, 0)
    return bridge.to_numpy(out, copy=True), bridge.to_numpy(back, copy=True)


def assert_share(kept: Array, probability: float) -> None:
    spread = np.sqrt(probability * (1 - probability) / kept.size)
    assert abs(kept.mean() - probability) < 5 * spread


@pytest.mark.parametrize("retain", [0.5, 0.8])
def test_dropout(retain: float) -> None:
    """Srivastava et al., JMLR 15, 2014, inverted; the argument is the share that is kept."""
    forward, back = both(j.Dropout(retain))
    kept = forward != 0
    assert_share(kept, retain)
    assert_agrees("dropouts", forward, np.where(kept, X / retain, 0))
    assert_agrees("dropouts", back, np.where(kept, ERROR / retain, 0))


def test_spatial_dropout() -> None:
    """Tompson et al., arXiv:1411.4280: whole feature maps."""
    x = RNG.uniform(0.5, 2, (60, 50, 3, 3))
    forward, back = both(j.SpatialDropout(0.7), x, x)
    kept = forward[:, :, :1, :1] != 0
    assert_share(kept, 0.7)
    assert_agrees("dropouts", forward, np.where(kept, x / 0.7, 0))
    assert_agrees("dropouts", back, forward)


@pytest.mark.parametrize("retain", [0.6, 0.9])
def test_alpha_dropout(retain: float) -> None:
    """Klambauer et al., arXiv:1706.02515, section 2: mean and variance stay."""
    x = np.random.default_rng(9).normal(size=X.shape)
    low = -SCALE * ALPHA
    a = 1 / np.sqrt(retain + low**2 * retain * (1 - retain))
    b = -a * (1 - retain) * low
    forward, back = both(j.AlphaDropout(retain), x)
    kept = back != 0
    assert_share(kept, retain)
    assert_agrees("dropouts", forward, a * np.where(kept, x, low) + b)
    assert_agrees("dropouts", back, np.where(kept, a * ERROR, 0))
    assert abs(forward.mean()) < 0.02
    assert forward.var() == pytest.approx(1, abs=0.02)


def test_gaussian_dropout() -> None:
    """Srivastava et al. 2014, section 10: N(1, rate / (1 - rate)); the rate is what is lost."""
    forward, back = both(j.GaussianDropout(0.2))
    noise = forward / X
    assert abs(noise.mean() - 1) < 5 * 0.5 / np.sqrt(X.size)
    assert noise.std() == pytest.approx(0.5, rel=0.02)
    assert_agrees("dropouts", back, ERROR * noise)


def test_gaussian_noise() -> None:
    forward, back = both(j.GaussianNoise(0.3))
    noise = forward - X
    assert abs(noise.mean()) < 5 * 0.3 / np.sqrt(X.size)
    assert noise.std() == pytest.approx(0.3, rel=0.02)
    assert_agrees("dropouts", back, ERROR)


def test_inference_drops_nothing() -> None:
    drops = [j.Dropout(0.5), j.AlphaDropout(0.5), j.GaussianDropout(0.5), j.GaussianNoise(0.5)]
    plain = outputs(network(output(250, 4)))
    for dropout in drops:
        dropped = network(output(250, 4, dropOut=dropout))
        assert_agrees("dropouts", outputs(dropped), plain)


def outputs(net: Any) -> Array:
    return bridge.to_numpy(net.output(bridge.to_nd4j(X), False), copy=True)


def noisy(net: Any, training: bool) -> dict[str, Array]:
    """The parameters a layer computes with."""
    layer, noise = net.getLayer(0), net.getLayer(0).conf().getLayer().getWeightNoise()
    made = (noise.getParameter(layer, key, 0, 0, training, manager()) for key in "Wb")
    return dict(zip("Wb", (bridge.to_numpy(array, copy=True) for array in made), strict=True))


def test_drop_connect_does_not_scale() -> None:
    """Wan et al., ICML 2013, drop weights; the mean of what remains is retain times the weight.

    Outputs of a trained network have the whole weights all the same.
    """
    net = network(output(250, 40, weightNoise=j.DropConnect(0.5)))
    weights = parameters(net)["0_W"]
    made = noisy(net, True)["W"]
    kept = made != 0
    assert_share(kept, 0.5)
    assert_agrees("weight noise", made, np.where(kept, weights, 0))
    assert_agrees("weight noise", noisy(net, False)["W"], weights)


@pytest.mark.parametrize("additive", [True, False])
def test_weight_noise(additive: bool) -> None:
    noise = j.WeightNoise(j.NormalDistribution(0.5, 0.2), False, additive)
    net = network(output(250, 40, weightNoise=noise))
    weights, made = parameters(net)["0_W"], noisy(net, True)["W"]
    drawn = made - weights if additive else made / weights
    assert drawn.mean() == pytest.approx(0.5, abs=5 * 0.2 / np.sqrt(weights.size))
    assert drawn.std() == pytest.approx(0.2, rel=0.03)
    assert_agrees("weight noise", noisy(net, False)["W"], weights)


def test_noise_of_biases_does_not_end_with_training() -> None:
    """The literature computes outputs without noise."""
    noise = j.WeightNoise(j.NormalDistribution(0.0, 1.0), True, True)
    net = network(output(250, 40, weightNoise=noise))
    made = noisy(net, False)
    assert_agrees("weight noise", made["W"], parameters(net)["0_W"])
    assert np.abs(made["b"] - parameters(net)["0_b"]).min() > 0
