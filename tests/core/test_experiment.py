"""Experiments: checks, TOML both ways, presets."""

import dataclasses
import math
from collections.abc import Callable

import numpy as np
import pytest

from dl4j_bridge.augmentation import Augmentation
from dl4j_bridge.errors import UsageError
from dl4j_bridge.experiment import Experiment, Layer
from dl4j_bridge.presets import PRESETS, preset
from dl4j_bridge.schedules import Schedule
from dl4j_bridge.stopping import EarlyStopping
from dl4j_bridge.toml import from_file, from_toml, to_toml
from dl4j_bridge.updaters import DEFAULTS, Updater


@pytest.mark.parametrize("name", PRESETS)
def test_toml_gives_the_same_experiment_back(name: str) -> None:
    original = dataclasses.replace(preset(name), l1=0.25, shuffle=False, order_seed=-7)
    back = from_toml(to_toml(original))
    same = {"updater": original.updater, "schedule": original.schedule}
    assert dataclasses.replace(back, **same) == original
    assert str(back.schedule) == str(original.schedule)
    assert back.updater.hyper_parameters == original.updater.hyper_parameters


def test_toml_starts_from_a_preset() -> None:
    text = 'preset = "lecture"\nepochs = 2\n[updater]\ntype = "nadam"\nlearningRate = 0.01\n'
    experiment = from_toml(text)
    assert experiment == dataclasses.replace(
        preset("lecture"), epochs=2, updater=Updater("Nadam", {"learningRate": 0.01})
    )


@pytest.mark.fault(26)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("epochs = ", "no valid TOML"),
        ('preset = "lectur"', "Did you mean 'lecture'"),
        ('preset = "lecture"\nepoch = 3', "Did you mean 'epochs'"),
        ('preset = "lecture"\nepochs = 0', "epochs is 0"),
        ('preset = "lecture"\nepochs = "3"', "epochs is '3'"),
        ('preset = "lecture"\nbatch_size = true', "batch_size is True"),
        ('preset = "lecture"\nseed = 0', "by the clock"),
        ('preset = "lecture"\nl2 = -1.0', "l2 is -1.0"),
        ('preset = "lecture"\nl2 = nan', "l2 is nan"),
        ('preset = "lecture"\ndata = 3', "data is 3"),
        ('preset = "lecture"\nshuffle = "no"', "shuffle is 'no'"),
        ('preset = "lecture"\nlayers = []', "no layers"),
        ('preset = "lecture"\nlayers = 3', "[[layers]]"),
        ('preset = "lecture"\n[[layers]]\nnOut = 3', "needs a type"),
        ('preset = "lecture"\n[updater]\nlearningRate = 3', "type"),
        ('preset = "lecture"\nupdater = "Adam"', "table with a type"),
        ('preset = "lecture"\n[updater]\ntype = "Adamm"', "Did you mean 'Adam'"),
        ('preset = "lecture"\n[updater]\ntype = "Adam"\nmomentum = 1', "no 'momentum'"),
        ('preset = "lecture"\n[updater]\ntype = "Adam"\nlearningRate = "x"', "must be a number"),
        ('preset = "lecture"\n[updater]\ntype = "Adam"\nlearningRate = inf', "finite"),
        ("epochs = 3", "name and layers and updater is missing"),
    ],
)
def test_a_wrong_document_says_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        from_toml(text, source="course.toml")
    assert str(caught.value).startswith("course.toml: ")
    assert words in str(caught.value)


def test_a_mark_that_editors_put_in_front_is_no_fault(tmp_path) -> None:
    (tmp_path / "marked.toml").write_bytes(b'\xef\xbb\xbfpreset = "lecture"\r\n')
    assert from_file(tmp_path / "marked.toml") == preset("lecture")


@pytest.mark.fault(26)
def test_a_file_that_is_none_says_so(tmp_path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        from_file(tmp_path / "missing.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be read as a text"):
        from_file(tmp_path / "binary.toml")
    (tmp_path / "large.toml").write_bytes(b"#" * 2_000_000)
    with pytest.raises(UsageError, match="too many"):
        from_file(tmp_path / "large.toml")


def test_an_updater_knows_its_hyper_parameters() -> None:
    assert Updater("nesterovs").type == "Nesterovs"
    assert Updater("Adam", {"beta1": 0.5}).hyper_parameters == {**DEFAULTS["Adam"], "beta1": 0.5}
    assert str(Updater("Sgd")) == "Sgd(learningRate=0.001)"
    with pytest.raises(UsageError, match=r"AdaDelta has no 'learningRate'.*rho, epsilon"):
        Updater("AdaDelta").with_settings(learningRate=0.1)


def test_an_experiment_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        preset("lecture").epochs = 3  # type: ignore[misc]
    with pytest.raises(UsageError, match="no layers"):
        Experiment(name="empty", layers=(), updater=Updater("Sgd"))
    assert Layer("DenseLayer").settings == {}


def test_toml_keeps_schedule_regularization_and_early_stopping() -> None:
    original = dataclasses.replace(
        preset("two-layer"),
        schedule=Schedule("warmup", {"epochs": 2}),
        dropout=0.5,
        max_norm=3.0,
        clip=1.0,
        l2=0.0,
        weight_decay=1e-4,
        validation=0.25,
        patience=5,
    )
    back = from_toml(to_toml(original))
    assert back.schedule is not None
    assert original.schedule is not None
    assert back.schedule.parameters == original.schedule.parameters
    assert (
        dataclasses.replace(back, updater=original.updater, schedule=original.schedule) == original
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dropout": 1.0}, "dropout is 1.0"),
        ({"epochs": 0}, "epochs is 0"),
        ({"epochs": -1}, "epochs is -1"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"batch_size": True}, "batch_size is True"),
        ({"batch_size": 2.5}, "batch_size is 2.5"),
        ({"batch_size": 2**31}, "batch_size is 2147483648"),
        ({"seed": 2**63}, "seed is"),
        ({"order_seed": 1.5}, "order_seed is 1.5"),
        ({"l2": float("inf")}, "l2 is inf"),
        ({"dropout": float("nan")}, "dropout is nan"),
        ({"validation": -0.1}, "validation is -0.1"),
        ({"max_norm": 0}, "max_norm is 0"),
        ({"clip": float("nan")}, "clip is nan"),
        ({"patience": 3}, "set validation too"),
        ({"patience": 0, "validation": 0.2}, "patience is 0"),
        ({"weight_decay": 0.1}, "one or the other"),
        ({"schedule": Schedule("cosine"), "updater": Updater("AdaDelta")}, "no learning rate"),
    ],
)
@pytest.mark.fault(20, 23)
def test_values_that_make_no_sense(changes, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        dataclasses.replace(preset("lecture"), **changes)


@pytest.mark.fault(20)
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Updater("Adam", {"beta1": 1.0}), "Adam.beta1 is 1.0, but must be less than 1"),
        (lambda: Updater("Nesterovs", {"momentum": 1}), "Nesterovs.momentum is 1"),
        (lambda: Updater("RmsProp", {"rmsDecay": 1.5}), "rmsDecay is 1.5"),
        (lambda: Updater("Sgd", {"learningRate": math.nan}), "learningRate is nan"),
        (lambda: Updater("Sgd", {"learningRate": math.inf}), "learningRate is inf"),
        (lambda: Updater("Sgd", {"learningRate": -0.1}), "learningRate is -0.1"),
        (lambda: Updater("Sgd", {"learningRate": "0.1"}), "learningRate is '0.1'"),
        (lambda: Schedule("exponential", {"gamma": math.nan}), "schedule.gamma is nan"),
        (lambda: Schedule("plateau", {"factor": 1.0}), "schedule.factor is 1.0"),
        (lambda: Schedule.parse("step:step=inf"), "schedule.step is inf"),
        (lambda: Augmentation(rotate=math.nan), "augment.rotate is nan"),
        (lambda: Augmentation(scale=-0.1), "augment.scale is -0.1"),
        (lambda: EarlyStopping(2.5), "patience is 2.5"),  # type: ignore[arg-type]
        (lambda: EarlyStopping(2, math.nan), "min_delta is nan"),
        (lambda: EarlyStopping(2, "a"), "min_delta is 'a'"),  # type: ignore[arg-type]
    ],
)
def test_numbers_that_make_no_sense(make: Callable[[], object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        make()


def test_numpys_whole_numbers_are_such() -> None:
    changed = dataclasses.replace(preset("lecture"), epochs=np.int64(3), seed=np.uint8(7))
    assert from_toml(to_toml(changed)) == dataclasses.replace(preset("lecture"), epochs=3, seed=7)
    assert type(changed.epochs) is int
