"""Regularization, constraints, gradient normalization: one step of a network."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import dl4j_bridge as bridge
import dl4j_bridge.dl4j as j

from .comparison import Array, assert_agrees
from .network import gradients, network, output, parameters
from .penalties import clipped_norm, elastic_net, l1, l2, limited, renormalized

ROWS, RATE = 6, 0.05
RNG = np.random.default_rng(2)
X, Y = RNG.normal(size=(ROWS, 4)), 20 * RNG.normal(size=(ROWS, 3))


def layers(**settings: Any) -> list[Any]:
    hidden = j.DenseLayer.Builder().nIn(4).nOut(5).activation(j.Activation.TANH)
    return [hidden.build(), output(5, 3, **settings)]


def stepped(net: Any) -> tuple[dict[str, Array], dict[str, Array], dict[str, Array]]:
    """Parameters, mean gradients of the data, and parameters after one iteration."""
    before = parameters(net)
    made = {key: g / ROWS for key, g in gradients(net, X, Y).items()}
    net.fit(bridge.to_nd4j(X), bridge.to_nd4j(Y))
    return before, made, parameters(net)


def data_score(net: Any) -> float:
    predicted = bridge.to_numpy(net.output(bridge.to_nd4j(X)))
    return float(((predicted - Y) ** 2).mean())


PENALTIES: dict[str, tuple[dict[str, float], Callable[[Array], tuple[float, Array]]]] = {
    "l1": ({"l1": 0.02}, lambda w: l1(w, 0.02)),
    "l2": ({"l2": 0.03}, lambda w: l2(w, 0.03)),
    "elastic net": ({"l1": 0.02, "l2": 0.03}, lambda w: elastic_net(w, 0.02, 0.03)),
}


@pytest.mark.parametrize("name", PENALTIES)
def test_penalties_of_weights(name: str) -> None:
    """In the gradient before the updater; biases have none."""
    settings, penalty = PENALTIES[name]
    net = network(*layers(), updater=j.Sgd(RATE), **settings)
    weights = [value for key, value in parameters(net).items() if key.endswith("W")]
    before, made, after = stepped(net)
    for key, value in before.items():
        extra = penalty(value)[1] if key.endswith("W") else 0
        assert_agrees("regularization", after[key], value - RATE * (made[key] + extra))
    fresh = network(*layers(), updater=j.Sgd(RATE), **settings)
    score = fresh.score(j.DataSet(bridge.to_nd4j(X), bridge.to_nd4j(Y)), True)
    total = data_score(fresh) + sum(penalty(w)[0] for w in weights)
    assert_agrees("regularization", score, total)


def test_penalties_of_biases() -> None:
    net = network(*layers(), updater=j.Sgd(RATE), biasInit=0.7, l1Bias=0.02, l2Bias=0.03)
    before, made, after = stepped(net)
    for key, value in before.items():
        extra = elastic_net(value, 0.02, 0.03)[1] if key.endswith("b") else 0
        assert_agrees("regularization", after[key], value - RATE * (made[key] + extra))


def decayed(net: Any, strength: float) -> None:
    before, made, after = stepped(net)
    for key, value in before.items():
        decay = strength * value if key.endswith("W") else 0
        assert_agrees("regularization", after[key], value - RATE * made[key] - decay)


@pytest.mark.parametrize("times_rate", [True, False])
def test_weight_decay_of_a_layer(times_rate: bool) -> None:
    """Loshchilov, Hutter, arXiv:1711.05101: after the updater, times the rate or not."""
    hidden = j.DenseLayer.Builder().nIn(4).nOut(5).activation(j.Activation.TANH)
    last = j.OutputLayer.Builder(j.LossFunctions.LossFunction.MSE).nIn(5).nOut(3)
    last = last.activation(j.Activation.IDENTITY)
    both = [layer.weightDecay(0.1, times_rate).build() for layer in (hidden, last)]
    decayed(network(*both, updater=j.Sgd(RATE)), 0.1 * (RATE if times_rate else 1))


def test_weight_decay_of_the_network_counts_twice() -> None:
    decayed(network(*layers(), updater=j.Sgd(RATE), weightDecay=0.1), 2 * 0.1 * RATE)


PARAMETER = RNG.normal(size=(7, 5)) * np.linspace(0.1, 2, 5)


def constrained(constraint: Any) -> Array:
    array = bridge.to_nd4j(PARAMETER.copy())
    constraint.apply(array)
    return bridge.to_numpy(array, copy=True)


def test_constraints() -> None:
    cases = {
        "max": (j.MaxNormConstraint(1.5, 0), limited(PARAMETER, 0, 1.5)),
        "min and max": (j.MinMaxNormConstraint(0.9, 1.5, 0), limited(PARAMETER, 0.9, 1.5)),
        "unit": (j.UnitNormConstraint(0), limited(PARAMETER, 1, 1, epsilon=0)),
        "positive": (j.NonNegativeConstraint(), np.maximum(PARAMETER, 0)),
    }
    for constraint, expected in cases.values():
        assert_agrees("constraints", constrained(constraint), expected)


def test_constraints_follow_the_update_and_are_applied_twice() -> None:
    """Once would do; what the second time changes is of the size of epsilon."""
    plain = network(*layers(), updater=j.Sgd(RATE))
    constraint = j.MaxNormConstraint(0.8, 1)
    bound = network(*layers(), updater=j.Sgd(RATE), constrainWeights=constraint)
    free, limits = stepped(plain)[2], stepped(bound)[2]
    for key, value in free.items():
        twice = limited(limited(value.T, 0, 0.8), 0, 0.8).T
        expected = twice if key.endswith("W") else value
        assert_agrees("constraints", limits[key], expected)


def test_min_max_norm_with_a_rate() -> None:
    """The literature moves the norm part of the way; DL4J's factor has the norm in its place."""
    rate, norm = 0.5, np.linalg.norm(PARAMETER, axis=0) + 1e-6
    factor = rate * np.clip(norm - 1e-6, 0.9, 1.5) / norm + (1 - rate) * norm
    made = constrained(j.MinMaxNormConstraint(0.9, 1.5, rate, 0))
    assert_agrees("constraints", made, PARAMETER * factor)
    assert np.abs(made - limited(PARAMETER, 0.9, 1.5, rate)).max() > 0.5


Gradients = dict[str, Array]


def per_layer(change: Callable[[list[Array]], list[Array]]) -> Callable[[Gradients], Gradients]:
    def changed(made: Gradients) -> Gradients:
        result = {}
        for layer in "01":
            keys = [key for key in made if key[0] == layer]
            result |= dict(zip(keys, change([made[key] for key in keys]), strict=True))
        return result

    return changed


def per_parameter(change: Callable[[list[Array]], list[Array]]) -> Callable[[Gradients], Gradients]:
    return lambda made: {key: change([g])[0] for key, g in made.items()}


# Of the mean gradients and the threshold.
NORMALIZATIONS: dict[str, Callable[[Gradients, float], Gradients]] = {
    "None": lambda made, at: made,
    "RenormalizeL2PerLayer": lambda made, at: per_layer(renormalized)(made),
    "RenormalizeL2PerParamType": lambda made, at: per_parameter(renormalized)(made),
    "ClipElementWiseAbsoluteValue": lambda made, at: {
        key: np.clip(g, -at, at) for key, g in made.items()
    },
    "ClipL2PerLayer": lambda made, at: per_layer(lambda gs: clipped_norm(gs, at))(made),
    "ClipL2PerParamType": lambda made, at: per_parameter(lambda gs: clipped_norm(gs, at))(made),
}


@pytest.mark.parametrize("threshold", [0.8, 100.0])
@pytest.mark.parametrize("name", NORMALIZATIONS)
def test_gradient_normalization(name: str, threshold: float) -> None:
    """Of the mean over the batch, before the updater; nothing is clipped at 100."""
    kind = j.GradientNormalization.valueOf(name)
    settings = {"gradientNormalization": kind, "gradientNormalizationThreshold": threshold}
    before, made, after = stepped(network(*layers(), updater=j.Sgd(RATE), **settings))
    for key, gradient in NORMALIZATIONS[name](made, threshold).items():
        assert_agrees("gradient normalization", before[key] - after[key], RATE * gradient)


def test_every_gradient_normalization_is_compared() -> None:
    assert {str(kind) for kind in j.GradientNormalization.values()} == {*NORMALIZATIONS}
