"""fit, evaluate, predict, save, load on real digits."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge import datasets
from dl4j_bridge.dl4j import (
    Activation,
    Adam,
    ComputationGraph,
    DataSet,
    DenseLayer,
    Dropout,
    ExistingDataSetIterator,
    LossFunctions,
    MergeVertex,
    MnistDataSetIterator,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    ScheduleType,
    Sgd,
    StepSchedule,
)
from dl4j_bridge.errors import ArrayError, BridgeError, DataError, Diverged, UsageError

DIGITS = datasets.mnist().take(train=1000, test=500)


def network(updater=None, dropout: float | None = None, seed: int = 7):
    hidden = DenseLayer.Builder().nIn(784).nOut(32).activation(Activation.RELU)
    if dropout is not None:
        hidden = hidden.dropOut(Dropout(dropout))
    configuration = (
        NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(updater or Adam(1e-3))
        .list()
        .layer(0, hidden.build())
        .layer(
            1,
            OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
            .nIn(32)
            .nOut(10)
            .activation(Activation.SOFTMAX)
            .build(),
        )
        .build()
    )
    made = MultiLayerNetwork(configuration)
    made.init()
    return made


def parameters(net) -> np.ndarray:
    return np.array(net.params()).ravel()


def test_history_has_a_row_an_epoch() -> None:
    history = bridge.fit(network(), DIGITS, epochs=3, batch_size=64, progress=False)
    assert [row["epoch"] for row in history] == [1, 2, 3]
    assert history["iterations"] == [16, 16, 16]
    assert history["learning_rate"] == [1e-3] * 3
    assert history["loss"][0] > history["loss"][1] > history["loss"][2]
    assert history.scores.shape == (48,)
    assert np.mean(history.scores[-16:]) == pytest.approx(history["loss"][2])
    assert history["test_accuracy"][-1] > 0.6


@pytest.mark.parametrize("dropout", [None, 0.8])
def test_equal_to_javas_fit_of_an_iterator(dropout: float | None) -> None:
    ours = network(dropout=dropout)
    bridge.fit(ours, DIGITS.train, epochs=2, batch_size=96, shuffle=False, progress=False)
    # init() seeds the generator that dropout draws from, so each network trains right after it.
    javas = network(dropout=dropout)
    x, y = DIGITS.train.x, DIGITS.train.y
    batches = [DataSet(x[i : i + 96], y[i : i + 96]) for i in range(0, 1000, 96)]
    for _ in range(2):
        javas.fit(ExistingDataSetIterator(batches))
    np.testing.assert_array_equal(parameters(ours), parameters(javas))
    assert ours.getEpochCount() == javas.getEpochCount() == 2
    assert ours.getIterationCount() == javas.getIterationCount() == 22


def test_shuffled_order_is_the_iterators_over_epochs() -> None:
    """Three epochs on the whole MNIST would be slow, so one of the largest batches each."""
    data = datasets.mnist()
    ours, javas = network(Sgd(0.1)), network(Sgd(0.1))
    bridge.fit(ours, data.train, epochs=2, batch_size=10_000, seed=42, progress=False)
    javas.fit(MnistDataSetIterator(10_000, True, 42), 2)
    np.testing.assert_array_equal(parameters(ours), parameters(javas))


def test_the_same_seed_gives_the_same_bits() -> None:
    runs = []
    for _ in range(2):
        net = network(dropout=0.5)
        bridge.fit(net, DIGITS.train, epochs=1, batch_size=50, progress=False)
        runs.append(parameters(net))
    np.testing.assert_array_equal(*runs)


def test_schedules_see_the_epoch() -> None:
    net = network(Sgd(StepSchedule(ScheduleType.EPOCH, 0.1, 0.5, 1)))
    history = bridge.fit(net, DIGITS.train, epochs=3, progress=False)
    assert history["learning_rate"] == pytest.approx([0.1, 0.1 * 0.5, 0.1 * 0.25])


def test_a_graph_with_two_inputs() -> None:
    def dense(n_in: int):
        return DenseLayer.Builder().nIn(n_in).nOut(16).activation(Activation.RELU).build()

    output = OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nIn(32).nOut(10)
    configuration = (
        NeuralNetConfiguration.Builder()
        .seed(3)
        .updater(Adam(1e-2))
        .graphBuilder()
        .addInputs("top", "bottom")
        .addLayer("a", dense(392), "top")
        .addLayer("b", dense(392), "bottom")
        .addVertex("both", MergeVertex(), "a", "b")
        .addLayer("out", output.activation(Activation.SOFTMAX).build(), "both")
        .setOutputs("out")
        .build()
    )
    net = ComputationGraph(configuration)
    x = [DIGITS.train.x[:, :392], DIGITS.train.x[:, 392:]]
    history = bridge.fit(net, (x, DIGITS.train.labels), epochs=4, batch_size=50, progress=False)
    assert history["loss"][-1] < 0.6 * history["loss"][0]
    predicted = bridge.predict(net, x).argmax(axis=1)
    assert (predicted == DIGITS.train.labels).mean() > 0.8


def test_labels_as_whole_numbers_or_one_hot_are_the_same() -> None:
    by_number, by_row = network(), network()
    x, labels = DIGITS.train.x, DIGITS.train.labels
    bridge.fit(by_number, (x, labels), progress=False)
    bridge.fit(by_row, (x.astype(np.float64), DIGITS.train.y), progress=False)
    np.testing.assert_array_equal(parameters(by_number), parameters(by_row))


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (np.zeros((5, 784)), np.zeros(4, int), "same number of rows"),
        (np.zeros((0, 784)), np.zeros(0, int), "at least one"),
        (np.zeros((5, 784)), [0, 1, 2, 3, 10], r"y\[4\] is 10"),
        (np.zeros((5, 784)), [0, 1, 2, 3, -1], r"y\[4\] is -1"),
        (np.zeros((5, 784)), [0, 1, 2, 3, 1.5], r"y\[4\] is 1.5"),
        (np.zeros((5, 784)), ["a"] * 5, "whole numbers"),
        (np.zeros(784), [1], "at least two axes"),
        (np.array([["a"]]), [1], "must be real numbers"),
    ],
)
@pytest.mark.fault(21, 22)
def test_data_that_do_not_fit_say_why(x, y, words: str) -> None:
    net = network()
    before = parameters(net)
    with pytest.raises(ArrayError, match=words):
        bridge.fit(net, (x, y), progress=False)
    np.testing.assert_array_equal(parameters(net), before)


def test_a_width_the_network_does_not_have() -> None:
    with pytest.raises(DataError, match=r"(?s)784.*100|100.*784"):
        bridge.fit(network(), (np.zeros((5, 100)), [0] * 5), progress=False)
    with pytest.raises(BridgeError, match="Prediction failed"):
        bridge.predict(network(), np.zeros((5, 100)))


@pytest.mark.fault(23)
def test_numbers_that_make_no_sense() -> None:
    for wrong in ({"epochs": 0}, {"epochs": 1.5}, {"batch_size": 0}, {"batch_size": True}):
        with pytest.raises(UsageError, match="whole number of at least 1"):
            bridge.fit(network(), DIGITS, progress=False, **wrong)
    with pytest.raises(UsageError, match="pair"):
        bridge.fit(network(), "mnist", progress=False)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="MultiLayerNetwork"):
        bridge.fit(network().getLayerWiseConfigurations(), DIGITS, progress=False)


@pytest.mark.fault(20)
def test_divergence_is_found_in_the_epoch_it_happens() -> None:
    history = bridge.History()
    with pytest.raises(Diverged, match=r"epoch 1, iteration \d+.*smaller learning rate"):
        bridge.fit(network(Sgd(1e38)), DIGITS, epochs=5, history=history, progress=False)
    assert len(history) == 0
    assert not np.isfinite(history.scores[-1])


def test_ctrl_c_stops_between_batches_and_keeps_the_network(
    ctrl_c: Callable[[float], None],
) -> None:
    net, history = network(), bridge.History()
    data = datasets.mnist()
    ctrl_c(1.0)
    started = time.perf_counter()
    with pytest.raises(KeyboardInterrupt):
        # An epoch of 30,000 batches lasts longer than the test may.
        bridge.fit(net, data.train, batch_size=2, history=history, progress=False)
    assert time.perf_counter() - started < 8.0
    done = len(history.scores)
    assert done == net.getIterationCount() > 0
    assert np.isfinite(parameters(net)).all()


def test_progress_is_told() -> None:
    told = []
    bridge.fit(network(), DIGITS, epochs=2, batch_size=100, progress=told.append)
    assert [s.epoch for s in told if s.phase == "trained"] == [1, 2]
    last = told[-1]
    assert (last.iteration, last.iterations, last.epochs) == (10, 10, 2)
    assert last.row is not None
    assert "evaluating" in [s.phase for s in told]


def test_evaluation_is_dl4js() -> None:
    net = network()
    bridge.fit(net, DIGITS, epochs=2, progress=False)
    ours = bridge.evaluate(net, DIGITS)
    java = net.evaluate(ExistingDataSetIterator([DataSet(DIGITS.test.x, DIGITS.test.y)]))
    for name in ("accuracy", "precision", "recall", "f1"):
        assert getattr(ours, name) == pytest.approx(float(getattr(java, name)()), abs=1e-12)
    confusion = [[java.getConfusionMatrix().getCount(i, k) for k in range(10)] for i in range(10)]
    assert ours.confusion.tolist() == confusion


def test_a_single_output_is_evaluated_as_two_classes() -> None:
    output = OutputLayer.Builder(LossFunctions.LossFunction.XENT).nIn(4).nOut(1)
    configuration = (
        NeuralNetConfiguration.Builder()
        .seed(123)
        .updater(Adam(0.1))
        .list()
        .layer(0, DenseLayer.Builder().nIn(2).nOut(4).activation(Activation.TANH).build())
        .layer(1, output.activation(Activation.SIGMOID).build())
        .build()
    )
    net, x, y = MultiLayerNetwork(configuration), [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]
    bridge.fit(net, (x, y), epochs=100, progress=False)
    evaluation = bridge.evaluate(net, (x, y))
    assert evaluation.confusion.tolist() == [[2, 0], [0, 2]]
    assert bridge.evaluate(net, (x, [[label] for label in y])).accuracy == 1.0


def test_dl4js_own_methods_take_numpy() -> None:
    net = network()
    before = parameters(net)
    net.fit(DIGITS.train.x, DIGITS.train.y)
    assert not np.array_equal(parameters(net), before)
    output = net.output(DIGITS.test.x)
    np.testing.assert_array_equal(np.asarray(output), bridge.predict(net, DIGITS.test.x))
    assert np.asarray(output).sum(axis=1) == pytest.approx(np.ones(500), abs=1e-5)


def test_a_saved_network_comes_back_and_goes_on_to_the_same_bits(tmp_path: Path) -> None:
    net = network()
    bridge.fit(net, DIGITS.train, progress=False)
    path = bridge.save(net, tmp_path / "model.zip")
    loaded = bridge.load(path)
    np.testing.assert_array_equal(parameters(loaded), parameters(net))
    for each in (net, loaded):
        bridge.fit(each, DIGITS.train, progress=False)
    np.testing.assert_array_equal(parameters(loaded), parameters(net))
    assert loaded.getEpochCount() == 2


def test_saving_where_it_cannot_be_keeps_what_is_there(tmp_path: Path) -> None:
    target = tmp_path / "missing" / "model.zip"
    with pytest.raises(BridgeError, match="missing"):
        bridge.save(network(), target)
    with pytest.raises(UsageError, match="network"):
        bridge.save("net", tmp_path / "model.zip")
    with pytest.raises(DataError):
        bridge.load(tmp_path / "none.zip")
