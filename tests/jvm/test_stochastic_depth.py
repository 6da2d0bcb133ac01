"""Residual branches that are dropped for a batch, against numpy."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    ComputationGraph,
    DenseLayer,
    ElementWiseVertex,
    LossFunctions,
    NeuralNetConfiguration,
    OutputLayer,
    Sgd,
    StochasticDepthVertex,
)

X = np.random.default_rng(1).normal(size=(6, 3)).astype(np.float32)
Y = np.random.default_rng(2).normal(size=(6, 2)).astype(np.float32)


def residual(survival: float, seed: int = 3) -> Any:
    """Two linear outputs of x + branch(x)."""
    conf = (
        NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Sgd(0.1))
        .activation(Activation.TANH)
        .graphBuilder()
        .addInputs("x")
        .addLayer("branch", DenseLayer.Builder().nIn(3).nOut(3).build(), "x")
        .addVertex("depth", StochasticDepthVertex(survival), "branch")
        .addVertex("sum", ElementWiseVertex(ElementWiseVertex.Op.Add), "x", "depth")
        .addLayer(
            "out",
            OutputLayer.Builder(LossFunctions.LossFunction.MSE)
            .nIn(3)
            .nOut(2)
            .activation(Activation.IDENTITY)
            .build(),
            "sum",
        )
        .setOutputs("out")
        .build()
    )
    graph = ComputationGraph(conf)
    graph.init()
    return graph


def outputs(graph: Any, factor: float) -> np.ndarray:
    table = {str(k): np.array(v) for k, v in graph.paramTable().items()}
    hidden = X + factor * np.tanh(X @ table["branch_W"] + table["branch_b"])
    return hidden @ table["out_W"] + table["out_b"]


def test_inference_scales_the_branch_by_its_survival() -> None:
    graph = residual(0.3)
    np.testing.assert_allclose(bridge.predict(graph, X), outputs(graph, 0.3), rtol=1e-5, atol=1e-6)


def test_training_has_the_whole_branch_or_nothing_as_often_as_it_should() -> None:
    graph = residual(0.3)
    there, gone = outputs(graph, 1), outputs(graph, 0)
    alive = 0
    for _ in range(1000):
        found = np.asarray(graph.output(True, X)[0])
        is_there = np.allclose(found, there, atol=1e-5)
        assert is_there or np.allclose(found, gone, atol=1e-5)
        alive += is_there
    # Five standard deviations of a binomial are 72.
    assert abs(alive - 300) < 72


def branch_gradient(graph: Any) -> np.ndarray:
    graph.setInputs(X)
    graph.setLabels(Y)
    graph.computeGradientAndScore()
    return np.array(graph.gradient().getGradientFor("branch_W"))


def test_a_dropped_branch_gets_no_gradient_and_one_that_is_there_its_own() -> None:
    graph, expected = residual(0.5), branch_gradient(residual(1.0))
    found = [branch_gradient(graph) for _ in range(20)]
    for gradient in (there := [one for one in found if one.any()]):
        np.testing.assert_allclose(gradient, expected, rtol=1e-5)
    assert 0 < len(there) < len(found)


def test_the_same_seed_drops_the_same_branches() -> None:
    def trained(seed: int, accelerate: Any = "auto") -> np.ndarray:
        graph = residual(0.5, seed=seed)
        bridge.fit(graph, (X, Y), epochs=10, batch_size=2, progress=False, accelerate=accelerate)
        return np.array(graph.params())

    np.testing.assert_array_equal(trained(3), trained(3))
    np.testing.assert_array_equal(trained(3), trained(3, "off"))
    assert (trained(3) != trained(4)).any()


def test_it_comes_back_from_its_file(tmp_path: Path) -> None:
    graph = residual(0.25)
    again = bridge.load(bridge.save(graph, tmp_path / "graph.zip"))
    assert again.getConfiguration().getVertices()["depth"] == StochasticDepthVertex(0.25)
    np.testing.assert_array_equal(bridge.predict(again, X), bridge.predict(graph, X))


@pytest.mark.parametrize("survival", [0.0, 1.5])
def test_a_probability_that_is_none_is_refused(survival: float) -> None:
    with pytest.raises(Exception, match="probability of survival is"):
        StochasticDepthVertex(survival)
