"""Schedules, early stopping and what keeps weights small, on real networks."""

import dataclasses

import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.datasets import Dataset
from dl4j_bridge.dl4j import networks
from dl4j_bridge.dl4j.prediction import validate
from dl4j_bridge.experiment import Experiment, Layer
from dl4j_bridge.schedules import DEFAULTS, Plateau, Schedule
from dl4j_bridge.stopping import EarlyStopping
from dl4j_bridge.updaters import Updater


@pytest.fixture(scope="module")
def digits() -> Dataset:
    return bridge.datasets.digits()


@pytest.fixture
def small() -> Experiment:
    return Experiment(
        name="small",
        layers=(
            Layer("DenseLayer", {"nOut": 20, "activation": "RELU"}),
            Layer("OutputLayer", {"activation": "SOFTMAX", "lossFunction": "MCXENT"}),
        ),
        updater=Updater("Sgd", {"learningRate": 0.1}),
        batch_size=64,
        epochs=12,
    )


@pytest.mark.parametrize("name", [name for name in DEFAULTS if name != "plateau"])
def test_deeplearning4j_has_the_rates_of_the_formula(name: str, jvm) -> None:
    schedule = Schedule(name)
    updater = networks.updater(Updater("Nesterovs", {"learningRate": 0.3}), schedule, 12)
    rates = [float(updater.getLearningRate(7, epoch)) for epoch in range(12)]
    assert rates == pytest.approx(schedule.rates(0.3, 12), rel=1e-12)


def test_a_scheduled_rate_is_in_the_history(small: Experiment, digits: Dataset) -> None:
    small = dataclasses.replace(small, schedule=Schedule("step", {"decayRate": 0.1, "step": 2}))
    network = networks.build(small, digits)
    history = bridge.fit(network, digits.train, epochs=4, batch_size=64, progress=False)
    assert history["learning_rate"] == pytest.approx([0.1, 0.1, 0.01, 0.01])


def test_early_stopping_gives_back_the_best_epoch(small: Experiment, digits: Dataset) -> None:
    train, validation = digits.train.split(0.25)
    network = networks.build(
        dataclasses.replace(small, updater=Updater("Sgd", {"learningRate": 1.2})), digits
    )
    stopping = EarlyStopping(patience=2)
    history = bridge.fit(
        network,
        train,
        epochs=60,
        batch_size=32,
        progress=False,
        validation=validation,
        early_stopping=stopping,
    )
    assert len(history) == stopping.best_epoch + 2 < 60
    assert stopping.best == min(history["validation_loss"])
    assert validate(network, validation)["validation_loss"] == pytest.approx(stopping.best)


def test_a_plateau_changes_the_rate_of_the_steps(small: Experiment, digits: Dataset) -> None:
    network = networks.build(small, digits)
    plateau = Plateau(Schedule("plateau", {"factor": 1e-9, "patience": 1, "minimum": 0}))
    data = digits.train.take(64)
    history = bridge.fit(network, data, epochs=1, batch_size=64, progress=False, plateau=plateau)
    plateau.after(-1.0, 0.1)  # no loss will ever be better
    bridge.fit(
        network, data, epochs=1, batch_size=64, progress=False, plateau=plateau, history=history
    )
    before = np.array(network.params())
    bridge.fit(network, data, epochs=1, batch_size=64, progress=False, history=history)
    assert np.abs(np.array(network.params()) - before).max() < 1e-9
    assert history["learning_rate"] == pytest.approx([0.1, 0.1, 1e-10])


def test_the_validation_loss_is_the_mean_cross_entropy(small: Experiment, digits: Dataset) -> None:
    network = networks.build(dataclasses.replace(small, l2=0.1), digits)
    outputs = bridge.predict(network, digits.test.x)
    truth = outputs[np.arange(len(outputs)), digits.test.labels]
    measures = validate(network, digits.test)
    assert measures["validation_loss"] == pytest.approx(-np.log(truth).mean(), rel=1e-6)
    accuracy = (outputs.argmax(axis=1) == digits.test.labels).mean()
    assert measures["validation_accuracy"] == accuracy


def test_max_norm_bounds_incoming_weights(small: Experiment, digits: Dataset) -> None:
    network = networks.build(dataclasses.replace(small, max_norm=0.5), digits)
    bridge.fit(network, digits.train, epochs=2, batch_size=64, progress=False)
    for name in ("0_W", "1_W"):
        norms = np.linalg.norm(np.array(network.getParam(name)), axis=0)
        assert norms.max() == pytest.approx(0.5, rel=1e-4)


def test_clipping_bounds_a_step(small: Experiment, digits: Dataset) -> None:
    network = networks.build(dataclasses.replace(small, clip=1e-3), digits)
    before = np.array(network.params())
    bridge.fit(network, digits.train.take(64), batch_size=64, progress=False)
    step = np.linalg.norm(np.array(network.params()) - before)
    assert 0 < step < 0.1 * 1e-3 * 1.5  # two layers


def test_weight_decay_is_subtracted_once(small: Experiment, digits: Dataset) -> None:
    def step(decay: float) -> np.ndarray:
        network = networks.build(dataclasses.replace(small, weight_decay=decay), digits)
        bridge.fit(network, digits.train.take(64), batch_size=64, progress=False)
        return np.array(network.getParam("0_W"))

    start = np.array(networks.build(small, digits).getParam("0_W"))
    np.testing.assert_allclose(step(0.0) - step(0.5), 0.1 * 0.5 * start, atol=1e-6)


def test_dropout_spares_the_first_layer_s_inputs(small: Experiment, digits: Dataset) -> None:
    network = networks.build(dataclasses.replace(small, dropout=0.25), digits)
    first, second = (layer.conf().getLayer().getIDropout() for layer in network.getLayers())
    assert first is None
    assert float(second.getP()) == 0.75


def test_after_epoch_can_end_training(small: Experiment, digits: Dataset) -> None:
    network = networks.build(small, digits)
    history = bridge.fit(
        network,
        digits.train,
        epochs=9,
        batch_size=64,
        progress=False,
        after_epoch=lambda row: row["epoch"] == 3,
    )
    assert history["epoch"] == [1, 2, 3]
