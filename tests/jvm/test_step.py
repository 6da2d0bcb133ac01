"""A whole iteration of a plain dense network: where it is made, and that its bits are DL4J's."""

from collections.abc import Callable
from typing import Any

import jpype
import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    Adam,
    BatchNormalization,
    DataType,
    DenseLayer,
    DropConnect,
    Dropout,
    FrozenLayer,
    GradientNormalization,
    L1Regularization,
    L2Regularization,
    MapSchedule,
    MaxNormConstraint,
    Nesterovs,
    NoOp,
    OptimizationAlgorithm,
    OutputLayer,
    ScheduleType,
    ScoreIterationListener,
    Sgd,
    StepSchedule,
    WeightDecay,
)
from dl4j_bridge.errors import BridgeError

from .test_acceleration import (
    DATA,
    NLL,
    assert_same_bits,
    convolutional,
    dense,
    network,
    output,
    trained,
)

# What Deeplearning4j itself computes counts here, not what the literature has.
pytestmark = pytest.mark.filterwarnings("ignore::dl4j_bridge.errors.DepartureWarning")


def step(net: Any) -> str:
    """Name of the class that trains a network."""
    return str(jpype.JClass("dl4jbridge.step.Step").of(net).getClass().getSimpleName())


def assert_same_parameters(make: Callable[[], Any], data: Any = DATA, score: float = 1e-5) -> None:
    net = make()
    assert step(net) == "DenseStep"
    ours, our_scores = trained(net, "exact", data)
    stock, stock_scores = trained(make(), "off", data)
    np.testing.assert_array_equal(ours, stock)
    np.testing.assert_allclose(our_scores, stock_scores, rtol=score)


@pytest.mark.parametrize(
    "configure",
    [
        pytest.param(lambda b: b.dataType(DataType.DOUBLE), id="float64"),
        pytest.param(lambda b: b.constrainWeights(MaxNormConstraint(0.5, 1)), id="constraint"),
        pytest.param(
            lambda b: b.gradientNormalization(GradientNormalization.ClipL2PerLayer), id="clipping"
        ),
        pytest.param(
            lambda b: b.optimizationAlgo(OptimizationAlgorithm.LBFGS), id="another algorithm"
        ),
    ],
)
def test_what_needs_the_networks_own_fit(configure: Callable[[Any], Any]) -> None:
    assert step(network(configure)) == "NetworkStep"


def test_frozen_layers_need_the_networks_own_fit() -> None:
    assert step(network(layers=[FrozenLayer(dense()), output()])) == "NetworkStep"


@pytest.mark.parametrize(
    ("configure", "accelerated"),
    [
        pytest.param(lambda b: b.dropOut(Dropout(0.7)), 2, id="dropout"),
        pytest.param(lambda b: b.weightNoise(DropConnect(0.8)), 2, id="weight noise"),
        pytest.param(lambda b: b.hasLayerNorm(True), 1, id="layer norm"),
        pytest.param(lambda b: b.nOut(1), 2, id="one unit"),
    ],
)
def test_dense_networks_that_need_their_own_gradients(
    configure: Callable[[Any], Any], accelerated: int
) -> None:
    def make() -> Any:
        return network(layers=[dense(configure), output()])

    assert step(make()) == "GradientStep"
    assert_same_bits(make, accelerated=accelerated)


def test_listeners_hear_of_every_iteration() -> None:
    net = network()
    net.setListeners(ScoreIterationListener(1000))
    assert step(net) == "NetworkStep"


@pytest.mark.parametrize(
    "name",
    [
        *("Sgd", "Nesterovs", "Adam", "AMSGrad", "AdaMax", "Nadam"),
        *("RmsProp", "AdaGrad", "AdaDelta"),
    ],
)
def test_an_updater_is_made_in_one_pass(name: str) -> None:
    """Otherwise it would be as right, but slow, and nobody would notice."""
    updater = jpype.JClass(f"org.nd4j.linalg.learning.config.{name}")
    verified = jpype.JClass("dl4jbridge.step.Verified").class_
    rule = verified.getDeclaredMethod(
        "rule", jpype.JClass("org.nd4j.linalg.learning.config.IUpdater").class_
    )
    rule.setAccessible(True)
    assert rule.invoke(None, updater()) is not None


@pytest.mark.parametrize(
    "configure",
    [
        pytest.param(lambda b: b.updater(Nesterovs(0.01, 0.9)).l2(1e-3), id="l2"),
        pytest.param(lambda b: b.updater(Sgd(0.05)).weightDecay(1e-2), id="weight decay"),
        pytest.param(lambda b: b.updater(Sgd(0.05)).weightDecay(1e-2, False), id="plain decay"),
        pytest.param(lambda b: b.regularization([L1Regularization(1e-3)]), id="l1"),
        pytest.param(
            lambda b: b.regularization([L2Regularization(1e-3), WeightDecay(1e-2, True)]),
            id="l2 with decay",
        ),
        pytest.param(lambda b: b.l2(1e-3).l2Bias(1e-2), id="l2 of the bias"),
        pytest.param(lambda b: b.biasUpdater(Sgd(0.1)), id="another updater for the bias"),
        pytest.param(
            lambda b: b.updater(Adam(StepSchedule(ScheduleType.ITERATION, 0.01, 0.5, 3.0))),
            id="scheduled rate",
        ),
        pytest.param(
            lambda b: b.updater(
                Nesterovs.builder()
                .learningRate(0.01)
                .momentumISchedule(MapSchedule(ScheduleType.EPOCH, {0: 0.5, 1: 0.9}))
                .build()
            ),
            id="scheduled momentum",
        ),
        pytest.param(lambda b: b.miniBatch(False).updater(Nesterovs(1e-4, 0.9)), id="sum"),
    ],
)
def test_settings(configure: Callable[[Any], Any]) -> None:
    assert_same_parameters(lambda: network(configure))


def is_flat(net: Any) -> bool:
    """Whether the update is one pass over memory."""
    update = jpype.JClass("dl4jbridge.step.Update").class_
    (make,) = update.getDeclaredConstructors()
    make.setAccessible(True)
    flat = update.getDeclaredField("flat")
    flat.setAccessible(True)
    return not flat.get(make.newInstance(net)).isEmpty()


@pytest.mark.parametrize(
    ("configure", "expected"),
    [
        pytest.param(lambda b: b.l2(1e-3).l2Bias(1e-2), True, id="l2"),
        pytest.param(lambda b: b.weightDecay(1e-2), True, id="weight decay"),
        pytest.param(lambda b: b.biasUpdater(Sgd(0.1)), True, id="two updaters"),
        pytest.param(lambda b: b.l1(1e-3), False, id="l1"),
        pytest.param(lambda b: b.updater(NoOp()), False, id="an updater without a rule"),
    ],
)
def test_updates_in_one_pass(configure: Callable[[Any], Any], expected: bool) -> None:
    assert is_flat(network(configure)) == expected


def test_layers_of_their_own_kind() -> None:
    """Updater, regularization and activation of a layer, not of the network."""
    layers = [
        DenseLayer.Builder().nOut(33).activation(Activation.TANH).updater(Sgd(0.1)).build(),
        DenseLayer.Builder().nOut(7).activation(Activation.RELU).l2(1e-2).build(),
        OutputLayer.Builder(NLL).nOut(10).activation(Activation.SOFTMAX).hasBias(False).build(),
    ]
    assert_same_parameters(lambda: network(layers=layers))


@pytest.mark.parametrize("rows", [41, 2, 1], ids=["one left over", "one batch", "a single row"])
def test_batches_of_any_size(rows: int) -> None:
    """BLAS treats a single row in another way, which must be DL4J's."""
    assert_same_parameters(network, (DATA[0][:rows], DATA[1][:rows]))


def test_without_regularization_the_score_is_the_same_to_the_bit() -> None:
    assert_same_parameters(lambda: network(lambda b: b.updater(Sgd(0.1))), score=0)


def test_the_counters_go_on() -> None:
    net = network()
    bridge.fit(net, DATA, epochs=2, batch_size=40, progress=False)
    assert (net.getIterationCount(), net.getEpochCount()) == (8, 2)
    assert net.getLayer(0).getIterationCount() == 8
    assert net.score() == pytest.approx(
        bridge.fit(net, DATA, batch_size=40, progress=False).scores[-1], rel=1
    )


def test_labels_that_do_not_fit_are_refused_as_ever() -> None:
    net = network()
    with pytest.raises(BridgeError, match=r"[Ll]abels"):
        bridge.fit(net, (DATA[0], np.zeros((150, 3), np.float32)), batch_size=40, progress=False)


@pytest.mark.parametrize(
    "whole",
    [
        pytest.param(lambda b: b.l2(1e-3), id="l2"),
        pytest.param(lambda b: b.weightDecay(1e-3), id="weight decay"),
        pytest.param(lambda b: b.miniBatch(False).updater(Sgd(1e-4)), id="sum"),
        pytest.param(lambda b: b.dropOut(Dropout(0.8)), id="dropout"),
        pytest.param(lambda b: b.weightNoise(DropConnect(0.8)), id="weight noise"),
    ],
)
def test_a_convolutional_network_keeps_its_gradients_and_changes_its_update(
    whole: Callable[[Any], Any],
) -> None:
    def make() -> Any:
        return convolutional(lambda b: b, whole=whole)

    assert step(make()) == "GradientStep"
    assert_same_bits(make, accelerated=3)


@pytest.mark.parametrize(
    "whole",
    [
        pytest.param(lambda b: b.l1(1e-3), id="l1"),
        pytest.param(lambda b: b.updater(NoOp()), id="an updater without a rule"),
        pytest.param(
            lambda b: b.constrainWeights(MaxNormConstraint(0.5, 1, 2, 3)), id="constraint"
        ),
        pytest.param(
            lambda b: b.gradientNormalization(GradientNormalization.ClipL2PerLayer), id="clipping"
        ),
    ],
)
def test_convolutional_networks_that_need_their_own_fit(whole: Callable[[Any], Any]) -> None:
    assert step(convolutional(lambda b: b, whole=whole)) == "NetworkStep"


def test_running_means_need_the_networks_own_fit() -> None:
    """They are moved by what lies among the gradients, but are not divided by the batch."""
    net = network(layers=[dense(), BatchNormalization.Builder().build(), output()])
    assert step(net) == "NetworkStep"
    assert_same_bits(
        lambda: network(layers=[dense(), BatchNormalization.Builder().build(), output()]), DATA, 2
    )
