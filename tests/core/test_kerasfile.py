"""Keras' files: read, checked, and evaluated with numpy as the Keras that saved them did."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from dl4j_bridge import kerasfile
from dl4j_bridge.errors import ArrayError, BridgeError, DataError, ModelFileError, UsageError

FOLDER = Path(__file__).parents[1] / "keras"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in kerasfile.SUFFIXES)
KNOWN = [path for path in FILES if not path.name.startswith("gru")]


@pytest.mark.parametrize("path", KNOWN, ids=lambda path: path.name)
def test_numpy_answers_as_the_keras_that_saved_it(path: Path) -> None:
    model = kerasfile.read(path)
    stored = dict(np.load(f"{path}.npz"))
    inputs = [stored.pop(f"input{i}") for i in range(len(model.inputs))]
    seen = kerasfile.outputs(model, inputs)
    assert set(stored) <= set(seen)
    for name, answer in stored.items():
        np.testing.assert_allclose(seen[name], answer, rtol=1e-5, atol=1e-5, err_msg=name)


@pytest.mark.parametrize("path", KNOWN, ids=lambda path: path.name)
def test_the_file_for_deeplearning4j_holds_the_same(path: Path, tmp_path: Path) -> None:
    model = kerasfile.read(path)
    names = kerasfile.write_legacy(model, tmp_path / "written.h5")
    again = kerasfile.read(tmp_path / "written.h5")
    inputs = kerasfile.random_inputs(model, 2, 1)
    first, second = kerasfile.outputs(model, inputs), kerasfile.outputs(again, inputs)
    # Only hard_sigmoid is another function in Keras 3.
    if path.name != "hard_sigmoid-3.keras":
        assert all(np.array_equal(first[name], second[key]) for key, name in names.items())


def edited(name: str, tmp_path: Path, edit: Callable[[Any], None]) -> Path:
    """A copy of a file after an edit of its configuration."""
    copy = Path(shutil.copy(FOLDER / name, tmp_path / "edited.h5"))
    with h5py.File(copy, "r+") as file:
        tree = json.loads(file.attrs["model_config"])
        edit(tree["config"]["layers"])
        file.attrs["model_config"] = json.dumps(tree).encode()
    return copy


def in_file(tmp_path: Path, work: Callable[[Any], None]) -> Path:
    copy = Path(shutil.copy(FOLDER / "activations-2.h5", tmp_path / "edited.h5"))
    with h5py.File(copy, "r+") as file:
        work(file)
    return copy


def kernel(file: Any) -> Any:
    """Path of the first layer's weights, and their group."""
    [name] = [one for one in file["model_weights/dense/dense"] if one.startswith("kernel")]
    return file["model_weights/dense/dense"], name


def replaced(file: Any, **arguments: Any) -> None:
    group, name = kernel(file)
    del group[name]
    group.create_dataset(name, **arguments)


def linked_outside(file: Any) -> None:
    group, name = kernel(file)
    del group[name]
    group[name] = h5py.ExternalLink(str(FOLDER / "activations-2.h5"), f"{group.name}/{name}")


@pytest.mark.parametrize(
    ("work", "says"),
    [
        (lambda f: replaced(f, shape=(7, 6), dtype="f4"), r"kernel has the shape \(7, 6\)"),
        (lambda f: replaced(f, shape=(6, 5), dtype="i4"), "holds int32"),
        (lambda f: replaced(f, shape=(10**6, 10**6), dtype="f4", chunks=(10, 10)), "bytes"),
        (linked_outside, "are not in the file"),
        (lambda f: f.attrs.__setitem__("model_config", b"{"), "not what Keras writes"),
        (lambda f: f.attrs.__setitem__("model_config", b"[1]"), "not what Keras writes"),
        (lambda f: f.attrs.__setitem__("keras_version", b"1.2.2"), "Keras 1.2.2 wrote it"),
    ],
)
def test_a_damaged_file(work: Callable[[Any], None], says: str, tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=says):
        kerasfile.read(in_file(tmp_path, work))


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda layers: layers[1].update(class_name="Lambda"), "holds Python code"),
        (lambda layers: layers[1].update(class_name="Sequential"), "is a model of its own"),
        (lambda layers: layers[1]["inbound_nodes"].append([["x", 0, 0, {}]]), "is used 2 times"),
        (lambda layers: layers[1]["inbound_nodes"][0][0].__setitem__(2, 1), "takes output 1"),
        (lambda layers: layers[1]["inbound_nodes"][0][0].__setitem__(0, "z"), "no layer 'z'"),
    ],
)
def test_a_model_that_cannot_be_followed(
    edit: Callable[[Any], None], says: str, tmp_path: Path
) -> None:
    def on_a_layer(layers: list[Any]) -> None:
        layers.sort(key=lambda layer: not layer["inbound_nodes"], reverse=True)
        edit([None, *(layer for layer in layers if layer["inbound_nodes"])])

    with pytest.raises(ModelFileError, match=says):
        kerasfile.read(edited("residual-2.h5", tmp_path, on_a_layer))


def test_what_is_no_model(tmp_path: Path) -> None:
    weights = in_file(tmp_path, lambda file: file.attrs.__delitem__("model_config"))
    text, empty, archive = tmp_path / "a.h5", tmp_path / "b.h5", tmp_path / "c.keras"
    text.write_text("hello, I am a text")
    empty.touch()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("configuration.json", "{}")
    for path, says in (
        (weights, "the weights alone"),
        (text, "is no Keras model: it begins with"),
        (empty, "is no Keras model"),
        (archive, "is a zip, but no Keras model"),
        (tmp_path / "missing.h5", "No such file"),
        (tmp_path, "cannot be read"),
    ):
        with pytest.raises(DataError, match=says):
            kerasfile.read(path)


@pytest.mark.parametrize("name", ["activations-2.h5", "residual-3.keras"])
def test_a_cut_file_is_refused_wherever_it_is_cut(name: str, tmp_path: Path) -> None:
    content = (FOLDER / name).read_bytes()
    for share in (0.1, 0.5, 0.9, 0.99):
        path = tmp_path / name
        path.write_bytes(content[: int(len(content) * share)])
        with pytest.raises(BridgeError, match=name):
            kerasfile.read(path)


def test_inputs_of_the_users() -> None:
    model = kerasfile.read(FOLDER / "steps-2.h5")
    given = np.ones((2, 10, 4))
    assert kerasfile.checked_inputs(model, given)[0].dtype == np.float32
    with pytest.raises(ArrayError, match=r"\(rows, 10, 4\)"):
        kerasfile.checked_inputs(model, given[0])
    with pytest.raises(UsageError, match="2 inputs"):
        kerasfile.checked_inputs(kerasfile.read(FOLDER / "two_ends-2.h5"), given)
    with pytest.raises(UsageError, match="numpy's side knows no GRU"):
        kerasfile.outputs(kerasfile.read(FOLDER / "gru-3.h5"), [np.ones((1, 7, 4))])
