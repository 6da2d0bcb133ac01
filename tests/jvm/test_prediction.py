"""Predictions: the bits of `network.output`, in batches, from and to numpy's memory."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    ActivationLayer,
    ComputationGraph,
    ConvolutionLayer,
    DenseLayer,
    DropConnect,
    InputType,
    LossLayer,
    MergeVertex,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    RnnOutputLayer,
    SimpleRnn,
    SubsamplingLayer,
    arrays,
    prediction,
)
from dl4j_bridge.dl4j.mirror import java_class
from dl4j_bridge.errors import DataError, UsageError

RNG = np.random.default_rng(7)
# RReLU draws random numbers.
FUNCTIONS = [str(one.name()) for one in Activation.values() if str(one.name()) != "RRELU"]
BATCHES = (1, 7, 64, 1000)


def floats(*shape: int) -> npt.NDArray[np.float32]:
    return RNG.standard_normal(shape).astype(np.float32)


def stock(network: Any, xs: list[npt.NDArray[Any]], batch: int) -> npt.NDArray[Any]:
    """`network.output`, as a program without this package calls it."""
    outputs = []
    for first in range(0, len(xs[0]), batch):
        rows = [bridge.to_nd4j(x[first : first + batch], copy=True) for x in xs]
        out = network.output(rows)[0] if len(rows) > 1 else network.output(rows[0])
        outputs.append(bridge.to_numpy(out, copy=True))
    return np.concatenate(outputs)


def chain(*layers: Any, inputs: Any, data_type: str = "FLOAT") -> Any:
    builder = NeuralNetConfiguration.Builder().seed(3)
    builder = builder.dataType(java_class("DataType").valueOf(data_type)).list()
    builder = builder.validateOutputLayerConfig(False)
    for layer in layers:
        builder = builder.layer(layer)
    network = MultiLayerNetwork(builder.setInputType(inputs).build())
    network.init()
    return network


def dense(function: str, **settings: Any) -> Any:
    builder = DenseLayer.Builder().nOut(33).activation(Activation.valueOf(function))
    for name, value in settings.items():
        builder = getattr(builder, name)(value)
    return builder.build()


def output(count: int = 5, function: str = "SOFTMAX") -> Any:
    return OutputLayer.Builder().nOut(count).activation(Activation.valueOf(function)).build()


def is_chain(network: Any) -> bool:
    import jpype

    chains = jpype.JClass("dl4jbridge.predict.DenseChain").class_
    of = chains.getDeclaredMethod("of", jpype.JClass("org.deeplearning4j.nn.api.Model").class_)
    of.setAccessible(True)
    return of.invoke(None, network) is not None


@pytest.mark.parametrize("function", FUNCTIONS)
def test_dense_networks_give_the_bits_of_stock(function: str) -> None:
    network = chain(dense(function), dense(function), output(), inputs=InputType.feedForward(20))
    assert is_chain(network)
    x = floats(1100, 20)
    for batch in BATCHES:
        ours = bridge.predict(network, x, batch_size=batch)
        assert ours.tobytes() == stock(network, [x], batch).tobytes(), batch


NETWORKS = {
    "the lecture's sizes": (True, [dense("RELU", nOut=1000), output(10)]),
    "no bias": (True, [dense("TANH", hasBias=False), output()]),
    "layers without weights": (
        True,
        [
            dense("IDENTITY"),
            ActivationLayer.Builder().activation(Activation.ELU).build(),
            dense("RELU"),
            LossLayer.Builder().activation(Activation.SOFTMAX).build(),
        ],
    ),
    "dropout": (True, [dense("RELU", dropOut=0.5), output()]),
    "weight noise": (False, [dense("RELU", weightNoise=DropConnect(0.5)), output()]),
    "layer normalization": (False, [dense("RELU", hasLayerNorm=True), output()]),
    "an activation first": (
        False,
        [ActivationLayer.Builder().activation(Activation.CUBE).build(), output()],
    ),
    "a single output": (False, [dense("RELU"), output(1, "IDENTITY")]),
}


@pytest.mark.parametrize("data_type", ["FLOAT", "DOUBLE"])
@pytest.mark.parametrize("name", NETWORKS)
def test_any_chain_gives_the_bits_of_stock(name: str, data_type: str) -> None:
    is_plain, layers = NETWORKS[name]
    clones = [layer.clone() for layer in layers]
    network = chain(*clones, inputs=InputType.feedForward(20), data_type=data_type)
    assert is_chain(network) == (is_plain and data_type == "FLOAT")
    x = floats(300, 20).astype("float64" if data_type == "DOUBLE" else "float32")
    before = x.copy()
    ours = bridge.predict(network, x, batch_size=128)
    assert ours.dtype == x.dtype
    assert ours.tobytes() == stock(network, [x], 128).tobytes()
    assert (x == before).all()


def test_convolutions_give_the_bits_of_stock() -> None:
    network = chain(
        ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).build(),
        SubsamplingLayer.Builder().kernelSize([2, 2]).stride([2, 2]).build(),
        dense("RELU"),
        output(),
        inputs=InputType.convolutionalFlat(10, 10, 1),
    )
    x = floats(150, 100)
    for batch in (7, 64, 1000):
        ours = bridge.predict(network, x, batch_size=batch)
        assert ours.tobytes() == stock(network, [x], batch).tobytes()


def test_sequences_keep_their_axes() -> None:
    network = chain(
        SimpleRnn.Builder().nOut(6).build(),
        RnnOutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
        inputs=InputType.recurrent(4, 9),
    )
    x = floats(50, 4, 9)
    ours = bridge.predict(network, x, batch_size=16)
    assert ours.shape == (50, 3, 9)
    assert ours.tobytes() == stock(network, [x], 16).tobytes()


def test_a_graph_with_two_inputs_gives_the_bits_of_stock() -> None:
    builder = NeuralNetConfiguration.Builder().seed(3).graphBuilder().addInputs("a", "b")
    builder = builder.addLayer("left", dense("TANH"), "a").addLayer("right", dense("RELU"), "b")
    builder = builder.addVertex("both", MergeVertex(), "left", "right")
    builder = builder.addLayer("out", output(), "both").setOutputs("out")
    builder = builder.setInputTypes(InputType.feedForward(8), InputType.feedForward(5))
    network = ComputationGraph(builder.build())
    network.init()
    xs = [floats(100, 8), floats(100, 5)]
    ours = bridge.predict(network, xs, batch_size=30)
    assert ours.tobytes() == stock(network, xs, 30).tobytes()
    with pytest.raises(DataError, match=r"\(100, 8\) and \(99, 5\)"):
        bridge.predict(network, [xs[0], xs[1][1:]])


def test_it_gives_the_bits_of_stock_while_layers_are_accelerated() -> None:
    network = chain(dense("RELU"), output(), inputs=InputType.feedForward(20))
    x, y = floats(90, 20), RNG.integers(5, size=90)
    seen: list[npt.NDArray[Any]] = []

    def predict(status: Any) -> None:
        if status.phase == "training":
            seen.append(bridge.predict(network, x, batch_size=32))

    bridge.fit(network, (x, y), progress=predict)
    assert seen[-1].tobytes() == stock(network, [x], 32).tobytes()


def test_memory_is_shared_and_other_types_are_converted_by_blocks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = chain(dense("RELU"), output(), inputs=InputType.feedForward(20))
    handed: list[npt.NDArray[Any]] = []

    def to_nd4j(array: Any, copy: bool | None = None) -> Any:
        handed.append(array)
        return bridge.to_nd4j(array, copy=False)

    def filling(rows: npt.NDArray[Any]) -> Any:
        handed.append(rows)
        return arrays.filling(rows)

    monkeypatch.setattr(prediction, "to_nd4j", to_nd4j)
    monkeypatch.setattr(prediction, "filling", filling)
    monkeypatch.setattr(prediction, "_BLOCK", 80 * 100)
    x = floats(250, 20)
    outputs = bridge.predict(network, x, batch_size=50)
    assert [len(array) for array in handed] == [100, 100, 100, 100, 50, 50]
    assert all(np.shares_memory(array, x) for array in handed[::2])
    assert all(np.shares_memory(array, outputs) for array in handed[1::2])
    handed.clear()
    whole = RNG.integers(255, size=(250, 20)).astype(np.uint8)
    bytes_ = bridge.predict(network, whole, batch_size=50)
    assert max(array.nbytes for array in handed) == 80 * 100
    assert (
        bytes_.tobytes()
        == bridge.predict(network, whole.astype(np.float32), batch_size=50).tobytes()
    )


@pytest.mark.fault(21)
def test_input_that_cannot_be_shared_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    network = chain(dense("RELU"), output(), inputs=InputType.feedForward(20))
    x = floats(60, 20)
    expected = bridge.predict(network, x)
    frozen = x.copy()
    frozen.flags.writeable = False
    for other in (frozen, np.asfortranarray(x), x[::-1][::-1], np.repeat(x, 2, axis=0)[::2]):
        assert bridge.predict(network, other).tobytes() == expected.tobytes()


def test_ctrl_c_is_heard_between_two_slices(ctrl_c: Callable[[float], None]) -> None:
    network = chain(dense("RELU"), output(), inputs=InputType.feedForward(20))
    begin = time.monotonic()
    ctrl_c(0.2)
    with pytest.raises(KeyboardInterrupt):
        bridge.predict(network, floats(400_000, 20), batch_size=2)
    assert time.monotonic() - begin < 8


@pytest.mark.fault(23)
def test_senseless_input_is_refused() -> None:
    network = chain(dense("RELU"), output(), inputs=InputType.feedForward(20))
    with pytest.raises(UsageError, match="batch_size is 0"):
        bridge.predict(network, floats(3, 20), batch_size=0)
    with pytest.raises(DataError, match=r"\(0, 20\)"):
        bridge.predict(network, floats(0, 20))
    with pytest.raises(DataError, match="19"):
        bridge.predict(network, floats(3, 19))
