"""Keras' models in Deeplearning4j: imported, compared layer by layer, used."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

import dl4j_bridge as bridge
from dl4j_bridge import kerasfile
from dl4j_bridge.cli import crosscheck_keras
from dl4j_bridge.dl4j import keras
from dl4j_bridge.errors import DataError, UsageError
from dl4j_bridge.lab.keras_check import check

FOLDER = Path(__file__).parents[1] / "keras"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in kerasfile.SUFFIXES)
EQUAL = [path for path in FILES if path.name not in ("gru-3.h5", "hard_sigmoid-3.keras")]


@pytest.mark.parametrize("path", EQUAL, ids=lambda path: path.name)
def test_deeplearning4j_answers_as_keras(path: Path) -> None:
    result = check(path, rows=4)
    assert result.agrees, result.verdict
    apart = {layer.kind for layer in result.layers if layer.difference is None}
    assert apart <= {"Flatten"}
    assert result.largest < 1e-5


def test_the_first_layer_that_differs() -> None:
    """In Keras 3 hard_sigmoid has another slope than in Keras 2 and in Deeplearning4j."""
    result = check(FOLDER / "hard_sigmoid-3.keras")
    assert not result.agrees
    assert result.first is not None
    assert (result.first.name, result.first.kind) == ("dense", "Dense")
    assert result.verdict.startswith("Deeplearning4j departs from Keras in layer 'dense' (Dense)")
    assert check(FOLDER / "hard_sigmoid-3.keras", tolerance=1.0).agrees


def test_a_single_changed_weight_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    path = FOLDER / "residual-2.h5"
    layer = kerasfile.read(path).layers[-6]
    real = keras.import_model

    def with_a_slip(model: kerasfile.KerasModel) -> Any:
        network, names = real(model)
        network.getLayer(layer.name).getParam("W").addi(0.001)
        return network, names

    assert layer.kind == "Conv2D"
    monkeypatch.setattr(keras, "import_model", with_a_slip)
    result = check(path)
    assert result.first is not None
    assert result.first.name == layer.name


def test_inputs_of_the_users_and_how_it_is_shown() -> None:
    path = FOLDER / "two_ends-3.h5"
    result = check(path, seed=5, rows=2)
    told = json.loads(json.dumps(crosscheck_keras.to_json(result), allow_nan=False))
    assert (told["equal"], told["rows"], told["seed"], told["keras"]) == (True, 2, 5, None)
    assert told["network"] == "ComputationGraph"
    assert [layer["name"] for layer in told["layers"]][-2:] == ["p", "q"]
    out = Console(file=StringIO(), width=100)
    crosscheck_keras.show(check(FOLDER / "hard_sigmoid-3.keras"), out)
    text = out.file.getvalue()  # type: ignore[attr-defined]
    assert "MultiLayerNetwork against numpy, 8 rows (random, seed 123)" in " ".join(text.split())
    assert "≠" in text
    given = np.zeros((3, 6), np.float32)
    assert check(FOLDER / "hard_sigmoid-2.h5", inputs=given).rows == 3
    with pytest.raises(UsageError, match="tolerance is -1"):
        check(path, tolerance=-1)


@pytest.mark.parametrize("name", ["sequences-3.keras", "words-2.h5", "residual-2.h5"])
def test_a_loaded_network_predicts_and_is_saved(name: str, tmp_path: Path) -> None:
    stored = np.load(f"{FOLDER / name}.npz")
    network = bridge.load_keras(FOLDER / name)
    answer = stored[stored.files[-1]]
    predicted = bridge.predict(network, stored["input0"])
    np.testing.assert_allclose(predicted, answer, rtol=1e-5, atol=1e-5)
    again = bridge.load(bridge.save(network, tmp_path / "model.zip"))
    assert np.array_equal(bridge.predict(again, stored["input0"]), predicted)


def test_a_layer_that_cannot_be_imported() -> None:
    with pytest.raises(DataError, match=r"Unsupported keras layer type GRU.*layer 'gru' \(GRU\)"):
        bridge.load_keras(FOLDER / "gru-3.h5")


def test_a_network_that_answers_for_each_step_is_no_danger_to_memory() -> None:
    network = bridge.load_keras(FOLDER / "steps-2.h5")
    with pytest.raises(UsageError, match="15 outputs for 3 rows"):
        bridge.predict(network, np.ones((3, 10, 4)))
