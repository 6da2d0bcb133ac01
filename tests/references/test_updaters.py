"""Every updater of DL4J over 100 steps."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jpype
import numpy as np
import pytest

import dl4j_bridge as bridge
import dl4j_bridge.dl4j as j
from dl4j_bridge.dl4j import networks
from dl4j_bridge.updaters import DEFAULTS, Updater

from .comparison import GROUPS, Array, assert_agrees
from .network import builder, network, output, parameters
from .network import gradients as of_network
from .updaters import RULES, Rule, ada_belief, ada_grad, nadam

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
        state = j.HashMap()
        for name in "MS":
            state.put(name, bridge.to_nd4j(np.zeros(SIZE)))
        rule = updater.instantiate(state, True)
    else:
        view = bridge.to_nd4j(np.zeros((1, size))) if size else jpype.JObject(None, j.INDArray)
        rule = updater.instantiate(view, True)
    made = []
    for iteration, gradient in enumerate(gradients()):
        array = bridge.to_nd4j(gradient.copy())
        rule.applyUpdater(array, iteration, 0)
        made.append(bridge.to_numpy(array, copy=True))
    return np.array(made)


def expected(rule: Rule) -> Array:
    return np.array([rule(gradient, t) for t, gradient in enumerate(gradients(), start=1)])


@pytest.mark.fault(29)
@pytest.mark.parametrize("name", sorted(DEFAULTS))
@pytest.mark.parametrize("defaults", [True, False], ids=["defaults", "other"])
def test_updates(name: str, defaults: bool) -> None:
    known = DEFAULTS[name]
    settings = known if defaults else {key: OTHER[key] for key in known}
    updater = networks.updater(Updater(name, settings))
    assert_agrees("updaters", updates(updater), expected(RULES[name](**settings)))


def test_learning_rate_and_momentum_follow_schedules() -> None:
    rate = j.ExponentialSchedule(j.ScheduleType.ITERATION, 0.1, 0.9)
    momentum = j.ExponentialSchedule(j.ScheduleType.ITERATION, 0.9, 0.99)
    made = updates(j.Nesterovs(rate, momentum))
    v, reference = np.zeros(SIZE), []
    for i, gradient in enumerate(gradients()):
        mu = 0.9 * 0.99**i
        before, v = v, mu * v - 0.1 * 0.9**i * gradient
        reference.append(mu * before - (1 + mu) * v)
    assert_agrees("updaters", made, np.array(reference))


@pytest.mark.fault(29)
def test_every_updater_is_compared(record_property: Callable[[str, object], None]) -> None:
    assert {*RULES} == {*DEFAULTS}
    if seen := GROUPS.get("updaters"):
        figure = f"within {seen.largest:.0e}: {len(RULES)} updaters, {seen.values:,} numbers"
        record_property("figure", figure)


def test_nadam_starts_with_a_leap() -> None:
    """The second moment is not corrected: the first step is 60 rates long, the paper's 1.9."""
    large = slice(SIZE // 2, None)  # epsilon shows in the small gradients
    made = updates(j.Nadam(0.001))[:, large]
    paper = expected(nadam(0.001, 0.9, 0.999, 1e-8, corrected=True))[:, large]
    sign = np.sign(gradients()[0, large])
    np.testing.assert_allclose(paper[0], 0.0019 * sign, rtol=1e-3)
    np.testing.assert_allclose(made[0], 0.0019 * sign / np.sqrt(0.001), rtol=1e-3)
    np.testing.assert_allclose(made[-1] / paper[-1], 1 / np.sqrt(1 - 0.999**STEPS), rtol=1e-3)


def test_epsilon_of_ada_grad_does_not_start_the_sum() -> None:
    made = updates(j.AdaGrad(0.1, 1e-2))
    assert_agrees("updaters", made, expected(ada_grad(0.1, 1e-2, initial=1e-6)))


def test_nesterovs_with_one_number_sets_the_momentum() -> None:
    updater = j.Nesterovs(0.006)
    assert (updater.getMomentum(), updater.getLearningRate()) == (0.006, 0.1)


def test_default_rates() -> None:
    assert [float(u().getLearningRate()) for u in (j.Nesterovs, j.RmsProp, j.AdaGrad)] == [0.1] * 3


def regression(updater: Any) -> tuple[Any, Array, Array]:
    rng = np.random.default_rng(4)
    return network(output(4, 3), updater=updater), rng.normal(size=(5, 4)), rng.normal(size=(5, 3))


def test_no_op_subtracts_the_gradient() -> None:
    net, x, y = regression(j.NoOp())
    before, made = parameters(net), of_network(net, x, y)
    net.fit(bridge.to_nd4j(x), bridge.to_nd4j(y))
    for key, value in parameters(net).items():
        assert_agrees("updaters", value, before[key] - made[key] / len(x))


def test_ada_belief_throws_in_a_network_of_its_own() -> None:
    net, x, y = regression(j.AdaBelief())
    with pytest.raises(jpype.JException, match="Index 1 out of bounds for length 1"):
        net.fit(bridge.to_nd4j(x), bridge.to_nd4j(y))


@pytest.mark.parametrize("accelerate", ["off", "auto"])
def test_ada_belief_trains(accelerate: Any) -> None:
    net, x, y = regression(j.AdaBelief(0.01))
    rules = {key: ada_belief(0.01, 0.9, 0.999, 1e-14) for key in ("0_W", "0_b")}
    for t in range(1, 21):
        before, made = parameters(net), of_network(net, x, y)
        bridge.fit(net, (x, y), shuffle=False, progress=False, accelerate=accelerate)
        for key, value in parameters(net).items():
            step = rules[key](made[key] / len(x), t)
            assert_agrees("updaters", value, before[key] - step)
    assert str(net.getLayer(0).conf().getLayer().getIUpdater()).startswith("AdaBelief(")


def test_ada_belief_goes_on_from_a_file(tmp_path: Path) -> None:
    net, x, y = regression(j.AdaBelief(0.01))
    bridge.save(net, tmp_path / "fresh.zip")
    bridge.fit(net, (x, y), epochs=3, progress=False)
    again = bridge.load(bridge.save(net, tmp_path / "model.zip"))
    for each in (net, again):
        bridge.fit(each, (x, y), epochs=3, progress=False)
    np.testing.assert_array_equal(parameters(again)["0_W"], parameters(net)["0_W"])


def test_ada_belief_in_a_graph(tmp_path: Path) -> None:
    """The same layer trains the same in a graph, from a file too."""
    net, x, y = regression(j.AdaBelief(0.01))
    graph = builder(updater=j.AdaBelief(0.01)).graphBuilder().addInputs("in")
    graph = graph.addLayer("out", output(4, 3), "in").setOutputs("out").build()
    graph = j.ComputationGraph(graph)
    for each in (net, graph):
        bridge.fit(each, (x, y), epochs=3, progress=False)
    again = bridge.load(bridge.save(graph, tmp_path / "graph.zip"))
    for each in (net, again):
        bridge.fit(each, (x, y), epochs=3, progress=False)
    np.testing.assert_array_equal(bridge.to_numpy(again.params()), bridge.to_numpy(net.params()))


@pytest.mark.parametrize("last_step", [True, False])
def test_ada_belief_in_a_wrapped_layer(last_step: bool) -> None:
    inner = j.SimpleRnn.Builder().nIn(3).nOut(2).build()
    if last_step:
        layers, shape = (j.LastTimeStep(inner), output(2, 2)), (4, 2)
    else:
        mse = j.LossFunctions.LossFunction.MSE
        layers, shape = (j.Bidirectional(inner), j.RnnLossLayer.Builder(mse).build()), (4, 4, 5)
    net = network(*layers, updater=j.AdaBelief(0.01))
    before = parameters(net)
    bridge.fit(net, (np.ones((4, 3, 5)), np.ones(shape)), progress=False)
    assert all(np.any(value != before[key]) for key, value in parameters(net).items())
