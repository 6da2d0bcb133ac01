"""The ways in which a model file of DL4J was seen to be damaged, each by the command line.

Source: what ModelSerializer of 1.0.0-M2.1 did with each of them was measured; it loaded some in
silence, and ended the process for others.
"""

import json
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import jpype
import numpy as np
import pytest
from click.testing import CliRunner

import dl4j_bridge as bridge
from dl4j_bridge import dl4j as j
from dl4j_bridge import modelfile
from dl4j_bridge.cli.inspect import inspect
from dl4j_bridge.cli.predict import predict
from dl4j_bridge.errors import BridgeError
from tests.modelfiles import zipped

COUNT = 243
MODE = b"MIXED_DATA_TYPES"
COEFFICIENTS, STATE = "coefficients.bin", "updaterState.bin"
Entries = dict[str, bytes]


def trained() -> object:
    """A perceptron with 243 parameters and Adam, after a few steps."""
    builder = j.NeuralNetConfiguration.Builder().seed(5).updater(j.Adam(0.01)).list()
    builder = builder.layer(j.DenseLayer.Builder().nIn(20).nOut(10).build())
    loss = j.LossFunctions.LossFunction.MCXENT
    last = j.OutputLayer.Builder(loss).activation(j.Activation.SOFTMAX).nIn(10).nOut(3).build()
    network = j.MultiLayerNetwork(builder.layer(last).build())
    network.init()
    draw = np.random.default_rng(0)
    x, y = draw.random((30, 20), np.float32), draw.integers(3, size=30)
    bridge.fit(network, (x, y), epochs=2, batch_size=10, progress=False)
    return network


@pytest.fixture(scope="module")
def network() -> object:
    return trained()


@pytest.fixture(scope="module")
def plain(network: object, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """As DL4J itself writes it."""
    path = tmp_path_factory.mktemp("plain") / "model.zip"
    j.ModelSerializer.writeModel(network, jpype.JClass("java.io.File")(str(path)), True)
    return path.read_bytes()


@pytest.fixture(scope="module")
def sealed(network: object, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """As `bridge.save` writes it."""
    path = bridge.save(network, tmp_path_factory.mktemp("sealed") / "model.zip")
    return path.read_bytes()


def entries(content: bytes, folder: Path) -> Entries:
    (folder / "whole.zip").write_bytes(content)
    with zipfile.ZipFile(folder / "whole.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def values_at(array: bytes) -> int:
    """Where in an array's bytes its values begin."""
    return array.index(MODE, 20) + len(MODE) + 8 + 2 + len("FLOAT")


def with_length(array: bytes, length: int) -> bytes:
    at = array.index(MODE, 20) + len(MODE)
    return array[:at] + struct.pack(">q", length) + array[at + 8 :]


def with_shape(array: bytes, columns: int) -> bytes:
    """The last axis is forged; before the axes stands their number."""
    begin = 2 + len(MODE) + 8 + 2 + len("LONG")
    (rank,) = struct.unpack(">q", array[begin : begin + 8])
    at = begin + 8 * rank
    return array[:at] + struct.pack(">q", columns) + array[at + 8 :]


def half(array: bytes) -> bytes:
    """Half the values, and headers that say so."""
    count = (len(array) - values_at(array)) // 8
    cut = with_shape(with_length(array, count), count)
    return cut[: values_at(cut) + 4 * count]


def none_of_them(array: bytes) -> bytes:
    return with_length(array, 0)[: values_at(array)]


def flipped(array: bytes) -> bytes:
    changed = bytearray(array)
    changed[values_at(array) + 5] ^= 1
    return bytes(changed)


def with_nan(array: bytes) -> bytes:
    at = values_at(array)
    return array[:at] + struct.pack(">f", float("nan")) + array[at + 4 :]


Change = Callable[[bytes], bytes]
OF_AN_ARRAY: dict[str, tuple[Change, str]] = {
    "shape": (lambda array: with_shape(array, 7), "has the shape ["),
    "dtype": (lambda array: array.replace(b"\0\5FLOAT", b"\0\5FLOOT"), "values of type FLOOT"),
    "length -5": (lambda array: with_length(array, -5), "says it holds -5 values"),
    "length + 1": (lambda array: with_length(array, len(array)), "and has room for"),
    "no values": (none_of_them, "and 0 values"),
    "length 0": (lambda array: with_length(array, 0), "and 0 values"),
    "half the values": (half, "need"),
    "length half": (lambda array: with_length(array, COUNT // 2), "and 121 values"),
    "length 2^31": (lambda array: with_length(array, 1 << 31), "2,147,483,648 values"),
    "length 2^40": (lambda array: with_length(array, 1 << 40), "1,099,511,627,776 values"),
}


def of_a_file(plain: bytes, sealed: bytes, folder: Path) -> dict[str, tuple[bytes, int, str]]:
    """By name: the damaged file, the exit code of `predict`, words of its message."""
    parts = entries(plain, folder)
    signed = entries(sealed, folder)

    def changed(name: str, content: bytes, whole: Entries = parts) -> bytes:
        return zipped({**whole, name: content})

    def without(name: str, whole: Entries = parts) -> bytes:
        return zipped({key: value for key, value in whole.items() if key != name})

    second, third = plain.index(b"coefficients") - 30, plain.index(b"updaterState") - 30
    cut = "directory at its end is missing, so it was cut short"
    damaged = {
        "no zip": (b"weights", 3, "is no zip (7 bytes)"),
        "empty": (b"", 3, "it is empty"),
        "cut at 50 %": (plain[: len(plain) // 2], 5, cut),
        "cut within an entry": (plain[: second + 60], 5, cut),
        "cut of the last 22 bytes": (plain[:-22], 5, cut),
        "cut before the updater's state": (plain[:third], 5, cut),
        "no configuration": (without("configuration.json"), 5, "holds no 'configuration.json'"),
        "no coefficients": (without(COEFFICIENTS), 5, "holds no 'coefficients.bin'"),
        "no state, though it was saved": (without(STATE, signed), 5, "SHA-256"),
        "bad JSON": (changed("configuration.json", b"{"), 5, "is not what DL4J writes"),
        "empty JSON": (changed("configuration.json", b"{}"), 5, "not that of one"),
        "an entry outward": (zipped({**parts, "../../evil.txt": b""}), 5, "no DL4J model has"),
        "NaN": (changed(COEFFICIENTS, with_nan(parts[COEFFICIENTS])), 6, "1 of 243 parameters"),
    }
    for name in (COEFFICIENTS, STATE):
        for fault, (change, words) in OF_AN_ARRAY.items():
            damaged[f"{name}: {fault}"] = (changed(name, change(parts[name])), 5, words)
        fresh = changed(name, flipped(signed[name]), signed)
        damaged[f"{name}: a bit, with its CRC"] = (fresh, 5, f"'{name}' is not as it was")
        damaged[f"{name}: a bit"] = (bit_of(plain, name), 5, f"'{name}'")
    return damaged


def bit_of(content: bytes, name: str) -> bytes:
    """A bit changed in the middle of an entry's compressed bytes."""
    changed = bytearray(content)
    changed[content.index(name.encode()) + 200] ^= 4
    return bytes(changed)


def outcome(path: Path, rows: Path) -> tuple[int, str]:
    """Exit code and message of `dl4j-bridge predict`."""
    done = CliRunner().invoke(predict, [str(path), str(rows)])
    if done.exception is None:
        return 0, ""
    assert isinstance(done.exception, BridgeError), done.exception
    assert done.stdout == ""
    return done.exception.exit_code, str(done.exception)


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "x.npy"
    np.save(path, np.ones((2, 20), np.float32))
    return path


@pytest.mark.fault(2)
def test_each_damage_has_its_exit_code_and_one_line(
    plain: bytes,
    sealed: bytes,
    tmp_path: Path,
    rows: Path,
    record_property: Callable[[str, str], None],
) -> None:
    path = tmp_path / "model.zip"
    for whole in (plain, sealed):
        path.write_bytes(whole)
        assert outcome(path, rows) == (0, "")
    damaged = of_a_file(plain, sealed, tmp_path)
    for name, (content, code, words) in damaged.items():
        path.write_bytes(content)
        found = outcome(path, rows)
        assert found[0] == code, (name, found)
        assert words in found[1], (name, found)
        assert found[1].isprintable(), name
        assert "model.zip" in found[1], name
    record_property("figure", f"{len(damaged)} of {len(damaged)} kinds of damage")


def test_a_file_of_plain_java_says_what_was_not_verified(
    plain: bytes, sealed: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "model.zip"
    path.write_bytes(plain)
    assert not modelfile.read(path).sealed
    assert "not sealed by dl4j-bridge" in shown(path)
    path.write_bytes(sealed)
    text = shown(path)
    assert "Deeplearning4j 1.0.0-M2.1" in text
    assert "SHA-256 it was saved with" in text
    details = modelfile.read(path).details
    assert (details["seed"], details["epoch"], details["iteration"]) == (5, 2, 6)
    assert (details["dtype"], details["parameters"]) == ("FLOAT", COUNT)
    assert re.fullmatch(r"\d+\.\d+.*", details["java"])
    assert {"dl4j_bridge", "deeplearning4j", "backend", "native"} <= {*details}
    assert json.loads(json.dumps(details)) == details


def shown(path: Path) -> str:
    done = CliRunner().invoke(inspect, [str(path)], env={"COLUMNS": "200"}, catch_exceptions=False)
    return " ".join(done.stdout.split())


def test_a_state_that_diverged_is_told(plain: bytes, tmp_path: Path) -> None:
    parts = entries(plain, tmp_path)
    path = tmp_path / "model.zip"
    path.write_bytes(zipped({**parts, STATE: with_nan(parts[STATE])}))
    assert modelfile.read(path).non_finite_state == 1
    assert "1 of 486 values of the updater's state are NaN" in shown(path)


def test_new_weights_arrive_in_java(plain: bytes, network: object, tmp_path: Path) -> None:
    path = tmp_path / "model.zip"
    path.write_bytes(plain)
    model = modelfile.read(path)
    arrays = {name: value * 2 for name, value in model.arrays().items()}
    modelfile.replace_weights(model, arrays, path)
    other = bridge.load(path)
    doubled = np.asarray(network.params()) * 2
    np.testing.assert_array_equal(np.asarray(other.params()), doubled)
    x = np.random.default_rng(1).random((5, 20), np.float32)
    network.setParams(other.params().dup())
    np.testing.assert_array_equal(bridge.predict(network, x), bridge.predict(other, x))
