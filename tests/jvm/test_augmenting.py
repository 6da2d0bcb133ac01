"""What training sees of distorted images."""

import dataclasses
import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.augmentation import Augmentation
from dl4j_bridge.dl4j import networks
from dl4j_bridge.errors import ArrayError, UsageError
from dl4j_bridge.experiment import Experiment, Layer
from dl4j_bridge.updaters import Updater
from tests import spawned

DIGITS = bridge.datasets.digits()
STRONG = Augmentation(shift=1, rotate=15, scale=0.15, shear=10, elastic=1)
SMALL = Experiment(
    name="small",
    layers=(Layer("OutputLayer", {"activation": "SOFTMAX", "lossFunction": "MCXENT"}),),
    updater=Updater("Sgd", {"learningRate": 0.1}),
)
CHILD = """
import hashlib
import numpy as np
import dl4j_bridge as bridge
from dl4j_bridge.dl4j import networks
from tests.jvm.test_augmenting import DIGITS, SMALL, STRONG

network = networks.build(SMALL, DIGITS)
bridge.fit(network, DIGITS, epochs=2, augment=STRONG, test=DIGITS.test, progress=False)
print(hashlib.sha256(np.asarray(network.params()).tobytes()).hexdigest())
"""


def trained(**settings: object) -> np.ndarray:
    network = networks.build(SMALL, DIGITS)
    bridge.fit(network, DIGITS, progress=False, **{"augment": STRONG, **settings})
    return np.array(network.params())


def test_a_network_is_trained_on_what_augmented_shows() -> None:
    few = dataclasses.replace(DIGITS, train=DIGITS.train.take(100))
    shown = bridge.augmented(few.train.x, STRONG, image=few.image, seed=5, epoch=1)
    distorted = dataclasses.replace(few, train=dataclasses.replace(few.train, x=shown))
    parameters = []
    for data, augment in ((distorted, None), (few, STRONG)):
        network = networks.build(SMALL, data)
        bridge.fit(network, data, shuffle=False, seed=5, augment=augment, progress=False)
        parameters.append(np.array(network.params()))
    np.testing.assert_array_equal(*parameters)


def test_a_row_is_distorted_alike_wherever_the_order_has_it() -> None:
    images = DIGITS.train.x[:40]
    whole = bridge.augmented(images, STRONG, image=DIGITS.image)
    np.testing.assert_array_equal(
        whole[:7], bridge.augmented(images[:7], STRONG, image=DIGITS.image)
    )


def test_each_epoch_and_each_seed_has_its_own() -> None:
    seen = {
        bridge.augmented(DIGITS.train.x[:1], STRONG, image=DIGITS.image, seed=seed, epoch=epoch)
        .tobytes()
        for seed in (1, 2, -1)
        for epoch in (1, 2, 3)
    }  # fmt: skip
    assert len(seen) == 9


def test_the_same_seed_gives_the_same_bits() -> None:
    np.testing.assert_array_equal(trained(epochs=2), trained(epochs=2))
    assert not np.array_equal(trained(seed=1), trained(seed=2))


def test_any_number_of_threads_gives_the_same_bits() -> None:
    children = [
        spawned.start(
            [sys.executable, "-c", CHILD],
            stdout=subprocess.PIPE,
            env={**os.environ, "DL4J_BRIDGE_THREADS": threads},
        )
        for threads in ("1", "3")
    ]
    digests = {child.communicate()[0] for child in children}
    here = hashlib.sha256(trained(epochs=2).tobytes()).hexdigest()
    assert digests == {f"{here}\n".encode()}


def test_no_strength_changes_nothing() -> None:
    x = DIGITS.train.x[:50]
    np.testing.assert_array_equal(bridge.augmented(x, Augmentation(), image=DIGITS.image), x)


def test_rotation_and_shift_stay_within_their_bounds() -> None:
    ramp = np.tile(np.arange(41, dtype=np.float32), (500, 1, 41, 1))
    column = bridge.augmented(ramp, Augmentation(shift=3))[:, 0, 20, 20] - 20
    assert -3 <= column.min() < -2.9
    assert 2.9 < column.max() <= 3
    up_and_down = bridge.augmented(ramp, Augmentation(rotate=20))[:, 0, [15, 25], 20]
    angles = np.degrees(np.arcsin((up_and_down[:, 0] - up_and_down[:, 1]) / 10))
    assert -20 <= angles.min() < -19.5
    assert 19.5 < angles.max() <= 20


def test_elastic_is_the_displacement_s_deviation_everywhere() -> None:
    ramp = np.tile(np.arange(41, dtype=np.float32), (2_000, 1, 41, 1))
    moved = bridge.augmented(ramp, Augmentation(elastic=1.5, smoothness=4)) - ramp
    deviations = moved[:, 0, :, 8:33].std(axis=0)  # not where the edge cuts displacements off
    assert deviations.mean() == pytest.approx(1.5, rel=0.02)
    assert deviations.min() > 1.3
    assert deviations.max() < 1.7


def test_what_cannot_be_distorted_says_so() -> None:
    pair = (DIGITS.train.x, DIGITS.train.labels)
    network = networks.build(SMALL, DIGITS)
    with pytest.raises(UsageError, match=r"rows of the shape \(64,\)"):
        bridge.fit(network, pair, augment=STRONG, progress=False)
    with pytest.raises(UsageError, match=r"rows of the shape \(64,\)"):
        bridge.augmented(DIGITS.train.x, STRONG, image=(1, 8, 9))
    with pytest.raises(UsageError, match="epoch is 0"):
        bridge.augmented(DIGITS.train.x, STRONG, image=DIGITS.image, epoch=0)
    with pytest.raises(ArrayError, match="no array of numbers"):
        bridge.augmented(["a"], STRONG)


@pytest.mark.parametrize("name", ["lenet-strong", "mlp-strong", "mlp-augmented", "cnn-strong"])
def test_a_strong_preset_learns(name: str) -> None:
    data = bridge.datasets.mnist().take(train=768, test=300)
    experiment = bridge.preset(name)
    network = networks.build(experiment, data)
    history = bridge.fit(network, data, batch_size=16, augment=experiment.augment, progress=False)
    assert history[-1]["test_accuracy"] > 0.3
