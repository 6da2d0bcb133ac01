"""Weights out of a model file and into another one, without Java."""

import io
import json
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load as load_safetensors

from dl4j_bridge import modelfile
from dl4j_bridge.errors import BridgeError, DataError, ModelFileError, UsageError
from tests.core.test_modelfile_refused import normalizer
from tests.modelfiles import (
    MLP,
    SGD,
    WEIGHTS,
    array,
    configuration,
    deflated,
    layer,
    mlp,
    network,
    packed_zip,
    saved,
)

SUFFIXES = (".npz", ".safetensors")
# Zeros of both signs, the smallest number, one that decimal digits would round.
ODD = WEIGHTS.copy()
ODD[:4] = [-0.0, 0.0, np.float32(1e-45), np.nextafter(np.float32(1), np.float32(2))]
Arrays = dict[str, np.ndarray]


@pytest.fixture
def model(tmp_path: Path) -> modelfile.ModelFile:
    path = saved(tmp_path, mlp(coefficients=array(ODD, (1, 23))))
    modelfile.seal(path, {"seed": 5})
    return modelfile.read(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_out_and_in_again_keeps_every_bit(
    tmp_path: Path, model: modelfile.ModelFile, suffix: str
) -> None:
    path = modelfile.write_weights(model, tmp_path / f"weights{suffix}")
    arrays = modelfile.read_weights(path)
    assert [*arrays] == ["0_W", "0_b", "1_W", "1_b"] or suffix == ".safetensors"
    for name, value in model.arrays().items():
        assert (arrays[name].shape, arrays[name].dtype) == (value.shape, value.dtype)
        assert arrays[name].tobytes() == value.tobytes()
    made = modelfile.replace_weights(model, arrays, tmp_path / "new.zip", source="here")
    assert made.flat().tobytes() == model.flat().tobytes() == ODD.tobytes()
    assert made.configuration == model.configuration == MLP
    assert made.entry("coefficients.bin") == model.entry("coefficients.bin")
    assert made.updater_state is None
    assert made.details["weights"] == "here"
    assert made.details["configuration"] == {"sha256": model.sha256, "seed": 5}


def test_no_java_is_needed(model: modelfile.ModelFile) -> None:
    code = """
import sys
from dl4j_bridge import modelfile
model = modelfile.read(sys.argv[1])
arrays = modelfile.read_weights(modelfile.write_weights(model, "w.safetensors"))
modelfile.replace_weights(model, arrays, "new.zip")
assert "jpype" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code, model.path], cwd=model.path.parent, check=True)


def test_other_libraries_read_what_is_written(tmp_path: Path, model: modelfile.ModelFile) -> None:
    expected = model.arrays()
    with np.load(modelfile.write_weights(model, tmp_path / "w.npz"), allow_pickle=False) as found:
        assert {*found} == {*expected}
        for name, value in expected.items():
            np.testing.assert_array_equal(found[name], value)
    safe = load_safetensors(modelfile.write_weights(model, tmp_path / "w.safetensors").read_bytes())
    for name, value in expected.items():
        np.testing.assert_array_equal(safe[name], value)


@pytest.mark.parametrize("dtype", ["HALF", "DOUBLE"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_other_types(tmp_path: Path, dtype: str, suffix: str) -> None:
    fields = configuration(layer("DenseLayer", 4, 3), dataType=dtype)
    entries = {**network(fields, 15), "coefficients.bin": array(range(15), dtype=dtype)}
    entries["normalizer.bin"] = normalizer("IMAGE_MIN_MAX", struct.pack(">ddd", 0, 1, 255))
    model = modelfile.read(saved(tmp_path, entries))
    arrays = modelfile.read_weights(modelfile.write_weights(model, tmp_path / f"w{suffix}"))
    made = modelfile.replace_weights(model, arrays, tmp_path / "new.zip")
    assert (made.dtype, made.normalizer) == (dtype, "IMAGE_MIN_MAX")
    assert made.flat().tobytes() == model.flat().tobytes()


def test_new_weights_are_those_that_are_given(tmp_path: Path, model: modelfile.ModelFile) -> None:
    arrays = {name: np.ascontiguousarray(value) + 1 for name, value in model.arrays().items()}
    # Over its own file: the old one is read first.
    made = modelfile.replace_weights(model, arrays, model.path)
    np.testing.assert_array_equal(made.flat(), ODD + 1)
    for name, value in made.arrays().items():
        np.testing.assert_array_equal(value, arrays[name])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"0_W": None, "1_b": None}, "they lack '0_W', '1_b'"),
        ({"0_X": np.zeros(3)}, "they have besides '0_X'"),
        ({f"{i}_q": np.zeros(3) for i in range(9)} | {"0_b": None}, "'4_q' and 4 more"),
        ({"0_W": np.zeros((3, 4), np.float32)}, "'0_W' is float32 of shape (3, 4), the network"),
        ({"0_W": np.zeros((4, 3))}, "float64 of shape (4, 3), the network has float32"),
        ({"0_b": np.array([1, np.nan, np.inf], np.float32)}, "2 values of '0_b' are NaN"),
        ({"0_b": [1, 2, 3]}, "'0_b' is int64 of shape (3,)"),
        ({"0_b": np.array([None] * 3)}, "'0_b' is object of shape (3,)"),
    ],
)
def test_weights_that_do_not_fit(
    tmp_path: Path, model: modelfile.ModelFile, change: Arrays, words: str
) -> None:
    arrays = {k: v for k, v in {**model.arrays(), **change}.items() if v is not None}
    with pytest.raises(DataError) as caught:
        modelfile.replace_weights(model, arrays, tmp_path / "new.zip")
    assert words in str(caught.value)
    assert not (tmp_path / "new.zip").exists()


def test_nan_when_it_is_asked_for(tmp_path: Path, model: modelfile.ModelFile) -> None:
    arrays = {**model.arrays(), "0_b": np.full(3, np.nan, np.float32)}
    made = modelfile.replace_weights(model, arrays, tmp_path / "new.zip", allow_nan=True)
    assert made.non_finite == 3


def test_a_layout_that_is_not_known(tmp_path: Path) -> None:
    unknown = layer("OCNNOutputLayer", 4, 1, package="org.deeplearning4j.nn.conf.ocnn.")
    fields = configuration(layer("DenseLayer", 4, 3, iupdater=SGD), unknown)
    model = modelfile.read(saved(tmp_path, network(fields, 29)))
    with pytest.raises(ModelFileError, match="the layout of OCNNOutputLayer is not known"):
        modelfile.write_weights(model, tmp_path / "w.npz")


def test_names_of_files(tmp_path: Path, model: modelfile.ModelFile) -> None:
    with pytest.raises(UsageError, match=r"does not end in \.npz or \.safetensors"):
        modelfile.write_weights(model, tmp_path / "w.h5")
    with pytest.raises(DataError, match="cannot be read: No such file"):
        modelfile.read_weights(tmp_path / "none.npz")
    (tmp_path / "d.npz").mkdir()
    with pytest.raises(DataError, match="cannot be read: Is a directory"):
        modelfile.read_weights(tmp_path / "d.npz")


def npy(text: str, data: bytes = b"", version: bytes = b"\1\0") -> bytes:
    header = text.encode()
    size = struct.pack("<H" if version == b"\1\0" else "<I", len(header))
    return b"\x93NUMPY" + version + size + header + data


def described(descr: str, shape: str, data: bytes = b"") -> bytes:
    return npy(f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}}}", data)


def zip_of(content: bytes, name: str = "x.npy") -> bytes:
    return packed_zip({name: content}, {}, b"")


def tensors(header: object, data: bytes = b"", length: int | None = None) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def tensor(begin: int, end: int, shape: list[int], dtype: str = "F32") -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def pickled() -> bytes:
    file = io.BytesIO()
    np.savez(file, x=np.array([{"code": 1}], dtype=object))
    return file.getvalue()


def twice() -> bytes:
    whole = zip_of(described("'<f4'", "(1,)", bytes(4)))
    return whole[: whole.index(b"PK\x01\x02")] + whole


MANY = {f"{i}.npy": b"" for i in range(10_001)}
ZEROS = bytes(120_000_000)


HOSTILE: dict[str, tuple[str, bytes, type[BridgeError]]] = {
    "empty npz": (".npz", b"", DataError),
    "text": (".npz", b"weights", DataError),
    "cut": (".npz", zip_of(described("'<f4'", "(1,)", bytes(4)))[:-9], ModelFileError),
    "pickle": (".npz", pickled(), DataError),
    "object type": (".npz", zip_of(described("'|O'", "(1,)", bytes(8))), DataError),
    "no order of bytes": (".npz", zip_of(described("'xf4'", "(1,)", bytes(4))), DataError),
    "digits without end": (".npz", zip_of(described("'<f4'", f"({'1' * 9000} ")), ModelFileError),
    "a structure": (".npz", zip_of(described("[('a', '<f4')]", "(1,)", bytes(4))), DataError),
    "whole numbers": (".npz", zip_of(described("'<i4'", "(1,)", bytes(4))), DataError),
    "complex numbers": (".npz", zip_of(described("'<c8'", "(1,)", bytes(8))), DataError),
    "no numpy type": (".npz", zip_of(described("'evil'", "(1,)", bytes(4))), DataError),
    "a call in the header": (".npz", zip_of(npy("__import__('os')")), ModelFileError),
    "nested header": (".npz", zip_of(npy("(" * 9000)), ModelFileError),
    "shape too large": (".npz", zip_of(described("'<f4'", f"({1 << 40},)")), ModelFileError),
    "shape overflows": (".npz", zip_of(described("'<f4'", f"({1 << 62}, 4)")), ModelFileError),
    "negative shape": (".npz", zip_of(described("'<f4'", "(-1, -1)", bytes(4))), ModelFileError),
    "shape too small": (".npz", zip_of(described("'<f4'", "(1,)", bytes(8))), ModelFileError),
    "header of 60 kB": (".npz", zip_of(npy(" " * 60_000)), ModelFileError),
    "forged header length": (
        ".npz",
        zip_of(b"\x93NUMPY\2\0" + struct.pack("<I", 1 << 31)),
        ModelFileError,
    ),
    "version 3": (".npz", zip_of(npy("{}", version=b"\3\0")), ModelFileError),
    "no array": (".npz", zip_of(b"x", "x.pkl"), DataError),
    "not to the end": (".npz", zip_of(b"\x93NUM"), ModelFileError),
    "bomb": (".npz", zip_of(described("'<f4'", "(30000000,)", ZEROS)), ModelFileError),
    "bomb of many": (".npz", packed_zip(MANY, {}, b""), ModelFileError),
    "overlap": (".npz", twice(), ModelFileError),
    "empty safetensors": (".safetensors", b"", DataError),
    "header of 2^63": (".safetensors", tensors({}, length=1 << 63), DataError),
    "header beyond the end": (".safetensors", tensors({}, length=3), DataError),
    "header of 2 MB": (".safetensors", tensors(b" " * 2_000_000), ModelFileError),
    "header no JSON": (".safetensors", tensors(b"{[[["), ModelFileError),
    "header nested": (".safetensors", tensors(b'{"a":' * 50_000), ModelFileError),
    "offsets outside": (".safetensors", tensors({"x": tensor(0, 400, [100])}), ModelFileError),
    "offsets overlap": (
        ".safetensors",
        tensors({"x": tensor(0, 8, [2]), "y": tensor(4, 12, [2])}, bytes(12)),
        ModelFileError,
    ),
    "a hole": (".safetensors", tensors({"x": tensor(4, 8, [1])}, bytes(8)), ModelFileError),
    "shape no product": (
        ".safetensors",
        tensors({"x": tensor(0, 8, [3])}, bytes(8)),
        ModelFileError,
    ),
    "shape overflows 64 bits": (
        ".safetensors",
        tensors({"x": tensor(0, 8, [1 << 33, 1 << 33])}, bytes(8)),
        ModelFileError,
    ),
    "bfloat16": (".safetensors", tensors({"x": tensor(0, 2, [1], "BF16")}, bytes(2)), DataError),
    "bytes behind": (".safetensors", tensors({"x": tensor(0, 4, [1])}, bytes(9)), ModelFileError),
}


@pytest.mark.fault(3, 4)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(tmp_path: Path, name: str) -> None:
    suffix, content, error = HOSTILE[name]
    path = tmp_path / f"weights{suffix}"
    path.write_bytes(content)
    tracemalloc.start()
    with pytest.raises(error) as caught:
        modelfile.read_weights(path)
    assert tracemalloc.get_traced_memory()[1] < 50e6
    tracemalloc.stop()
    assert type(caught.value) is error
    assert "weights" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_arrays_of_any_order(tmp_path: Path) -> None:
    values = np.arange(6, dtype=np.float32).reshape(2, 3)
    for given in (
        values,
        np.asfortranarray(values),
        values.astype(">f4"),
        values[0, :1],
        values[:0],
    ):
        np.savez(tmp_path / "w.npz", x=given, y=np.float64(5))
        found = modelfile.read_weights(tmp_path / "w.npz")
        np.testing.assert_array_equal(found["x"], given)
        assert found["x"].dtype == np.float32
        assert (found["y"].shape, float(found["y"])) == ((), 5)


def test_zeros_may_be_compressed(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "w.npz", x=np.zeros(10_000, np.float32))
    assert not modelfile.read_weights(tmp_path / "w.npz")["x"].any()
    with zipfile.ZipFile(tmp_path / "empty.npz", "w"):
        pass
    assert modelfile.read_weights(tmp_path / "empty.npz") == {}
    assert deflated(b"") == b"\3\0"
