"""Small networks of four kinds, each drawn with other sizes, with data for them."""

from typing import Any

import numpy as np

import dl4j_bridge.dl4j as j

KINDS = ("dense", "convolution", "lstm", "graph")
CLASSES = 3


def drawn(number: int, kind: str | None = None) -> tuple[Any, Any, Any]:
    """A network, x of some rows and labels for it; the kinds take turns."""
    kind = kind or KINDS[number % len(KINDS)]
    builder = j.NeuralNetConfiguration.Builder().seed(number + 1).updater(j.Adam(0.01))
    network, shape = _MAKERS[kind](builder, number)
    rng = np.random.default_rng(number)
    rows = 16 + number % 29
    x = rng.normal(size=(rows, *shape)).astype(np.float32)
    return network, x, rng.integers(0, CLASSES, rows)


def _dense(builder: Any, number: int) -> tuple[Any, tuple[int, ...]]:
    hidden = j.DenseLayer.Builder().nOut(20 + number % 17).activation(j.Activation.RELU).build()
    return _sequence(builder, [hidden], j.InputType.feedForward(30)), (30,)


def _convolution(builder: Any, number: int) -> tuple[Any, tuple[int, ...]]:
    layers = [
        j.ConvolutionLayer.Builder(3, 3).nOut(4 + number % 3).activation(j.Activation.RELU).build(),
        j.SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(),
    ]
    if number % 8 < 4:
        layers.append(j.BatchNormalization())
    return _sequence(builder, layers, j.InputType.convolutional(12, 12, 1)), (1, 12, 12)


def _lstm(builder: Any, number: int) -> tuple[Any, tuple[int, ...]]:
    inner = j.LSTM.Builder().nIn(5).nOut(6 + number % 5).build()
    return _sequence(builder, [j.LastTimeStep(inner)], j.InputType.recurrent(5, 7)), (5, 7)


def _graph(builder: Any, number: int) -> tuple[Any, tuple[int, ...]]:
    graph = builder.graphBuilder().addInputs("in")
    graph = graph.addLayer("a", j.DenseLayer.Builder().nOut(12 + number % 5).build(), "in")
    graph = graph.addLayer("b", j.DenseLayer.Builder().nOut(8).build(), "in")
    graph = graph.addLayer("out", _output(), "a", "b").setOutputs("out")
    return j.ComputationGraph(graph.setInputTypes(j.InputType.feedForward(10)).build()), (10,)


def _sequence(builder: Any, layers: list[Any], input_type: Any) -> Any:
    chain = builder.list()
    for layer in [*layers, _output()]:
        chain = chain.layer(layer)
    return j.MultiLayerNetwork(chain.setInputType(input_type).build())


def _output() -> Any:
    loss = j.LossFunctions.LossFunction.MCXENT
    builder = j.OutputLayer.Builder(loss).nOut(CLASSES)
    return builder.activation(j.Activation.SOFTMAX).build()


_MAKERS = {"dense": _dense, "convolution": _convolution, "lstm": _lstm, "graph": _graph}
