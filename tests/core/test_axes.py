"""What a comparison varies."""

import dataclasses

import pytest

from dl4j_bridge.errors import UsageError
from dl4j_bridge.lab.axes import AXES, trials, vary
from dl4j_bridge.presets import preset
from dl4j_bridge.updaters import Updater

BASE = preset("lecture")


def test_every_combination_has_every_seed_once() -> None:
    found = trials(BASE, {"updater": ["adam", "sgd"], "learning-rate": ["default", "0.01"]}, [7, 8])
    assert [trial.label for trial in found[::2]] == [
        "Adam, learning-rate 0.001",
        "Adam, learning-rate 0.01",
        "Sgd, learning-rate 0.001",
        "Sgd, learning-rate 0.01",
    ]
    assert [trial.experiment.seed for trial in found] == [7, 8] * 4
    assert {trial.experiment.shuffle_seed for trial in found} == {7, 8}
    assert len({trial.key for trial in found}) == len(found)


def test_a_default_that_is_in_the_grid_runs_once() -> None:
    axes = {"updater": ["sgd"], "learning-rate": ["default", "0.001"]}
    assert len(trials(BASE, axes, [1])) == 1


def test_an_updater_without_a_rate_runs_once() -> None:
    axes = {"updater": ["adadelta"], "learning-rate": ["0.1", "0.01"]}
    [trial] = trials(BASE, axes, [1])
    assert trial.label == "AdaDelta, learning-rate none"


@pytest.mark.parametrize(
    ("name", "value", "attribute", "expected"),
    [
        ("updater", "adam", "updater", Updater("Adam")),
        ("momentum", "0.5", "updater", BASE.updater.with_settings(momentum=0.5)),
        ("l2", "0.25", "l2", 0.25),
        ("dropout", "0.5", "dropout", 0.5),
        ("batch-size", "32", "batch_size", 32),
        ("weight-init", "relu", "weight_init", "RELU"),
        ("data", "digits", "data", "digits"),
    ],
)
def test_an_axis_changes_one_thing(name, value, attribute, expected) -> None:
    varied = vary(BASE, name, value)
    assert varied == dataclasses.replace(BASE, **{attribute: expected})


def test_layers_are_varied_in_front_of_the_output() -> None:
    deep = vary(vary(BASE, "hidden", "50-20"), "activation", "tanh")
    assert [layer.settings.get("nOut") for layer in deep.layers] == [50, 20, None]
    assert [layer.settings["activation"] for layer in deep.layers] == ["TANH", "TANH", "SOFTMAX"]
    lenet = vary(preset("lenet"), "hidden", "84")
    assert [layer.type for layer in lenet.layers][-2:] == ["DenseLayer", "OutputLayer"]
    assert len(lenet.layers) == len(preset("lenet").layers)


def test_weight_decay_takes_the_place_of_l2() -> None:
    assert vary(BASE, "weight-decay", "0.01").l2 == 0.0
    assert vary(BASE, "weight-decay", "0").l2 == BASE.l2


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("updatr", "adam", "Did you mean 'updater'"),
        ("updater", "adamm", "Did you mean 'Adam'"),
        ("l2", "small", "l2 cannot be 'small'"),
        ("hidden", "100,50", "hidden cannot be '100,50'"),
        ("dropout", "1.5", "dropout is 1.5"),
    ],
)
def test_what_does_not_exist_is_refused(name: str, value: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        vary(BASE, name, value)


def test_every_axis_takes_some_value() -> None:
    values = {"schedule": "cosine", "updater": "adam", "activation": "tanh", "data": "iris"}
    values |= {"dropout": "0.5", "momentum": "0.5"}
    for name in AXES:
        changed = vary(BASE, name, values.get(name, "2"))
        assert changed != BASE
