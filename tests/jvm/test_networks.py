"""Experiments as networks: the builder, by name."""

import dataclasses

import pytest

from dl4j_bridge import datasets
from dl4j_bridge.dl4j import networks
from dl4j_bridge.errors import UsageError
from dl4j_bridge.experiment import Experiment, Layer
from dl4j_bridge.presets import preset
from dl4j_bridge.updaters import Updater

MNIST = datasets.mnist().take(train=10, test=10)
OUTPUT = Layer("OutputLayer", {"activation": "softmax", "lossFunction": "MCXENT"})


def experiment(*layers: Layer, **settings) -> Experiment:
    return Experiment("test", (*layers, OUTPUT), Updater("Sgd"), **settings)


@pytest.mark.parametrize(
    ("name", "parameters"), [("lecture", 795_010), ("two-layer", 443_610), ("lenet", 431_080)]
)
def test_presets_have_the_published_sizes(name: str, parameters: int) -> None:
    assert networks.build(preset(name), MNIST).numParams() == parameters


def test_settings_reach_the_builder() -> None:
    made = networks.build(
        experiment(
            Layer("DenseLayer", {"nOut": 20, "activation": "tanh", "hasBias": False}),
            Layer("BatchNormalization"),
            Layer("DropoutLayer", {"dropOut": 0.5}),
            weight_init="relu",
            l1=0.5,
            l2=0.25,
            seed=-9,
        ),
        MNIST,
    )
    dense = made.getLayer(0).conf().getLayer()
    assert str(dense.getActivationFn()) == "tanh"
    assert not dense.hasBias()
    assert str(dense.getWeightInitFn().getClass().getSimpleName()) == "WeightInitRelu"
    coefficients = {
        str(r.getClass().getSimpleName()): float(getattr(r, name)().valueAt(0, 0))
        for r, name in zip(dense.getRegularization(), ("getL1", "getL2"), strict=True)
    }
    assert coefficients == {"L1Regularization": 0.5, "L2Regularization": 0.25}
    assert made.getLayer(0).conf().getSeed() == -9


def test_the_data_decide_inputs_and_outputs() -> None:
    made = networks.build(preset("lecture"), datasets.iris())
    assert made.getLayer(0).conf().getLayer().getNIn() == 4
    assert made.getLayer(1).conf().getLayer().getNOut() == 3


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (Layer("DensLayer"), "Did you mean 'DenseLayer'"),
        (Layer("Adam"), "Adam is no layer"),
        (Layer("Activation"), "Activation is no layer"),
        (Layer("FeedForwardLayer"), "FeedForwardLayer is no layer"),
        (Layer("DenseLayer", {"nOutt": 3}), "Did you mean 'nOut'"),
        (Layer("DenseLayer", {"activation": "relo"}), "Did you mean 'RELU'"),
        (Layer("DenseLayer", {"nOut": "many"}), r"nOut cannot be 'many'"),
        (Layer("DenseLayer", {"nOut": -5}), "nOut|must be > 0"),
    ],
)
def test_a_wrong_layer_says_what_is_wrong(layer: Layer, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        networks.build(experiment(layer), MNIST)


def test_a_wrong_weight_init_suggests_the_right_one() -> None:
    with pytest.raises(UsageError, match="Did you mean 'XAVIER'"):
        networks.build(dataclasses.replace(preset("lecture"), weight_init="xavir"), MNIST)


@pytest.mark.parametrize("name", ["Adam", "Nesterovs", "RmsProp", "AdaDelta", "NoOp", "Sgd"])
def test_updaters_get_their_hyper_parameters(name: str) -> None:
    chosen = Updater(name)
    settings = {key: value / 2 for key, value in chosen.hyper_parameters.items()}
    made = networks.updater(chosen.with_settings(**settings))
    for key, value in settings.items():
        assert float(getattr(made, f"get{key[0].upper()}{key[1:]}")()) == value
