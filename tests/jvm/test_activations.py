"""What each layer answers is what DL4J's own layers compute."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    CNN2DFormat,
    ComputationGraph,
    ConvolutionLayer,
    DenseLayer,
    InputType,
    LossFunctions,
    MergeVertex,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    SubsamplingLayer,
)
from dl4j_bridge.dl4j.activations import activations
from dl4j_bridge.errors import BridgeError, DataError
from dl4j_bridge.lab.demo.reader import Reader

X = np.random.default_rng(3).random((2, 784), np.float32)
ONE = [[[0.5, 0.1], [0.5, 0.9]]]


def dense(n_out: int, activation: Any) -> Any:
    return DenseLayer.Builder().nOut(n_out).activation(activation).build()


def output(n_out: int = 10) -> Any:
    loss = LossFunctions.LossFunction.MCXENT
    return OutputLayer.Builder(loss).nOut(n_out).activation(Activation.SOFTMAX).build()


def chain(inputs: Any, *layers: Any) -> Any:
    builder = NeuralNetConfiguration.Builder().seed(3).list()
    for layer in layers:
        builder = builder.layer(layer)
    network = MultiLayerNetwork(builder.setInputType(inputs).build())
    network.init()
    return network


def convolutional(inputs: Any) -> Any:
    return chain(
        inputs,
        ConvolutionLayer.Builder(5, 5).nOut(4).activation(Activation.TANH).build(),
        SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(),
        output(),
    )


def graph() -> Any:
    configuration = (
        NeuralNetConfiguration.Builder()
        .seed(3)
        .graphBuilder()
        .addInputs("picture")
        .addLayer("left", dense(5, Activation.RELU), "picture")
        .addLayer("right", dense(6, Activation.TANH), "picture")
        .addVertex("both", MergeVertex(), "left", "right")
        .addLayer("class", output(), "both")
        .setOutputs("class")
        .setInputTypes(InputType.feedForward(784))
        .build()
    )
    network = ComputationGraph(configuration)
    network.init()
    return network


def test_dense_layers_are_what_numpy_computes() -> None:
    network = chain(InputType.feedForward(784), dense(20, Activation.RELU), output())
    hidden, last = activations(network, X)
    weights, biases = (np.array(network.getParam(name)) for name in ("0_W", "0_b"))
    np.testing.assert_allclose(hidden, np.maximum(X @ weights + biases, 0), atol=1e-5)
    np.testing.assert_array_equal(last, bridge.predict(network, X))


def test_convolutions_give_maps() -> None:
    network = convolutional(InputType.convolutionalFlat(28, 28, 1))
    maps, pooled, last = activations(network, X)
    assert (maps.shape, pooled.shape, last.shape) == ((2, 4, 24, 24), (2, 4, 12, 12), (2, 10))
    largest = maps.reshape(2, 4, 12, 2, 12, 2).max(axis=(3, 5))
    np.testing.assert_array_equal(pooled, largest)


def test_a_graph_gives_its_vertices_in_the_files_order(tmp_path: Path) -> None:
    network = graph()
    seen = activations(network, X)
    path = bridge.save(network, tmp_path / "graph.zip")
    names = [row.name for row in bridge.modelfile.read(path).layers]
    by_name = dict(zip(names, seen, strict=True))
    assert {name: one.shape[1] for name, one in by_name.items()} == {
        "left": 5,
        "right": 6,
        "both": 11,
        "class": 10,
    }
    np.testing.assert_array_equal(by_name["both"], np.hstack([by_name["left"], by_name["right"]]))


def test_they_are_the_callers_own() -> None:
    network = chain(InputType.feedForward(784), dense(20, Activation.RELU), output())
    before = [one.copy() for one in activations(network, X)]
    kept = activations(network, X)
    for _ in range(3):
        activations(network, 1 - X)
    for one, other in zip(before, kept, strict=True):
        np.testing.assert_array_equal(one, other)


def test_data_that_does_not_fit() -> None:
    network = chain(InputType.feedForward(784), output())
    with pytest.raises(BridgeError):
        activations(network, X[:, :700])


@pytest.mark.parametrize(
    ("inputs", "size"),
    [
        (lambda: InputType.convolutionalFlat(28, 28, 1), None),
        (lambda: InputType.convolutionalFlat(32, 32, 3), None),
        (lambda: InputType.convolutional(28, 28, 1), None),
        (lambda: InputType.convolutional(20, 24, 3), (20, 24)),
        (lambda: InputType.convolutional(20, 24, 3, CNN2DFormat.NHWC), (20, 24)),
    ],
)
def test_a_reader_takes_any_network_for_pictures(tmp_path: Path, inputs: Any, size: Any) -> None:
    network = convolutional(inputs())
    reader = Reader(bridge.save(network, tmp_path / "model.zip"), size)
    found = reader.read(ONE)
    maps = found["layers"][0]
    picture = found["picture"]
    assert maps["shape"] == [4, picture["height"] - 4, picture["width"] - 4]
    assert len(found["outputs"]) == 10
    assert reader.about()["name"] == tmp_path.name


def test_a_reader_takes_graphs_and_the_run_folders_names(tmp_path: Path) -> None:
    path = bridge.save(graph(), tmp_path / "model.zip")
    (tmp_path / "evaluation.json").write_text(
        '{"classes": ["A","B","C","D","E","F","G","H","I","J"]}'
    )
    reader = Reader(path)
    assert reader.classes == tuple("ABCDEFGHIJ")
    assert [layer["name"] for layer in reader.read(ONE)["layers"]][-1] == "class"


@pytest.mark.parametrize("text", ["{", "[]", '{"classes": 3}', '{"classes": ["A"]}'])
def test_names_that_are_none_are_numbers(tmp_path: Path, text: str) -> None:
    network = chain(InputType.feedForward(784), output(3))
    (tmp_path / "evaluation.json").write_text(text)
    assert Reader(bridge.save(network, tmp_path / "model.zip")).classes == ("0", "1", "2")


def test_one_output_is_class_1_against_class_0(tmp_path: Path) -> None:
    loss = LossFunctions.LossFunction.XENT
    last = OutputLayer.Builder(loss).nOut(1).activation(Activation.SIGMOID).build()
    reader = Reader(bridge.save(chain(InputType.feedForward(784), last), tmp_path / "model.zip"))
    found = reader.read(ONE)
    assert reader.classes == ("0", "1")
    assert sum(found["outputs"]) == pytest.approx(1)


@pytest.mark.filterwarnings("ignore:.*NaN or infinite")
def test_a_reader_refuses_what_answers_with_nothing(tmp_path: Path) -> None:
    network = chain(InputType.feedForward(784), output())
    network.params().assign(float("nan"))
    with pytest.raises(DataError, match="diverged"):
        Reader(bridge.save(network, tmp_path / "model.zip"))


def test_a_reader_refuses_a_size_that_does_not_fit(tmp_path: Path) -> None:
    network = convolutional(InputType.convolutional(28, 28, 1))
    path = bridge.save(network, tmp_path / "model.zip")
    with pytest.raises(BridgeError):
        Reader(path, (16, 16))
