"""What differs between two configurations, said in the builder's words."""

import copy
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dl4j_bridge.lab.crosscheck.configuration import differences

MODEL = Path(__file__).parents[2] / "models" / "lecture.zip"
SIDES = ("Java", "Python")


@pytest.fixture(scope="module")
def lecture() -> dict[str, Any]:
    """Two layers, 784-1000-10, as DL4J wrote them."""
    with zipfile.ZipFile(MODEL) as file:
        return json.loads(file.read("configuration.json"))


def graph(configuration: dict[str, Any]) -> dict[str, Any]:
    """The same layers as a ComputationGraph has them."""
    first, second = copy.deepcopy(configuration["confs"])
    vertex = "org.deeplearning4j.nn.conf.graph."
    return {
        "networkInputs": ["in"],
        "defaultConfiguration": {"seed": 123},
        "vertices": {
            "dense": {"@class": vertex + "LayerVertex", "layerConf": first, "preProcessor": None},
            "merge": {"@class": vertex + "MergeVertex", "mergeAxis": 1},
            "out": {"@class": vertex + "LayerVertex", "layerConf": second, "preProcessor": None},
        },
    }


def told(first: dict[str, Any], change: Callable[[dict[str, Any]], Any]) -> list[str]:
    second = copy.deepcopy(first)
    change(second)
    return [setting.told(SIDES) for setting in differences(first, second)]


def layer(conf: dict[str, Any], number: int) -> dict[str, Any]:
    return conf["confs"][number]["layer"]


def test_equal_configurations(lecture: dict[str, Any]) -> None:
    assert differences(lecture, copy.deepcopy(lecture)) == []
    assert differences(graph(lecture), graph(lecture)) == []


def test_a_size(lecture: dict[str, Any]) -> None:
    assert told(lecture, lambda conf: layer(conf, 0).update(nout=500)) == [
        "layer 0 (DenseLayer): nOut is 1000 in Java, 500 in Python"
    ]


def test_a_seed_lies_beside_every_layer_but_is_said_once(lecture: dict[str, Any]) -> None:
    assert told(lecture, lambda conf: [one.update(seed=7) for one in conf["confs"]]) == [
        "network: seed is 123 in Java, 7 in Python"
    ]


def test_another_updater_differs_as_a_whole(lecture: dict[str, Any]) -> None:
    adam = {"@class": "org.nd4j.linalg.learning.config.Adam", "learningRate": 0.001}

    def change(conf: dict[str, Any]) -> None:
        for number in (0, 1):
            layer(conf, number)["iupdater"] = adam

    assert told(lecture, change) == [
        "every layer: updater is Nesterovs(learningRate 0.006, momentum 0.9) in Java, "
        "Adam(learningRate 0.001) in Python"
    ]


def test_a_learning_rate_of_one_layer(lecture: dict[str, Any]) -> None:
    assert told(lecture, lambda conf: layer(conf, 1)["iupdater"].update(learningRate=0.1)) == [
        "layer 1 (OutputLayer): updater.learningRate is 0.006 in Java, 0.1 in Python"
    ]


def test_a_penalty_has_its_own_name(lecture: dict[str, Any]) -> None:
    def change(conf: dict[str, Any]) -> None:
        layer(conf, 0)["regularization"][0]["l2"]["value"] = 0.5
        layer(conf, 1)["regularization"] = []

    assert told(lecture, change) == [
        "layer 0 (DenseLayer): l2 is 0.0001 in Java, 0.5 in Python",
        "layer 1 (OutputLayer): regularization is [L2Regularization(l2 0.0001)] in Java, "
        "not set in Python",
    ]


def test_a_missing_layer_is_no_series_of_differences(lecture: dict[str, Any]) -> None:
    assert told(lecture, lambda conf: conf["confs"].pop(0)) == [
        "network: layers is [DenseLayer, OutputLayer] in Java, [OutputLayer] in Python"
    ]


def test_another_kind_of_layer(lecture: dict[str, Any]) -> None:
    name = "org.deeplearning4j.nn.conf.layers.EmbeddingLayer"
    assert told(lecture, lambda conf: layer(conf, 0).update({"@class": name})) == [
        "layer 0: type is DenseLayer in Java, EmbeddingLayer in Python"
    ]


def test_a_graphs_layers_have_names(lecture: dict[str, Any]) -> None:
    def change(conf: dict[str, Any]) -> None:
        vertices = conf["vertices"]
        vertices["dense"]["layerConf"]["layer"]["hasBias"] = False
        vertices["dense"]["preProcessor"] = {"@class": "org.a.CnnToFeedForwardPreProcessor"}
        vertices["merge"]["mergeAxis"] = 2
        vertices["out"]["layerConf"]["seed"] = 5

    assert told(graph(lecture), change) == [
        "layer 'dense' (DenseLayer): hasBias is true in Java, false in Python",
        "layer 'dense' (DenseLayer): preProcessor is not set in Java, "
        "CnnToFeedForwardPreProcessor in Python",
        "layer 'merge' (MergeVertex): mergeAxis is 1 in Java, 2 in Python",
        "network: seed is 123 in Java, 5 in Python",
    ]


def test_a_setting_of_the_network(lecture: dict[str, Any]) -> None:
    assert told(lecture, lambda conf: conf.update(backpropType="TruncatedBPTT")) == [
        "network: backpropType is Standard in Java, TruncatedBPTT in Python"
    ]
