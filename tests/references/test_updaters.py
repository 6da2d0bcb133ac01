"""Every updater of DL4J over 100 steps."""

from typing import Any

import jpype
import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import HashMap, INDArray, networks
from dl4j_bridge.updaters import DEFAULTS, Updater

from .comparison import Array, assert_agrees
from .updaters import RULES, Rule, ada_grad, nadam

STEPS, SIZE = 100, 24
OTHER = {
    "learningRate": 0.037,
    "beta1": 0.8,
    "beta2": 0.95,
    "epsilon": 1e-3,
    "momentum": 0.6,
    "rho": 0.8,
    "rmsDecay": 0.7,
}


def gradients() -> Array:
    """Of different sizes: most updaters would hide a factor otherwise."""
    rng = np.random.default_rng(7)
    return rng.normal(size=(STEPS, SIZE)) * np.logspace(-2, 2, SIZE)


def updates(updater: Any) -> Array:
    """What an updater makes of the gradients."""
    size = int(updater.stateSize(SIZE))
    if str(updater.getClass().getSimpleName()) == "AdaBelief":
        state = HashMap()
        for name in "MS":
            state.put(name, bridge.to_nd4j(np.zeros(SIZE)))
        rule = updater.instantiate(state, True)
    else:
        view = bridge.to_nd4j(np.zeros((1, size))) if size else jpype.JObject(None, INDArray)
        rule = updater.instantiate(view, True)
    made = []
    for iteration, gradient in enumerate(gradients()):
        array = bridge.to_nd4j(gradient.copy())
        rule.applyUpdater(array, iteration, 0)
        made.append(bridge.to_numpy(array, copy=True))
    return np.array(made)


def expected(rule: Rule) -> Array:
    return np.array([rule(gradient, t) for t, gradient in enumerate(gradients(), start=1)])


@pytest.mark.parametrize("name", sorted(DEFAULTS))
@pytest.mark.parametrize("defaults", [True, False], ids=["defaults", "other"])
def test_updates(name: str, defaults: bool) -> None:
    known = DEFAULTS[name]
    settings = known if defaults else {key: OTHER[key] for key in known}
    updater = networks.updater(Updater(name, settings))
    assert_agrees("updaters", updates(updater), expected(RULES[name](**settings)))
