"""What the lint says of Deeplearning4j, asked of Deeplearning4j."""

import time

from dl4j_bridge.dl4j import (
    Activation,
    DenseLayer,
    IrisDataSetIterator,
    MnistDataSetIterator,
    MultiLayerNetwork,
    Nesterovs,
    NeuralNetConfiguration,
    OutputLayer,
    RmsProp,
)


def test_nesterovs_with_one_number_sets_the_momentum_only() -> None:
    assert (Nesterovs(0.006).getMomentum(), Nesterovs(0.006).getLearningRate()) == (0.006, 0.1)
    assert RmsProp().getLearningRate() == 0.1


def test_three_arguments_read_the_training_set() -> None:
    labels = [
        iterator.next().getLabels().argMax(1)
        for iterator in (
            MnistDataSetIterator(100, 10000, True),
            MnistDataSetIterator(100, 10000, False, True, False, 0),
            MnistDataSetIterator(100, 10000, False, False, False, 0),
        )
    ]
    assert labels[0].equals(labels[1])
    assert not labels[0].equals(labels[2])


def network(seed: int, n_in: int = 8) -> MultiLayerNetwork:
    model = MultiLayerNetwork(
        NeuralNetConfiguration.Builder()
        .seed(seed)
        .list()
        .layer(DenseLayer.Builder().nIn(4).nOut(8).build())
        .layer(OutputLayer.Builder().nIn(n_in).nOut(3).build())
        .build()
    )
    model.init()
    return model


def test_seed_zero_is_the_clock() -> None:
    begins = []
    for seed in (0, 0, 7, 7):
        begins.append(network(seed).params())
        time.sleep(0.01)  # that clock counts milliseconds
    assert not begins[0].equals(begins[1])
    assert begins[2].equals(begins[3])


def test_the_defaults_and_the_silent_repair_of_sizes() -> None:
    layers = network(7, n_in=5).getLayerWiseConfigurations()
    hidden, output = (layers.getConf(i).getLayer() for i in (0, 1))
    assert hidden.getActivationFn().equals(Activation.SIGMOID.getActivationFunction())
    assert output.getActivationFn().equals(Activation.SOFTMAX.getActivationFunction())
    assert output.getNIn() == 8


def test_reading_goes_on_from_where_the_iterator_stands() -> None:
    model, iris = network(7), IrisDataSetIterator(50, 150)
    assert model.evaluate(iris).getNumRowCounter() == 150
    assert not iris.hasNext()
    iris.reset()
    iris.next()
    assert model.evaluate(iris).getNumRowCounter() == 100
    assert model.evaluate(iris).getNumRowCounter() == 150
