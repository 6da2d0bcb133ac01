"""What misleads is warned of, once, and documented with a test that exists."""

import importlib
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import dl4j_bridge as bridge
import dl4j_bridge.dl4j as j
from dl4j_bridge.dl4j import departures, networks
from dl4j_bridge.errors import DepartureWarning

from .network import network, output

ROOT = Path(__file__).parents[2]
X = np.ones((4, 3))
ITERATION = j.ScheduleType.ITERATION
NORMAL = j.NormalDistribution(0, 1)

# What brings each departure about, as settings of an output layer or of the network.
MISLEADING: dict[str, dict[str, Any]] = {
    "NoOp subtracts the gradient": {"updater": j.NoOp()},
    "Nesterovs with one number sets the momentum": {"updater": j.Nesterovs(0.006)},
    "Default learning rates of 0.1": {"updater": j.RmsProp()},
    "PolySchedule grows": {"biasUpdater": j.Adam(j.PolySchedule(ITERATION, 0.1, 2, 9))},
    "RRELU at inference, its derivative": {"activation": j.Activation.RRELU},
    "The derivative of ELU is that of alpha 1": {"activation": j.ActivationELU(0.5)},
    "The precise GELU is the less precise one": {"activation": j.ActivationGELU(True)},
    "Uniform weights with three times the variance": {"weightInit": j.WeightInit.LECUN_UNIFORM},
    "DropConnect does not scale": {"weightNoise": j.DropConnect(0.5)},
    "Noise of biases does not end with training": {
        "weightNoise": j.WeightNoise(NORMAL, True, True)
    },
    "MinMaxNormConstraint with a rate": {
        "constrainWeights": j.MinMaxNormConstraint(0.5, 1.0, 0.3, 1)
    },
}
HARMLESS: dict[str, dict[str, Any]] = {
    "Nesterovs": {"updater": j.Nesterovs(0.006, 0.9)},
    "Nesterovs()": {"updater": j.Nesterovs()},
    "Nesterovs at 0.1": {"updater": j.Nesterovs(0.1, 0.5)},
    "Adam": {"updater": j.Adam()},
    "Nadam": {"updater": j.Nadam(1e-3)},
    "RmsProp": {"updater": j.RmsProp(1e-3)},
    "AdaBelief": {"updater": j.AdaBelief()},
    "schedule": {"updater": j.RmsProp(j.ExponentialSchedule(ITERATION, 0.1, 0.9))},
    "activations": {"activation": j.Activation.GELU},
    "ELU": {"activation": j.Activation.ELU},
    "constraints": {"constrainWeights": j.MinMaxNormConstraint(0.5, 1.0, 1)},
    "noise": {"weightNoise": j.WeightNoise(NORMAL, False, True)},
    "decay": {"weightDecay": 0.1},
}


def titles(net: Any) -> list[str]:
    return [departure.title for departure in departures.find(net)]


@pytest.mark.parametrize("title", MISLEADING)
def test_found(title: str) -> None:
    assert titles(network(output(3, 2, **MISLEADING[title]))) == [title]


def test_weight_decay_of_the_network() -> None:
    assert titles(network(output(3, 2), weightDecay=0.1)) == [departures.TWICE.title]


def test_all_departures_are_tried() -> None:
    assert [departure.title for departure in departures.DEPARTURES] == [*MISLEADING]


@pytest.mark.parametrize("name", HARMLESS)
def test_nothing_is_said_of_what_does_not_mislead(name: str) -> None:
    assert titles(network(output(3, 2, **HARMLESS[name]))) == []


@pytest.mark.parametrize("name", sorted(bridge.PRESETS))
def test_nothing_is_said_of_the_presets(name: str) -> None:
    net = networks.build(bridge.preset(name), bridge.datasets.load("digits"))
    assert titles(net) == []


def test_wrapped_layers_and_graphs_are_looked_into() -> None:
    inner = j.SimpleRnn.Builder().nIn(3).nOut(2).updater(j.NoOp()).build()
    for wrapper, units in ((j.Bidirectional, 4), (j.LastTimeStep, 2)):
        wrapped = network(wrapper(inner), output(units, 2))
        assert titles(wrapped) == ["NoOp subtracts the gradient"]
    configuration = j.NeuralNetConfiguration.Builder().updater(j.NoOp()).graphBuilder()
    configuration = configuration.addInputs("in").addLayer("out", output(3, 2), "in")
    graph = j.ComputationGraph(configuration.setOutputs("out").build())
    graph.init()
    assert titles(graph) == ["NoOp subtracts the gradient"]


def test_fit_warns_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(departures, "_told", set())
    net = network(output(3, 2, updater=j.NoOp()))
    with pytest.warns(DepartureWarning, match=r"NoOp\(\) does not leave .* FrozenLayer") as told:
        bridge.fit(net, (X, X[:, :2]), progress=False)
    assert len(told) == 1
    assert told[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        bridge.fit(net, (X, X[:, :2]), progress=False)


def test_a_warning_says_what_to_write_in_one_line() -> None:
    for departure in (*departures.DEPARTURES, departures.TWICE):
        assert "\n" not in departure.message
        assert re.search(r"[Ww]rite |Leave ", departure.message)


SECTIONS = {
    section.partition("\n")[0]: section
    for section in (ROOT / "docs" / "departures.md").read_text("utf-8").split("\n## ")[1:]
}


def test_every_warning_has_its_section() -> None:
    warned = {title for title, text in SECTIONS.items() if "**Warns" in text}
    assert warned == {*MISLEADING, departures.TWICE.title}


@pytest.mark.parametrize("title", SECTIONS)
def test_a_section_is_complete(title: str) -> None:
    for part in ("DL4J: ", "Formula: ", "Literature: ", "Write: ", "Test: "):
        assert part in SECTIONS[title]
    named = re.findall(r"`tests/references/(\w+)\.py::(\w+)`", SECTIONS[title])
    assert named
    for module, test in named:
        assert callable(getattr(importlib.import_module(f".{module}", __package__), test))
