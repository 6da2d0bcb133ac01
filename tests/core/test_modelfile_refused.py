"""Model files that are damaged, could run code, or could end the process: each by its fault."""

import copy
import json
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dl4j_bridge import modelfile
from dl4j_bridge.errors import DataError
from tests.modelfiles import (
    LAYERS,
    MLP,
    WEIGHTS,
    array,
    configuration,
    deflated,
    layer,
    mlp,
    network,
    packed_zip,
    refuse,
    saved,
    utf,
    zipped,
)

WHOLE = zipped(mlp())
DIRECTORY = WHOLE.index(b"PK\x01\x02")
SECOND = WHOLE.index(b"PK\x03\x04", 4)
THIRD = WHOLE.index(b"PK\x03\x04", SECOND + 4)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "is empty"), (b"\x93NUMPY" + bytes(99), "is no zip (105 bytes)"), (b"PK", "no zip")],
)
def test_no_zip(tmp_path: Path, content: bytes, words: str) -> None:
    refuse(tmp_path, content, words, DataError)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere.zip' cannot be read: No such file"):
        modelfile.read(tmp_path / "nowhere.zip")
    with pytest.raises(DataError, match="cannot be read: Is a directory"):
        modelfile.read(tmp_path)
    with pytest.raises(DataError, match=r"cannot be read: .*embedded null"):
        modelfile.read("a\0b")


@pytest.mark.fault(2)
@pytest.mark.parametrize(
    "length", [4, 30, len(WHOLE) // 2, SECOND, SECOND + 70, THIRD, DIRECTORY, len(WHOLE) - 22]
)
def test_cut_short(tmp_path: Path, length: int) -> None:
    refuse(tmp_path, WHOLE[:length], "directory at its end is missing, so it was cut short")


@pytest.mark.parametrize("name", ["configuration.json", "coefficients.bin"])
def test_an_entry_is_missing(tmp_path: Path, name: str) -> None:
    entries = {key: content for key, content in mlp().items() if key != name}
    refuse(tmp_path, entries, f"it holds no '{name}'")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"{", "is not what DL4J writes"),
        (b"\xff\xfe{}", "is not what DL4J writes"),
        (b"[]", "holds no object"),
        (b"{}", "not that of one MultiLayerNetwork or ComputationGraph"),
        (b'{"confs": [], "vertices": {"a": {}}}', "not that of one"),
        (b'{"confs": []}', "has no layers"),
        (b'{"confs": [{}]}', "has a layer without a class"),
        (b'{"confs": [{"layer": {"dense": {}}}]}', "has a layer without a class"),
        (b'{"confs": ' + b"[" * 29_000 + b"]" * 29_000 + b"}", "nested too deeply"),
        (b'{"confs": [' + b"9," * 100_001 + b"9]}", "holds 100,001 values"),
        (b'{"confs": [' + b"{}," * 100_000 + b"{}]}", "holds 100,003 objects and lists"),
        (b'{"confs": ' + b"9" * 100_000 + b"}", "a number has 100,000 digits"),
        (b'{"confs": 1e999}', "is too large"),
        (b'{"confs": NaN}', "NaN is no number"),
        (b'{"confs": 1, "confs": 2}', "the key 'confs' stands twice"),
        (b'{"vertices": {"a": []}}', "vertices that are no objects"),
        (b'{"vertexInputs": {"a": [1]}}', "vertex inputs that are no names"),
        (b'{"vertices": {"a": {"b": 1}}}', "has a vertex without a class"),
    ],
)
def test_configurations_that_are_none(tmp_path: Path, text: bytes, words: str) -> None:
    refuse(tmp_path, mlp(configuration=text), words)


@pytest.mark.parametrize(
    ("key", "value"), [("nout", -1), ("nout", "3"), ("nin", True), ("nin", None), ("hasBias", 0)]
)
def test_a_layer_with_a_field_of_the_wrong_kind(tmp_path: Path, key: str, value: Any) -> None:
    fields = configuration(layer("DenseLayer", 4, 3, **{key: value}))
    refuse(tmp_path, network(fields, 15), f"layer 'denselayer' has '{key}' = '{value!r}'"[:60])


def test_layers_within_layers_without_end(tmp_path: Path) -> None:
    one = layer("DenseLayer", 4, 3)
    for _ in range(16):
        one = layer("MaskZeroLayer", package=LAYERS + "util.", underlying=one)
    path = saved(tmp_path, network(configuration(one), 15, 30))
    assert modelfile.read(path).parameters == 15
    one = layer("MaskZeroLayer", package=LAYERS + "util.", underlying=one)
    refuse(tmp_path, network(configuration(one), 15, 30), "has 'underlying' = ")


@pytest.mark.fault(2)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (array(WEIGHTS, shape=(23, 2)), "has the shape [23, 2] and 23 values"),
        (array(WEIGHTS, shape=(-1, -23)), "has the shape [-1, -23]"),
        (array(WEIGHTS, shape=(1 << 40, 23)), "has the shape [1099511627776, 23] and 23"),
        (array(WEIGHTS, type_name="FLOATY"), "values of type FLOATY"),
        (array(WEIGHTS, type_name="COMPRESSED"), "values of type COMPRESSED"),
        (array(WEIGHTS, type_name="DOUBLE"), "says it holds 23 values, and has room for 11"),
        (array(WEIGHTS, length=-5), "says it holds -5 values"),
        (array(WEIGHTS, length=24), "says it holds 24 values, and has room for 23"),
        (array(WEIGHTS, length=0), "has the shape [23] and 0 values"),
        (array(WEIGHTS, shape=(0,), length=0), "has 92 bytes too many"),
        (array(WEIGHTS, length=11), "has the shape [23] and 11 values"),
        (array(WEIGHTS, shape=(11,), length=11), "has 48 bytes too many"),
        (array(WEIGHTS, length=1 << 31), "says it holds 2,147,483,648 values"),
        (array(WEIGHTS, length=1 << 40), "says it holds 1,099,511,627,776 values"),
        (array(WEIGHTS, length=1 << 62), "values, and has room for 23"),
        (array(WEIGHTS, strides=[1 << 40]), "the strides [1099511627776]"),
        (array(WEIGHTS, shape=(1, 23), strides=[1 << 40, 1]), "the strides [1099511627776, 1]"),
        (array(WEIGHTS, order="a"), "has the shape [23]"),
        (array(WEIGHTS, options=0x4000), "the options 0x4000 of another type"),
        (array(WEIGHTS, options=0x2004), "the options 0x2004 of another type"),
        (array(WEIGHTS, options=0x2008), "is marked as empty"),
        (array(WEIGHTS, rank=40), "describes a shape of rank 40 by 6 numbers"),
        (array(WEIGHTS, shape=[1] * 40), "describes a shape by 84 numbers"),
        (array(WEIGHTS, mode="HEAP"), "was written by DL4J 1.0.0-beta2 or older"),
        (array(WEIGHTS, mode="NONSENSE"), "begins a buffer with 'NONSENSE'"),
        (b"\xff" * 200, "has a name of 65,535 bytes"),
        (array(WEIGHTS)[:40], "ends"),
        (array(WEIGHTS)[:-1], "has room for 22"),
        (array(WEIGHTS) + b"\0", "has 1 bytes too many"),
        (array(WEIGHTS[:22]), "holds 22 parameters, the layers of 'configuration.json' need 23"),
    ],
)
def test_coefficients_with_a_forged_number(tmp_path: Path, content: bytes, words: str) -> None:
    refuse(tmp_path, mlp(coefficients=content), words)


@pytest.mark.fault(2)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (array(np.zeros(46), length=1 << 40), "says it holds 1,099,511,627,776 values"),
        (array(np.zeros(46), length=1 << 31), "says it holds 2,147,483,648 values"),
        (array(np.zeros(23)), "holds 23 FLOAT values, the updaters need 46"),
        (array(np.zeros(46), dtype="HALF"), "holds 46 HALF values, the updaters need 46 of"),
        (array(np.zeros(10_000)), "holds 40,113 bytes, and should hold 46 numbers"),
        (b"", "ends 2 bytes too early"),
    ],
)
def test_an_updater_state_with_a_forged_number(tmp_path: Path, content: bytes, words: str) -> None:
    refuse(tmp_path, mlp(updater=content), f"'updaterState.bin' {words}")


@pytest.mark.fault(2)
def test_a_changed_bit(tmp_path: Path) -> None:
    # Of an entry that is not compressed, so that only the checksum can tell.
    path = tmp_path / "model.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in mlp().items():
            archive.writestr(name, content)
    content = bytearray(path.read_bytes())
    content[content.index(array(WEIGHTS)) + 150] ^= 1
    refuse(tmp_path, bytes(content), "'coefficients.bin' does not have its checksum (CRC-32)")


@pytest.mark.fault(4)
def test_java_objects(tmp_path: Path) -> None:
    for name in ("preprocessor.bin", "objects/labels"):
        refuse(tmp_path, {**mlp(), name: b"\xac\xed\0\5t\0\1x"}, f"'{name}' could run code")


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/passwd", "Configuration.json", "notes", "a\x1b[2J"]
)
def test_unknown_entries(tmp_path: Path, name: str) -> None:
    refuse(tmp_path, {**mlp(), name: b""}, "which no DL4J model has")


def _tampered(change: Callable[[dict[str, Any]], None]) -> bytes:
    fields = copy.deepcopy(MLP)
    change(fields["confs"][0]["layer"])
    return json.dumps(fields).encode()


@pytest.mark.fault(4)
def test_classes_that_are_not_dl4js(tmp_path: Path) -> None:
    evil = "com.sun.rowset.JdbcRowSetImpl"

    def refused(change: Callable[[dict[str, Any]], None], words: str = f"class '{evil}'") -> None:
        refuse(tmp_path, mlp(configuration=_tampered(change)), words)

    refused(lambda one: one.update({"@class": evil}))
    refused(lambda one: one.update({"@class": "org.deeplearning4j.util.ModelSerializer"}), "class")
    refused(lambda one: one.update({"@class": LAYERS + "samediff.SameDiffLayer"}), "SameDiffLayer")
    refused(lambda one: one.update({"@class": 5}), "a class that is no name")
    refused(lambda one: one["activationFn"].update({"@class": evil}))
    refused(lambda one: one["weightInitFn"].update({"distribution": {"type": evil}}))
    # Jackson also takes the class from an array, and runs its static initializer.
    refused(lambda one: one.update({"activationFn": [evil, {}]}), "list that could name a class")
    refused(lambda one: one.update({"activationFn": [[evil, {}]]}), "list that could name a class")
    refused(lambda one: one.update({"params": [evil, {}]}), "list that could name a class")
    refused(lambda one: one.update({"dataBuffer": []}), "in the form of DL4J 0.x")


@pytest.mark.fault(4)
def test_the_first_of_two_classes_cannot_hide(tmp_path: Path) -> None:
    text = json.dumps(MLP).replace('{"@class"', '{"@class": "evil.Evil", "@class"', 1)
    refuse(tmp_path, mlp(configuration=text.encode()), "the key '@class' stands twice")


def test_a_vertex_with_a_treacherous_name_hides_no_class(tmp_path: Path) -> None:
    vertex = {
        "@class": "org.deeplearning4j.nn.conf.graph.LayerVertex",
        "preProcessor": ["evil.Evil", "x"],
    }
    for name in ("vertexInputs", "params", "variables"):
        fields = {"vertices": {name: vertex}, "networkInputs": [], "vertexInputs": {}}
        refuse(tmp_path, network(fields, 0), "list that could name a class")


def normalizer(kind: str, body: bytes) -> bytes:
    return utf("NORMALIZER") + struct.pack(">i", 1) + utf(kind) + body


PAIR = array([1, 2, 3, 4], (1, 4)) + array([5, 6, 7, 8], (1, 4))
NORMALIZERS = {
    "STANDARDIZE": b"\0" + PAIR,
    "MIN_MAX": b"\1" + struct.pack(">dd", 0, 1) + PAIR + PAIR,
    "IMAGE_MIN_MAX": struct.pack(">ddd", 0, 1, 255),
    "MULTI_STANDARDIZE": b"\0" + struct.pack(">ii", 2, -1) + PAIR + PAIR,
    "MULTI_MIN_MAX": b"\1" + struct.pack(">iidd", 1, 1, 0, 1) + PAIR + PAIR,
    # Statistics of one input, no output; no strategy, a range; one input's own strategy: none.
    "MULTI_HYBRID": struct.pack(">iii", 1, 0, 1)
    + PAIR
    + struct.pack(">iiidd", 0, 0, 2, 0, 1)
    + struct.pack(">iiii", 1, 0, 0, 0),
}


@pytest.mark.parametrize("kind", NORMALIZERS)
def test_normalizers(tmp_path: Path, kind: str) -> None:
    content = normalizer(kind, NORMALIZERS[kind])
    path = saved(tmp_path, {**mlp(), "normalizer.bin": content})
    assert modelfile.read(path).normalizer == kind
    refuse(tmp_path, {**mlp(), "normalizer.bin": content[:-1]}, "'normalizer.bin'")
    refuse(tmp_path, {**mlp(), "normalizer.bin": content + b"\0"}, "has 1 bytes too many")


@pytest.mark.fault(4)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (normalizer("CUSTOM", utf("evil.Evil")), "'CUSTOM', for which Java would load and run"),
        (normalizer("IMAGE_VGG16", b""), "has the type 'IMAGE_VGG16'"),
        (normalizer("STANDARDIZE", b"\0")[:14], "ends"),
        (utf("NORMALISER") + bytes(40), "does not begin as a normalizer"),
        (normalizer("STANDARDIZE", b"\0" + array([1, 2], length=1 << 40)), "1,099,511,627,776"),
        (normalizer("MULTI_STANDARDIZE", b"\0\x7f\xff\xff\xff\0\0\0\0"), "2,147,483,647 inputs"),
        (normalizer("MULTI_MIN_MAX", b"\1\0\0\0\1\xff\xff\xff\xff"), "it is for -1 outputs"),
        (normalizer("MULTI_HYBRID", struct.pack(">iii", 1, 0, 9)), "statistics of an unknown"),
        (normalizer("MULTI_HYBRID", struct.pack(">iii", 0, 0, 9)), "strategy of an unknown kind"),
    ],
)
def test_normalizers_refused(tmp_path: Path, content: bytes, words: str) -> None:
    refuse(tmp_path, {**mlp(), "normalizer.bin": content}, words)


def patched(at: int, form: str, *values: int | bytes) -> bytes:
    content = bytearray(WHOLE)
    struct.pack_into(form, content, at, *values)
    return bytes(content)


END = len(WHOLE) - 22
LINE_2 = WHOLE.index(b"PK\x01\x02", DIRECTORY + 4)


@pytest.mark.fault(3)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (WHOLE + b"\0", "the directory at its end is missing"),
        (WHOLE[:-2] + b"\1\0x", "the directory at its end is missing"),
        (patched(END + 4, "<H", 1), "the end of its directory makes no sense"),
        (patched(END + 8, "<2H", 65535, 65535), "it holds 65,535 entries"),
        (patched(END + 8, "<2H", 2, 2), "holds more than its 2 entries"),
        (patched(END + 8, "<2H", 4, 4), "its directory is broken"),
        (patched(END + 16, "<L", 0), "does not lie at offset 0"),
        (patched(DIRECTORY + 28, "<H", 60_000), "its directory is broken"),
        (patched(DIRECTORY + 20, "<L", 0xFFFFFFFF), "'configuration.json' is 4 GiB or more"),
        (patched(LINE_2 + 42, "<L", 0), "'coefficients.bin' begins at offset 0"),
        (patched(LINE_2 + 42, "<L", SECOND + 1), "entries overlap"),
        (patched(DIRECTORY + 8, "<H", 0x9), "encrypted or compressed in a way"),
        (patched(DIRECTORY + 10, "<H", 93), "encrypted or compressed in a way"),
        (patched(SECOND + 30, "<4s", b"evil"), "the directory contradict each other"),
        (patched(SECOND + 6, "<H", 0), "the directory contradict each other"),
        (patched(SECOND + 8, "<H", 0), "the directory contradict each other"),
        (patched(SECOND + 22, "<L", 1 << 31), "the directory contradict each other"),
        (patched(SECOND, "<4s", b"PK\x03\x05"), "the header of 'coefficients.bin' is missing"),
        (patched(THIRD - 16, "<4s", b"PK\x07\x09"), "does not end where the directory says"),
        (patched(DIRECTORY + 24, "<L", 5), "'configuration.json' does not end where"),
    ],
)
def test_zips_that_two_readers_would_read_differently(
    tmp_path: Path, content: bytes, words: str
) -> None:
    refuse(tmp_path, content, words)


@pytest.mark.fault(3)
def test_an_entry_that_only_java_would_see(tmp_path: Path) -> None:
    # Java reads from header to header; the directory does not list the second.
    hidden = zipped({"preprocessor.bin": b"\xac\xed"})
    hidden = hidden[: hidden.index(b"PK\x01\x02")]
    moved = bytearray(WHOLE[:DIRECTORY] + hidden + WHOLE[DIRECTORY:])
    struct.pack_into("<L", moved, len(moved) - 6, DIRECTORY + len(hidden))
    words = f"{len(hidden)} bytes at offset {DIRECTORY:,} belong to no entry"
    refuse(tmp_path, bytes(moved), words)


def test_bytes_behind_the_compressed_data(tmp_path: Path) -> None:
    entries = mlp()
    name, text = "configuration.json", entries["configuration.json"]
    path = saved(tmp_path, packed_zip(entries, {}, b""))
    np.testing.assert_array_equal(modelfile.read(path).flat(), WEIGHTS)
    for packed, words in [
        (deflated(text) + b"PK\x03\x04", "has bytes after the end of its compressed data"),
        (deflated(text)[:-3], "holds fewer bytes than the directory says"),
        (deflated(text + b" "), "holds more bytes than the directory says"),
        (b"\xff" * 40, "cannot be inflated"),
    ]:
        refuse(tmp_path, packed_zip(entries, {name: packed}, b""), f"'{name}' {words}")


def test_fields_behind_a_name(tmp_path: Path) -> None:
    timestamp = struct.pack("<2HBL", 0x5455, 5, 1, 0)
    assert modelfile.read(saved(tmp_path, packed_zip(mlp(), {}, timestamp))).parameters == 23
    zip64 = struct.pack("<2HQQ", 1, 16, 2, 2)
    refuse(tmp_path, packed_zip(mlp(), {}, zip64), "'configuration.json' gives its size twice")
    refuse(tmp_path, packed_zip(mlp(), {}, zip64[:-1]), "header of 'configuration.json' is")
    refuse(tmp_path, packed_zip(mlp(), {}, timestamp[:-1]), "header of 'configuration.json' is")


@pytest.mark.fault(3)
def test_the_same_name_twice(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zipped([*mlp().items(), ("configuration.json", b"{}")])
    refuse(tmp_path, content, "it holds 'configuration.json' twice")


def test_a_marker_with_something_in_it(tmp_path: Path) -> None:
    refuse(tmp_path, {**mlp(), "noParams.marker": b"x"}, "says it holds 1 bytes")


def test_a_symbolic_link(tmp_path: Path) -> None:
    # The upper half of the external attributes are Unix's mode.
    content = patched(DIRECTORY + 38, "<L", 0o120777 << 16)
    refuse(tmp_path, content, "'configuration.json' is a symbolic link")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names there")
def test_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    for path in (tmp_path / "pipe.zip", Path("/dev/zero")):
        with pytest.raises(DataError, match="it is no regular file"):
            modelfile.read(path)
