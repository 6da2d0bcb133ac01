"""Accelerated layers against stock ones: the same bits, and stock again afterwards."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jpype
import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge import datasets, presets
from dl4j_bridge.dl4j import (
    LSTM,
    Activation,
    Adam,
    BackpropType,
    CacheMode,
    CNN2DFormat,
    ComputationGraph,
    ConvolutionLayer,
    ConvolutionMode,
    DataType,
    DenseLayer,
    DropConnect,
    Dropout,
    FrozenLayer,
    GradientNormalization,
    InputType,
    LossFunctions,
    MaxNormConstraint,
    MergeVertex,
    MultiLayerNetwork,
    Nesterovs,
    NeuralNetConfiguration,
    OptimizationAlgorithm,
    OutputLayer,
    RnnOutputLayer,
    UnitNormConstraint,
    WorkspaceMode,
    networks,
)
from dl4j_bridge.errors import UsageError
from dl4j_bridge.updaters import DEFAULTS, Updater

# What Deeplearning4j itself computes counts here, not what the literature has.
pytestmark = pytest.mark.filterwarnings("ignore::dl4j_bridge.errors.DepartureWarning")

DIGITS = datasets.mnist().take(train=150, test=20)
DATA = (DIGITS.train.x, DIGITS.train.labels)
NLL = LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD
STOCK = "org.deeplearning4j.nn.layers"

Configure = Callable[[Any], Any]


def same(builder: Any) -> Any:
    return builder


def dense(configure: Configure = same) -> Any:
    return configure(DenseLayer.Builder().nOut(12).activation(Activation.RELU)).build()


def output(configure: Configure = same) -> Any:
    return configure(OutputLayer.Builder(NLL).nOut(10).activation(Activation.SOFTMAX)).build()


def network(configure: Configure = same, layers: list[Any] | None = None) -> Any:
    """784-12-12-10, or other layers, with what `configure` does to the whole."""
    builder = configure(NeuralNetConfiguration.Builder().seed(5).updater(Adam(1e-2))).list()
    for layer in layers or [dense(), dense(), output()]:
        builder = builder.layer(layer)
    made = MultiLayerNetwork(builder.setInputType(InputType.feedForward(784)).build())
    made.init()
    return made


def trained(net: Any, accelerate: str, data: Any = DATA, epochs: int = 3) -> tuple[Any, Any]:
    """Parameters and scores; 150 rows in batches of 40 leave one of 30."""
    history = bridge.fit(
        net, data, epochs=epochs, batch_size=40, progress=False, accelerate=accelerate
    )
    state = net.getUpdater().getStateViewArray()
    state = np.zeros(0) if state is None else np.array(state)
    return np.concatenate([np.array(net.params()).ravel(), state.ravel()]), history.scores


def assert_same_bits(make: Callable[[], Any], data: Any = DATA, accelerated: int = 1) -> None:
    """Each network is trained right after its init(), which seeds dropout's generator."""
    stock, stock_scores = trained(make(), "off", data)
    net = make()
    start = np.array(net.params()).ravel()
    assert sum(layer.accelerated for layer in bridge.acceleration(net, "exact")) == accelerated
    ours, our_scores = trained(net, "exact", data)
    assert not np.array_equal(ours[: start.size], start)
    np.testing.assert_array_equal(ours, stock)
    # Regularization is summed in float64 where DL4J adds one float32 after the other.
    np.testing.assert_allclose(our_scores, stock_scores, rtol=1e-5)


def is_stock(net: Any) -> bool:
    names = [str(layer.getClass().getName()) for layer in net.getLayers()]
    return all(name.startswith(STOCK) for name in names)


@pytest.mark.parametrize(("name", "accelerated"), [("lecture", 2), ("two-layer", 3), ("lenet", 4)])
def test_presets(name: str, accelerated: int) -> None:
    experiment = dataclasses.replace(presets.preset(name), epochs=1)
    assert_same_bits(lambda: networks.build(experiment, DIGITS), accelerated=accelerated)


@pytest.mark.parametrize("name", sorted(DEFAULTS))
def test_updaters(name: str) -> None:
    updater = networks.updater(Updater(name))
    assert_same_bits(lambda: network(lambda b: b.updater(updater)), accelerated=3)


@pytest.mark.parametrize("name", [str(a) for a in Activation.values()])
def test_activations(name: str) -> None:
    """Hidden, and once as output, where the loss hands its pre-output to the activation."""
    activation = Activation.valueOf(name)
    mse = LossFunctions.LossFunction.MSE

    def layers() -> list[Any]:
        last = OutputLayer.Builder(mse).nOut(10).activation(activation).build()
        return [dense(lambda b: b.activation(activation)), dense(), last]

    assert_same_bits(lambda: network(layers=layers()), accelerated=3)


@pytest.mark.parametrize(
    "name", ["XENT", "L1", "L2", "MEAN_ABSOLUTE_ERROR", "POISSON", "HINGE", "WASSERSTEIN"]
)
def test_losses(name: str) -> None:
    loss = LossFunctions.LossFunction.valueOf(name)
    last = OutputLayer.Builder(loss).nOut(10).activation(Activation.SIGMOID).build()
    data = (DIGITS.train.x, 2 * DIGITS.train.y - 1) if name == "HINGE" else DATA
    assert_same_bits(lambda: network(layers=[dense(), last]), data, accelerated=2)


@pytest.mark.parametrize(
    "configure",
    [
        pytest.param(lambda b: b.l1(1e-3).l2(1e-3).l1Bias(1e-3).l2Bias(1e-3), id="l1 l2"),
        pytest.param(lambda b: b.weightDecay(1e-3), id="weight decay"),
        pytest.param(lambda b: b.constrainWeights(MaxNormConstraint(0.5, 1)), id="max norm"),
        pytest.param(lambda b: b.constrainAllParameters(UnitNormConstraint(0)), id="unit norm"),
        pytest.param(lambda b: b.dataType(DataType.DOUBLE), id="double"),
        pytest.param(lambda b: b.miniBatch(False).updater(Nesterovs(1e-4, 0.9)), id="sum"),
        pytest.param(lambda b: b.trainingWorkspaceMode(WorkspaceMode.NONE), id="no workspaces"),
        pytest.param(lambda b: b.dropOut(Dropout(0.7)), id="dropout"),
        pytest.param(lambda b: b.weightNoise(DropConnect(0.8)), id="weight noise"),
    ],
)
def test_settings_of_the_network(configure: Configure) -> None:
    assert_same_bits(lambda: network(configure), accelerated=3)


@pytest.mark.parametrize("name", [str(n) for n in GradientNormalization.values()])
def test_gradient_normalization(name: str) -> None:
    normalization = GradientNormalization.valueOf(name)
    assert_same_bits(lambda: network(lambda b: b.gradientNormalization(normalization)), DATA, 3)


@pytest.mark.parametrize("name", [str(a) for a in OptimizationAlgorithm.values()])
def test_optimization_algorithms(name: str) -> None:
    algorithm = OptimizationAlgorithm.valueOf(name)
    assert_same_bits(lambda: network(lambda b: b.optimizationAlgo(algorithm)), DATA, 3)


def test_layers_without_bias() -> None:
    layers = [dense(lambda b: b.hasBias(False)), output(lambda b: b.hasBias(False))]
    assert_same_bits(lambda: network(layers=layers), accelerated=2)


def test_an_output_layer_alone() -> None:
    assert_same_bits(lambda: network(layers=[output()]))


def graph(*branches: Any) -> Any:
    """Branches on the one input, merged, with two outputs."""
    builder = NeuralNetConfiguration.Builder().seed(5).updater(Adam(1e-2)).graphBuilder()
    builder = builder.addInputs("in").setInputTypes(InputType.feedForward(784))
    names = [f"branch{i}" for i in range(len(branches))]
    for name, branch in zip(names, branches, strict=True):
        builder = builder.addLayer(name, branch, "in")
    builder = builder.addVertex("both", MergeVertex(), *names).addLayer("mid", dense(), "both")
    builder = builder.addLayer("a", output(), "mid").addLayer("b", output(), "both")
    made = ComputationGraph(builder.setOutputs("a", "b").build())
    made.init()
    return made


TWICE = (DIGITS.train.x, [DIGITS.train.labels, DIGITS.train.labels])


@pytest.mark.parametrize(
    ("second", "accelerated"),
    [(same, 5), (lambda b: b.dropOut(Dropout(0.5)), 5), (lambda b: b.hasLayerNorm(True), 4)],
)
def test_graphs(second: Configure, accelerated: int) -> None:
    """A graph adds up its input's gradients: if one consumer has one, all others need one."""
    assert_same_bits(lambda: graph(dense(), dense(second)), TWICE, accelerated)
    assert_same_bits(lambda: graph(dense(second), dense()), TWICE, accelerated)


def convolution(configure: Configure = same) -> Any:
    builder = ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.TANH)
    return configure(builder).build()


def convolutional(
    first: Configure, second: Configure = same, input_type: Any = None, whole: Configure = same
) -> Any:
    """Two convolutions; the first sees the images themselves, or rows reshaped to images."""
    builder = whole(NeuralNetConfiguration.Builder().seed(5).updater(Adam(1e-2))).list()
    for layer in (convolution(first), convolution(second), output()):
        builder = builder.layer(layer)
    input_type = input_type or InputType.convolutionalFlat(28, 28, 1)
    made = MultiLayerNetwork(builder.setInputType(input_type).build())
    made.init()
    return made


@pytest.mark.parametrize(
    "configure",
    [
        pytest.param(same, id="plain"),
        pytest.param(lambda b: b.stride(2, 1).padding(1, 2), id="stride padding"),
        pytest.param(lambda b: b.dilation(2, 1), id="dilation"),
        pytest.param(lambda b: b.convolutionMode(ConvolutionMode.Same).stride(2, 3), id="same"),
        pytest.param(lambda b: b.hasBias(False), id="no bias"),
        pytest.param(lambda b: b.activation(Activation.RELU), id="relu"),
        pytest.param(lambda b: b.activation(Activation.IDENTITY), id="identity"),
        pytest.param(lambda b: b.dropOut(Dropout(0.8)), id="dropout"),
        pytest.param(lambda b: b.weightNoise(DropConnect(0.8)), id="weight noise"),
    ],
)
def test_convolutions(configure: Configure) -> None:
    assert_same_bits(lambda: convolutional(configure, configure), accelerated=3)


@pytest.mark.parametrize(
    ("axes", "channels_format"), [((0, 1, 2, 3), "NCHW"), ((0, 2, 3, 1), "NHWC")]
)
def test_convolutions_on_images(axes: tuple[int, ...], channels_format: str) -> None:
    layout = CNN2DFormat.valueOf(channels_format)
    input_type = InputType.convolutional(14, 28, 2, layout)
    images = DIGITS.train.x.reshape(-1, 2, 14, 28).transpose(axes)

    def make() -> Any:
        return convolutional(
            lambda b: b.dataFormat(layout), lambda b: b.dataFormat(layout), input_type
        )

    assert_same_bits(make, (images, DIGITS.train.labels), accelerated=3)


@pytest.mark.parametrize(
    "configure",
    [
        pytest.param(lambda b: b.dataType(DataType.DOUBLE), id="double"),
        pytest.param(lambda b: b.trainingWorkspaceMode(WorkspaceMode.NONE), id="no workspaces"),
        pytest.param(lambda b: b.l2(1e-3).constrainWeights(MaxNormConstraint(0.5, 1)), id="l2"),
    ],
)
def test_settings_of_a_convolutional_network(configure: Configure) -> None:
    assert_same_bits(lambda: convolutional(same, whole=configure), accelerated=3)


def test_a_convolutional_graph() -> None:
    def make() -> Any:
        builder = NeuralNetConfiguration.Builder().seed(5).updater(Adam(1e-2)).graphBuilder()
        builder = builder.addInputs("in").setInputTypes(InputType.convolutional(28, 28, 1))
        builder = builder.addLayer("a", convolution(), "in").addLayer("b", convolution(), "in")
        builder = builder.addVertex("both", MergeVertex(), "a", "b")
        builder = builder.addLayer("out", output(), "both").setOutputs("out")
        made = ComputationGraph(builder.build())
        made.init()
        return made

    images = DIGITS.train.x.reshape(-1, 1, 28, 28)
    assert_same_bits(make, (images, DIGITS.train.labels), accelerated=3)


def test_cached_convolutions_stay_stock() -> None:
    net = convolutional(same, whole=lambda b: b.cacheMode(CacheMode.DEVICE))
    assert bridge.acceleration(net)[0].reason == "cache mode DEVICE"


def test_what_stays_stock_says_why() -> None:
    net = network(
        layers=[
            FrozenLayer(dense()),
            dense(lambda b: b.hasLayerNorm(True).name("normed")),
            dense(),
            output(),
        ]
    )
    layers = bridge.acceleration(net)
    assert [layer.accelerated for layer in layers] == [False, False, True, True]
    assert layers[0].reason == "there is no faster FrozenLayer"
    assert (layers[1].name, layers[1].type) == ("normed", "DenseLayer")
    assert layers[1].reason == "layer normalization"
    assert is_stock(net)
    assert_same_bits(lambda: network(layers=[FrozenLayer(dense()), dense(), output()]), DATA, 2)


def test_truncated_backprop_stays_stock() -> None:
    last = RnnOutputLayer.Builder(NLL).nOut(2).activation(Activation.SOFTMAX).build()
    builder = NeuralNetConfiguration.Builder().list().layer(LSTM.Builder().nOut(4).build())
    builder = builder.layer(dense()).layer(last).setInputType(InputType.recurrent(3))
    builder.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(5)
    net = MultiLayerNetwork(builder.build())
    reasons = [layer.reason for layer in bridge.acceleration(net)]
    assert reasons[1] == "truncated backpropagation through time"
    assert None not in reasons


def test_accelerating_twice_is_accelerating_once() -> None:
    accelerator = jpype.JClass("dl4jbridge.accel.Accelerator")
    identity = jpype.JClass("java.lang.System").identityHashCode
    net = network()
    before = [identity(layer) for layer in net.getLayers()]
    first = list(accelerator.install(net, False))
    assert not is_stock(net)
    assert identity(net.getLayer("layer1")) == identity(net.getLayer(1))
    assert list(accelerator.install(net, False)) == first
    accelerator.remove(net)
    accelerator.remove(net)
    assert [identity(layer) for layer in net.getLayers()] == before
    assert identity(net.getLayer("layer1")) == before[1]


@jpype.JImplements("org.deeplearning4j.optimize.api.TrainingListener", deferred=True)
class Recorder:
    """Writes down what it is called with; saves the network in iteration 2."""

    def __init__(self, path: Path, accelerated: bool) -> None:
        self.calls: list[str] = []
        self.path = path
        self.accelerated = accelerated

    @jpype.JOverride
    def iterationDone(self, model: Any, iteration: int, epoch: int) -> None:
        self.calls.append(f"iteration {iteration} of {epoch}: {model.score()}")
        assert is_stock(model) != self.accelerated
        if iteration == 2:
            model.save(jpype.JClass("java.io.File")(str(self.path)), True)

    @jpype.JOverride
    def onEpochStart(self, model: Any) -> None:
        self.calls.append("start")

    @jpype.JOverride
    def onEpochEnd(self, model: Any) -> None:
        self.calls.append("end")

    @jpype.JOverride
    def onForwardPass(self, model: Any, activations: Any) -> None:
        self.calls.append(f"forward {len(activations)}")

    @jpype.JOverride
    def onGradientCalculation(self, model: Any) -> None:
        gradient = np.array(model.gradient().gradient())
        self.calls.append(f"gradient {gradient.sum()}")

    @jpype.JOverride
    def onBackwardPass(self, model: Any) -> None:
        self.calls.append("backward")


def test_listeners_hear_the_same_and_can_save_a_stock_model(tmp_path: Path) -> None:
    heard = []
    for mode in ("off", "exact"):
        net = network()
        listener = Recorder(tmp_path / f"{mode}.zip", mode == "exact")
        net.setListeners(listener)
        trained(net, mode)
        heard.append(listener.calls)
    assert heard[0] == heard[1]
    assert len([call for call in heard[0] if call.startswith("iteration")]) == 12
    saved = [bridge.load(tmp_path / f"{mode}.zip") for mode in ("off", "exact")]
    assert is_stock(saved[1])
    results = [trained(net, "off")[0] for net in saved]
    np.testing.assert_array_equal(*results)


def test_ctrl_c_leaves_a_stock_network_that_goes_on(ctrl_c: Callable[[float], None]) -> None:
    net = network()
    ctrl_c(0.5)
    with pytest.raises(KeyboardInterrupt):
        bridge.fit(net, DATA, epochs=100_000, batch_size=40, progress=False)
    assert is_stock(net)
    copy = net.clone()
    for each in (net, copy):
        each.setIterationCount(0)
        each.fit(*DATA[:1], DIGITS.train.y)
    np.testing.assert_array_equal(np.array(net.params()), np.array(copy.params()))


def test_stock_training_goes_on_from_accelerated_training() -> None:
    """Counters, gradient views and the updater's state have come back to the stock layers."""
    results = []
    for first, second in (("off", "off"), ("exact", "off"), ("off", "exact")):
        net = network()
        trained(net, first)
        assert net.getLayer(0).getIterationCount() == net.getIterationCount() == 12
        results.append(trained(net, second)[0])
    np.testing.assert_array_equal(results[1], results[0])
    np.testing.assert_array_equal(results[2], results[0])


def test_the_layer_is_stock_after_an_error() -> None:
    net = network()
    with pytest.raises(bridge.errors.BridgeError):
        bridge.fit(net, (np.zeros((5, 100)), [0] * 5), progress=False)
    assert is_stock(net)


def test_a_mode_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match=r"accelerate is 'faster'.*auto, exact, fast, off"):
        bridge.fit(network(), DATA, accelerate="faster", progress=False)  # type: ignore[arg-type]
