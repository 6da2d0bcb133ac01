"""Losses and regularization, as the course text has them."""

from pathlib import Path

import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.datasets import Dataset
from examples.optimization_methods import (
    early_stopping,
    hinge_and_cross_entropy,
    linear_classifier,
    regularization,
    stochastic_depth,
)
from tests.examples.pictures import is_drawn


@pytest.fixture(scope="module")
def losses():
    return hinge_and_cross_entropy.run()


def test_the_hinge_losses_of_the_text(losses, tmp_path: Path) -> None:
    for found in (losses.hinge, losses.hinge_dl4j):
        np.testing.assert_allclose(found, [2.9, 0, 12.9], atol=1e-9)
        assert found.mean() == pytest.approx(5.2667, abs=5e-5)
        assert round(found.mean(), 2) == 5.27
    np.testing.assert_array_equal(losses.hinge_gradient_dl4j, losses.hinge_gradient)
    # The cat: only the car is too near. The frog: both others are.
    np.testing.assert_array_equal(losses.hinge_gradient[[0, 2]], [[-1, 1, 0], [1, 1, -2]])
    assert is_drawn(hinge_and_cross_entropy.draw(losses), tmp_path)


def test_the_softmax_of_the_text(losses) -> None:
    np.testing.assert_allclose(losses.exponentials[0], [24.5, 164.0, 0.18], rtol=0.02)
    assert list(losses.exponentials[0].round(1)[:2]) == [24.5, 164.0]
    assert list(losses.probabilities[0].round(2)) == [0.13, 0.87, 0.0]
    for found in (losses.cross_entropy, losses.cross_entropy_dl4j):
        assert round(found[0], 2) == 2.04
        assert round(found[0] / np.log(10), 2) == 0.89
    np.testing.assert_allclose(losses.cross_entropy_dl4j, losses.cross_entropy, rtol=1e-9)
    np.testing.assert_allclose(
        losses.cross_entropy_gradient_dl4j, losses.cross_entropy_gradient, atol=1e-9
    )


def test_dl4js_own_hinge_asks_of_each_class_by_itself(losses) -> None:
    signs = 2 * np.eye(3)[hinge_and_cross_entropy.TRUE_CLASS] - 1
    by_hand = np.maximum(0, 1 - signs * hinge_and_cross_entropy.SCORES).sum(axis=1)
    np.testing.assert_allclose(losses.one_against_rest_dl4j, by_hand)
    assert (np.abs(by_hand - losses.hinge) > 1).all()


def fashion_mnist() -> Dataset:
    try:
        return bridge.datasets.fashion_mnist()
    except bridge.errors.SetupError as absent:
        pytest.skip(str(absent))


def test_a_linear_classifier_on_clothing_learns_templates(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DL4J_BRIDGE_OFFLINE", "1")
    result = linear_classifier.run(fashion_mnist().take(train=6000, test=2000))
    svm, softmax = result
    assert min(svm.test_accuracy, softmax.test_accuracy) > 0.75
    for trained in result:
        assert abs(trained.test_accuracy_by_hand - trained.test_accuracy) < 0.002
    assert abs(svm.test_accuracy - softmax.test_accuracy) < 0.05
    # Trousers have two legs: the template is dark between them.
    trousers = softmax.templates[1, 0]
    assert trousers[20, 13:15].mean() < trousers[20, 9:11].mean()
    assert is_drawn(linear_classifier.draw(result), tmp_path)


def cifar_files(folder: Path) -> np.ndarray:
    """Six small files in CIFAR-10's format, of ten patterns under noise; gives the patterns."""
    random = np.random.default_rng(7)
    patterns = random.integers(0, 2, (10, 3, 4, 4)).repeat(8, axis=2).repeat(8, axis=3) * 200
    names = [f"data_batch_{number}.bin" for number in range(1, 6)] + ["test_batch.bin"]
    folder.mkdir()
    for name in names:
        labels = random.integers(0, 10, 100)
        pixels = patterns[labels] + random.integers(0, 56, (100, 3, 32, 32))
        records = np.column_stack([labels, pixels.reshape(100, -1)]).astype(np.uint8)
        (folder / name).write_bytes(records.tobytes())
    return patterns


def test_a_linear_classifier_on_cifar_learns_templates_in_colour(tmp_path: Path) -> None:
    patterns = cifar_files(tmp_path / "cifar")
    result = linear_classifier.run(bridge.datasets.cifar10(tmp_path / "cifar"), rate=0.002)
    for trained in result:
        assert trained.templates.shape == (10, 3, 32, 32)
        assert trained.test_accuracy > 0.95
        # A pattern agrees with the template of its own class more than with any other.
        agreement = (patterns - patterns.mean(0)).reshape(10, -1) @ trained.templates.reshape(
            10, -1
        ).T
        assert list(agreement.argmax(axis=1)) == list(range(10))
    assert is_drawn(linear_classifier.draw(result), tmp_path)


def test_data_that_are_not_there_are_named(monkeypatch, tmp_path: Path, capsys) -> None:
    monkeypatch.setenv("DL4J_BRIDGE_OFFLINE", "1")
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path / "empty"))
    monkeypatch.delenv("DL4J_BRIDGE_DATA", raising=False)
    found = [data.name for data, rate in linear_classifier.data_sets()]
    printed = capsys.readouterr().err
    assert "cifar10" not in found
    assert "Left out: CIFAR-10 is not on this machine" in printed
    assert ("Left out: Fashion-MNIST" in printed) == ("fashion-mnist" not in found)


@pytest.fixture(scope="module")
def regularized():
    return regularization.run(epochs=15)


def test_regularization_narrows_the_gap(regularized, tmp_path: Path) -> None:
    alone = regularized["nothing"]
    assert alone.train_accuracy > 0.95  # wrong labels and all
    for name in ("L2", "L1", "elastic net", "max-norm", "dropout"):
        assert regularized[name].gap < alone.gap - 0.05, name
    for name in ("L2", "max-norm", "dropout"):
        assert regularized[name].test_accuracy > alone.test_accuracy, name
    assert is_drawn(regularization.draw(regularized), tmp_path)


def test_regularization_shapes_the_weights(regularized) -> None:
    alone = regularized["nothing"]
    assert alone.share_of_zeros < 0.05
    assert regularized["L1"].share_of_zeros > 0.8
    assert regularized["elastic net"].share_of_zeros > 0.8
    assert regularized["L2"].share_of_zeros < 0.6
    assert regularized["L2"].unit_norms.max() < alone.unit_norms.max() / 2
    assert regularized["max-norm"].unit_norms.max() == pytest.approx(0.8, rel=1e-3)
    assert regularized["dropout"].unit_norms.max() > 1


def test_batch_normalization_is_there_for_speed(regularized) -> None:
    assert regularized["batch norm"].losses[2] < 0.8 * regularized["nothing"].losses[2]
    confs = regularization.with_batch_normalization().getLayerWiseConfigurations().getConfs()
    kinds = [str(conf.getLayer().getClass().getSimpleName()) for conf in confs]
    assert kinds == ["DenseLayer", "BatchNormalization", "ActivationLayer", "OutputLayer"]


def test_dropout_keeps_what_it_is_told_to_keep() -> None:
    output = regularization.with_dropout().getLayerWiseConfigurations().getConf(1).getLayer()
    assert output.getIDropout().getP() == 0.5


def test_stochastic_depth_survival_falls_in_a_line_with_depth() -> None:
    survival = stochastic_depth.survival_probabilities(54, 0.5)
    # The paper: l/L · (1 − p_L), and (3L − 1)/4 blocks in the mean: 40 of 54.
    np.testing.assert_allclose(np.diff(survival), -0.5 / 54)
    assert survival[-1] == 0.5
    assert sum(survival) == pytest.approx((3 * 54 - 1) / 4)


def test_stochastic_depth_learns_fewer_wrong_labels(tmp_path: Path) -> None:
    result = stochastic_depth.run(blocks=6, epochs=8)
    stochastic = result["stochastic depth"]
    train, test = (
        {name: np.mean(getattr(one, f"{part}_accuracy")[-3:]) for name, one in result.items()}
        for part in ("train", "test")
    )
    assert train["stochastic depth"] < train["all blocks, always"] - 0.01
    assert test["stochastic depth"] > test["all blocks, always"] - 0.01
    assert is_drawn(stochastic_depth.draw(result), tmp_path)
    digits = bridge.datasets.mnist().test.take(5).x
    again = bridge.load(bridge.save(stochastic.network, tmp_path / "depth.zip"))
    np.testing.assert_array_equal(
        bridge.predict(again, digits), bridge.predict(stochastic.network, digits)
    )


def test_early_stopping_keeps_the_best_weights(tmp_path: Path) -> None:
    result = early_stopping.run(patience=5, most_epochs=16)
    patient, endless = result.patient, result.endless
    assert result.rows == (750, 250)
    best = patient.best_epoch
    assert best == patient.validation_loss.argmin()
    assert len(patient.validation_loss) == best + 5 + 1
    assert "ScoreImprovement" in patient.reason
    # Until it ends it is the same training; the validation loss goes up, the training loss down.
    np.testing.assert_allclose(
        endless.validation_loss[: best + 6], patient.validation_loss, rtol=1e-6
    )
    assert endless.validation_loss[-1] > patient.validation_loss[best] + 0.1
    assert (np.diff(endless.train_loss) < 0).all()
    assert patient.best_accuracy == endless.best_accuracy > endless.last_accuracy
    assert is_drawn(early_stopping.draw(result), tmp_path)
