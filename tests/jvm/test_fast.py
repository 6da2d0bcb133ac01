"""Fast layers against stock ones: the same numbers up to rounding, the same kind of model."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jpype
import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge import datasets
from dl4j_bridge.dl4j import (
    Activation,
    Adam,
    BatchNormalization,
    CNN2DFormat,
    ComputationGraph,
    ConvolutionLayer,
    ConvolutionMode,
    DataType,
    DenseLayer,
    DropConnect,
    Dropout,
    InputType,
    LossFunctions,
    MergeVertex,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    PoolingType,
    SubsamplingLayer,
    Upsampling2D,
    WorkspaceMode,
    ZeroPaddingLayer,
    networks,
)
from dl4j_bridge.dl4j.acceleration import accelerated
from dl4j_bridge.presets import preset

ROWS = 23
DIGITS = datasets.mnist().take(train=150, test=20)
Configure = Callable[[Any], Any]


def same(builder: Any) -> Any:
    return builder


def convolution(configure: Configure = same, channels: int = 4) -> Any:
    builder = ConvolutionLayer.Builder(3, 3).nOut(channels).activation(Activation.TANH)
    return configure(builder).build()


def pooling(kind: str = "MAX", configure: Configure = same) -> Any:
    builder = SubsamplingLayer.Builder(PoolingType.valueOf(kind)).kernelSize(2, 2).stride(2, 2)
    return configure(builder).build()


def normalization(configure: Configure = same) -> Any:
    return configure(BatchNormalization.Builder()).build()


def output() -> Any:
    loss = LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD
    return OutputLayer.Builder(loss).nOut(3).activation(Activation.SOFTMAX).build()


def network(
    *layers: Any, input_type: Any = None, configure: Configure = same, seed: int = 5
) -> Any:
    builder = NeuralNetConfiguration.Builder().seed(seed).updater(Adam(1e-2)).l2(1e-3)
    builder = configure(builder).list()
    for layer in (*layers, output()):
        builder = builder.layer(layer)
    input_type = input_type or InputType.convolutional(13, 12, 2)
    made = MultiLayerNetwork(builder.setInputType(input_type).build())
    made.init()
    return made


def images(channels_last: bool = False, seed: int = 1) -> Any:
    x = np.random.default_rng(seed).normal(0.3, 1, (ROWS, 2, 13, 12)).astype(np.float32)
    return np.ascontiguousarray(x.transpose(0, 2, 3, 1)) if channels_last else x


def labels(seed: int = 2) -> Any:
    classes = np.random.default_rng(seed).integers(0, 3, ROWS)
    return np.eye(3, dtype=np.float32)[classes]


def first_gradient(net: Any, mode: Any, x: Any, y: Any = None) -> dict[str, Any]:
    """Gradients by parameter, and the score, of a batch."""
    y = labels() if y is None else y
    graph = isinstance(net, ComputationGraph)
    with accelerated(net, mode):
        if graph:
            net.setInputs(bridge.to_nd4j(x))
            net.setLabels(bridge.to_nd4j(y))
        else:
            net.setInput(bridge.to_nd4j(x))
            net.setLabels(bridge.to_nd4j(y))
        net.computeGradientAndScore()
        table = net.gradient().gradientForVariable()
        found = {str(name): np.array(table.get(name)) for name in table.keySet()}
        found["score"] = np.array([net.score()])
    return found


def assert_close(
    make: Callable[[], Any], fast: list[str], x: Any = None, bound: float = 1e-5
) -> None:
    """Compares the first gradient, parameter by parameter; then trains both a little."""
    x = images() if x is None else x
    kinds = [layer.kind for layer in bridge.acceleration(make(), "fast")]
    assert kinds == fast
    stock = first_gradient(make(), "off", x)
    ours = first_gradient(make(), "fast", x)
    whole = np.sqrt(sum(np.square(each).sum() for each in stock.values()))
    assert ours.keys() == stock.keys()
    for name, expected in stock.items():
        size = max(np.linalg.norm(expected), 1e-3 * whole)
        assert np.linalg.norm(ours[name] - expected) <= bound * size, name


F, E, S = "fast", "exact", "stock"


@pytest.mark.parametrize(
    "configure",
    [
        pytest.param(same, id="plain"),
        pytest.param(lambda b: b.stride(2, 1).padding(1, 2), id="stride padding"),
        pytest.param(lambda b: b.stride(3, 2), id="stride"),
        pytest.param(lambda b: b.padding(2, 3), id="wide padding"),
        pytest.param(lambda b: b.dilation(2, 1), id="dilation"),
        pytest.param(lambda b: b.kernelSize(1, 1), id="1 x 1"),
        pytest.param(lambda b: b.kernelSize(2, 4), id="2 x 4"),
        pytest.param(lambda b: b.convolutionMode(ConvolutionMode.Same), id="same"),
        pytest.param(
            lambda b: b.convolutionMode(ConvolutionMode.Same).stride(2, 3), id="same stride"
        ),
        pytest.param(
            lambda b: b.convolutionMode(ConvolutionMode.Same).dilation(2, 2), id="same dilation"
        ),
        pytest.param(lambda b: b.convolutionMode(ConvolutionMode.Strict), id="strict"),
        pytest.param(lambda b: b.hasBias(False), id="no bias"),
        pytest.param(lambda b: b.weightNoise(DropConnect(0.8)), id="weight noise"),
    ],
)
@pytest.mark.parametrize("channels_last", [False, True], ids=["NCHW", "NHWC"])
def test_convolutions(configure: Configure, channels_last: bool) -> None:
    layout = CNN2DFormat.NHWC if channels_last else CNN2DFormat.NCHW

    def make() -> Any:
        def both(builder: Any) -> Any:
            return configure(builder.dataFormat(layout))

        return network(
            convolution(both),
            convolution(both, 5),
            input_type=InputType.convolutional(13, 12, 2, layout),
        )

    assert_close(make, [F, F, E], images(channels_last))


def test_dropout() -> None:
    """Stock DL4J has no dropout with channels last: it throws."""

    def configure(builder: Any) -> Any:
        return builder.dropOut(Dropout(0.8))

    assert_close(lambda: network(convolution(configure), convolution(configure)), [F, F, E])


NOT_ELEMENTWISE = {"SOFTMAX", "RRELU"}


@pytest.mark.parametrize("name", [str(a) for a in Activation.values()])
def test_activations(name: str) -> None:
    kind = E if name in NOT_ELEMENTWISE else F

    def configure(builder: Any) -> Any:
        return builder.activation(Activation.valueOf(name))

    assert_close(lambda: network(convolution(configure), convolution(configure)), [kind, kind, E])


@pytest.mark.parametrize("kind", ["MAX", "AVG", "PNORM"])
@pytest.mark.parametrize(
    "configure",
    [
        pytest.param(same, id="plain"),
        pytest.param(lambda b: b.kernelSize(3, 2).stride(2, 1), id="overlapping"),
        pytest.param(lambda b: b.padding(1, 1), id="padding"),
        pytest.param(lambda b: b.convolutionMode(ConvolutionMode.Same), id="same"),
    ],
)
def test_pooling(kind: str, configure: Configure) -> None:
    def positive(builder: Any) -> Any:
        return builder.activation(Activation.SIGMOID)

    def make() -> Any:
        def whole(builder: Any) -> Any:
            return configure(builder.pnorm(2) if kind == "PNORM" else builder)

        return network(convolution(positive), pooling(kind, whole), convolution(positive))

    assert_close(make, [F, F, F, E])


@pytest.mark.parametrize("kernel", [(2, 2), (3, 3)])
def test_the_first_of_several_maxima_gets_the_gradient(kernel: tuple[int, int]) -> None:
    """Whole numbers and weights of one: different places of an image give the same sum."""
    x = np.random.default_rng(4).choice([-1.0, -0.0, 0.0, 1.0], (ROWS, 2, 13, 12))

    def make() -> Any:
        made = network(
            convolution(lambda b: b.activation(Activation.IDENTITY)),
            pooling(configure=lambda b: b.kernelSize(*kernel)),
        )
        made.getParam("0_W").assign(1.0)
        return made

    assert_close(make, [F, F, E], x.astype(np.float32))


@pytest.mark.parametrize(
    "configure",
    [
        pytest.param(same, id="plain"),
        pytest.param(lambda b: b.hasBias(False), id="no bias"),
        pytest.param(lambda b: b.nOut(300), id="several blocks"),
        pytest.param(lambda b: b.nOut(1), id="one unit"),
        pytest.param(lambda b: b.dropOut(Dropout(0.8)), id="dropout"),
        pytest.param(lambda b: b.weightNoise(DropConnect(0.8)), id="weight noise"),
    ],
)
def test_dense_layers_behind_a_convolution(configure: Configure) -> None:
    def dense() -> Any:
        return configure(DenseLayer.Builder().nOut(40).activation(Activation.TANH)).build()

    assert_close(lambda: network(convolution(), pooling(), dense(), dense()), [F, F, F, F, E])


def test_the_number_of_threads_changes_no_bit() -> None:
    team = jpype.JClass("dl4jbridge.team.Team")
    usual = int(team.size())

    def gradients(threads: int) -> dict[str, Any]:
        team.resize(threads)
        try:
            return first_gradient(lenet(), "fast", DIGITS.train.x[:ROWS], DIGITS.train.y[:ROWS])
        finally:
            team.resize(usual)

    alone, shared = gradients(1), gradients(3)
    for name, expected in alone.items():
        np.testing.assert_array_equal(shared[name], expected, err_msg=name)


def test_pooling_with_channels_last_stays_stock() -> None:
    net = network(
        convolution(lambda b: b.dataFormat(CNN2DFormat.NHWC)),
        pooling(configure=lambda b: b.dataFormat(CNN2DFormat.NHWC)),
        input_type=InputType.convolutional(13, 12, 2, CNN2DFormat.NHWC),
    )
    layers = bridge.acceleration(net, "fast")
    assert [layer.kind for layer in layers] == [F, S, E]
    assert layers[1].reason == "channels last"


@pytest.mark.parametrize(
    "configure",
    [
        pytest.param(same, id="plain"),
        pytest.param(lambda b: b.useLogStd(True), id="log std"),
        pytest.param(lambda b: b.decay(0.5).eps(1e-3), id="decay eps"),
    ],
)
@pytest.mark.parametrize("channels_last", [False, True], ids=["NCHW", "NHWC"])
def test_batch_normalization(configure: Configure, channels_last: bool) -> None:
    layout = CNN2DFormat.NHWC if channels_last else CNN2DFormat.NCHW

    def make() -> Any:
        def both(builder: Any) -> Any:
            return builder.dataFormat(layout)

        return network(
            convolution(both),
            normalization(lambda b: configure(b).dataFormat(layout)),
            convolution(both),
            normalization(lambda b: configure(b).dataFormat(layout)),
            input_type=InputType.convolutional(13, 12, 2, layout),
        )

    assert_close(make, [F, F, F, F, E], images(channels_last))


def test_batch_normalization_of_images_far_from_zero() -> None:
    x = images() + 100
    assert_close(lambda: network(normalization(), convolution()), [F, F, E], x, bound=1e-3)


def test_locked_batch_normalization_stays_stock() -> None:
    net = network(convolution(), normalization(lambda b: b.lockGammaBeta(True)))
    layer = bridge.acceleration(net, "fast")[1]
    assert (layer.kind, layer.reason) == (S, "locked gamma and beta")


@pytest.mark.parametrize(
    ("configure", "kind"),
    [
        pytest.param(lambda b: b.trainingWorkspaceMode(WorkspaceMode.NONE), F, id="no workspaces"),
        pytest.param(lambda b: b.dataType(DataType.DOUBLE), E, id="double"),
    ],
)
def test_settings_of_the_network(configure: Configure, kind: str) -> None:
    def make() -> Any:
        return network(convolution(), pooling(), configure=configure)

    assert_close(make, [kind, F, E])


def test_layers_between_that_stay_stock() -> None:
    """What stock layers make, and what they are given, lies in memory in other orders."""

    def make() -> Any:
        return network(
            ZeroPaddingLayer.Builder(1, 2).build(),
            convolution(),
            Upsampling2D.Builder(2).build(),
            convolution(),
            ZeroPaddingLayer.Builder(1, 1).build(),
            pooling(),
            normalization(),
            convolution(),
        )

    assert_close(make, [S, F, S, F, S, F, F, F, E])


def test_a_graph() -> None:
    def make() -> Any:
        builder = NeuralNetConfiguration.Builder().seed(5).updater(Adam(1e-2)).graphBuilder()
        builder = builder.addInputs("in").setInputTypes(InputType.convolutional(13, 12, 2))
        builder = builder.addLayer("a", convolution(), "in").addLayer("b", convolution(), "in")
        builder = builder.addVertex("both", MergeVertex(), "a", "b")
        builder = builder.addLayer("pool", pooling(), "both")
        builder = builder.addLayer("norm", normalization(), "pool")
        builder = builder.addLayer("out", output(), "norm").setOutputs("out")
        made = ComputationGraph(builder.build())
        made.init()
        return made

    assert_close(make, [F, F, F, F, E])


def test_many_images_in_parts() -> None:
    """So many that their columns are not made at once, and several threads take part."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(ROWS, 16, 40, 40)).astype(np.float32)

    def make() -> Any:
        return network(
            convolution(channels=8),
            convolution(channels=8),
            input_type=InputType.convolutional(40, 40, 16),
        )

    assert_close(make, [F, F, E], x)


def lenet() -> Any:
    return networks.build(preset("lenet"), DIGITS)


def test_auto_is_fast_for_convolutions_and_exact_for_the_rest() -> None:
    assert [layer.kind for layer in bridge.acceleration(lenet())] == [F, F, F, F, F, E]
    dense = networks.build(preset("lecture"), DIGITS)
    assert [layer.kind for layer in bridge.acceleration(dense)] == [E, E]


def test_exact_has_no_fast_layer() -> None:
    layers = bridge.acceleration(lenet(), "exact")
    assert [layer.kind for layer in layers] == [E, S, E, S, E, E]
    assert layers[1].reason == "a faster one would give other bits"


def test_off_says_so() -> None:
    assert {layer.reason for layer in bridge.acceleration(lenet(), "off")} == {
        "acceleration is off"
    }


def test_training_ends_where_stock_training_ends(tmp_path: Path) -> None:
    """Running means and the updater's state too; the file is a stock one."""

    def trained(mode: Any) -> Any:
        net = network(convolution(), normalization(), pooling(), seed=7)
        data = (images(), labels())
        bridge.fit(net, data, epochs=3, batch_size=10, progress=False, accelerate=mode)
        bridge.save(net, tmp_path / f"{mode}.zip")
        return bridge.load(tmp_path / f"{mode}.zip")

    stock, ours = trained("off"), trained("fast")
    assert str(ours.getLayer(1).getClass()) == str(stock.getLayer(1).getClass())
    for name in stock.paramTable().keySet():
        expected = np.array(stock.paramTable().get(name))
        found = np.array(ours.paramTable().get(name))
        np.testing.assert_allclose(found, expected, rtol=2e-3, atol=2e-4, err_msg=str(name))
    np.testing.assert_allclose(
        bridge.predict(ours, images()), bridge.predict(stock, images()), atol=1e-3
    )


def test_fast_training_repeats_its_own_bits() -> None:
    def parameters() -> Any:
        net = lenet()
        data = (DIGITS.train.x, DIGITS.train.labels)
        bridge.fit(net, data, batch_size=40, progress=False, accelerate="fast")
        return np.array(net.params())

    np.testing.assert_array_equal(parameters(), parameters())
