"""Model files read without a JVM."""

import json
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dl4j_bridge import modelfile
from dl4j_bridge.errors import DataError, ModelFileError
from tests.modelfiles import (
    LAYERS,
    SGD,
    WEIGHTS,
    array,
    configuration,
    layer,
    mlp,
    network,
    refuse,
    saved,
    zipped,
)

WHOLE = zipped(mlp())


def test_a_model_as_dl4j_saves_it(tmp_path: Path) -> None:
    model = modelfile.read(saved(tmp_path, mlp()))
    assert model.kind == "MultiLayerNetwork"
    assert (model.parameters, model.dtype, model.has_nan) == (23, "FLOAT", False)
    assert (model.iterations, model.epochs, model.seed) == (7, 2, 123)
    assert (model.updater_state, model.expected_state, model.resumable) == (46, 46, True)
    assert [u.name for u in model.updaters] == ["Adam"]
    assert model.updaters[0].settings["learningRate"] == 0.001
    assert model.normalizer is None
    hidden, out = model.layers
    assert (hidden.key, hidden.name, hidden.type) == ("0", "hidden", "DenseLayer")
    assert (hidden.n_in, hidden.n_out, hidden.activation) == (4, 3, "ReLU")
    assert hidden.parameters == {"W": (4, 3), "b": (3,)}
    assert (hidden.count, out.count) == (15, 8)
    assert [e.name for e in model.entries] == [*mlp()]
    assert model.size == len(WHOLE)


def test_weights_are_split_as_dl4j_lays_them_out(tmp_path: Path) -> None:
    arrays = modelfile.read(saved(tmp_path, mlp())).arrays()
    assert list(arrays) == ["0_W", "0_b", "1_W", "1_b"]
    assert arrays["0_W"].dtype == np.float32
    np.testing.assert_array_equal(arrays["0_W"], WEIGHTS[:12].reshape(3, 4).T)
    np.testing.assert_array_equal(arrays["0_b"], WEIGHTS[12:15])
    np.testing.assert_array_equal(arrays["1_W"], WEIGHTS[15:21].reshape(2, 3).T)


def test_a_convolution_has_its_biases_first(tmp_path: Path) -> None:
    fields = configuration(layer("ConvolutionLayer", 2, 3, kernelSize=[5, 4]))
    arrays = modelfile.read(saved(tmp_path, network(fields, 123, 246))).arrays()
    assert arrays["0_b"].tolist() == [0, 1, 2]
    np.testing.assert_array_equal(arrays["0_W"].ravel(), np.arange(3, 123))
    assert arrays["0_W"].shape == (3, 2, 5, 4)


LAYOUTS = {
    "no bias": (layer("DenseLayer", 4, 3, hasBias=False), {"W": (4, 3)}, 24),
    "gains": (
        layer("DenseLayer", 4, 3, hasLayerNorm=True),
        {"W": (4, 3), "b": (3,), "g": (3,)},
        36,
    ),
    "running means have no state": (
        layer("BatchNormalization", 5, 5, lockGammaBeta=False),
        {"gamma": (5,), "beta": (5,), "mean": (5,), "log10stdev": (5,)},
        20,
    ),
    "LSTM": (layer("LSTM", 5, 4), {"W": (5, 16), "RW": (4, 16), "b": (16,)}, 320),
    "biases with an updater of their own": (
        layer("DenseLayer", 4, 3, biasUpdater=SGD),
        {"W": (4, 3), "b": (3,)},
        24,
    ),
    "no parameters": (layer("SubsamplingLayer"), {}, None),
    "frozen": (
        layer("FrozenLayer", package=LAYERS + "misc.", layer=layer("DenseLayer", 4, 3)),
        {"W": (4, 3), "b": (3,)},
        None,
    ),
    "wrapped": (
        layer(
            "LastTimeStep",
            package=LAYERS + "recurrent.",
            underlying=layer("SimpleRnn", 5, 4, package=LAYERS + "recurrent."),
        ),
        {"W": (5, 4), "RW": (4, 4), "b": (4,)},
        80,
    ),
    "separable": (
        layer("SeparableConvolution2D", 2, 3, kernelSize=[5, 4], depthMultiplier=6),
        {"b": (3,), "W": (6, 2, 5, 4), "pW": (3, 12, 1, 1)},
        558,
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts(tmp_path: Path, name: str) -> None:
    one, shapes, state = LAYOUTS[name]
    count = sum(int(np.prod(shape)) for shape in shapes.values())
    model = modelfile.read(saved(tmp_path, network(configuration(one), count, state)))
    assert model.layers[0].parameters == shapes
    assert {k: a.shape for k, a in model.arrays().items()} == {
        f"0_{k}": shape for k, shape in shapes.items()
    }
    assert model.resumable


def test_a_graph_in_its_own_order(tmp_path: Path) -> None:
    def vertex(n_in: int, n_out: int, name: str) -> dict[str, Any]:
        inner = {"layer": layer("DenseLayer", n_in, n_out, name=name), "variables": ["W", "b"]}
        return {"@class": "org.deeplearning4j.nn.conf.graph.LayerVertex", "layerConf": inner}

    fields = {
        "defaultConfiguration": {"seed": 5},
        "epochCount": 0,
        "iterationCount": 0,
        "networkInputs": ["in"],
        "networkOutputs": ["vertexInputs"],
        "topologicalOrderStr": ["in", "b.2", "a", "m", "vertexInputs"],
        "vertexInputs": {"a": ["in"], "b.2": ["in"], "m": ["a", "b.2"], "vertexInputs": ["m"]},
        "vertices": {
            "a": vertex(4, 3, "a"),
            "b.2": vertex(4, 2, "b.2"),
            "m": {"@class": "org.deeplearning4j.nn.conf.graph.MergeVertex"},
            "vertexInputs": vertex(5, 1, "vertexInputs"),
        },
    }
    model = modelfile.read(saved(tmp_path, network(fields, 31, 62)))
    assert (model.kind, model.seed) == ("ComputationGraph", 5)
    assert [row.key for row in model.layers] == ["b.2", "a", "m", "vertexInputs"]
    assert model.layers[2].inputs == ("a", "b.2")
    assert model.arrays()["b.2_W"][:, 0].tolist() == [0, 1, 2, 3]
    assert model.arrays()["a_b"].tolist() == [22, 23, 24]
    fields["topologicalOrderStr"] = ["in", "a", "m"]
    refuse(tmp_path, network(fields, 31, 62), "an order of vertices that are not there")
    del fields["topologicalOrderStr"]
    model = modelfile.read(saved(tmp_path, network(fields, 31, 62)))
    with pytest.raises(ModelFileError, match="the order of its vertices is not known"):
        model.arrays()


def test_an_unknown_layout_is_said_not_guessed(tmp_path: Path) -> None:
    unknown = layer("OCNNOutputLayer", 4, 1, package="org.deeplearning4j.nn.conf.ocnn.")
    model = modelfile.read(saved(tmp_path, network(configuration(unknown), 9, 18)))
    assert (model.layers[0].parameters, model.layers[0].count) == (None, None)
    assert (model.expected_state, model.updater_state) == (None, 18)
    assert model.flat().tolist() == list(range(9))
    with pytest.raises(ModelFileError, match=r"layout of OCNNOutputLayer is not known. flat\(\)"):
        model.arrays()
    refuse(tmp_path, network(configuration(unknown), 9, 28), "'updaterState.bin' holds 28")


@pytest.mark.parametrize("dtype", ["HALF", "FLOAT", "DOUBLE"])
def test_types(tmp_path: Path, dtype: str) -> None:
    entries = mlp(
        coefficients=array(WEIGHTS, dtype=dtype), updater=array(np.zeros(46), dtype=dtype)
    )
    model = modelfile.read(saved(tmp_path, entries))
    assert model.dtype == dtype
    expected = np.dtype({"HALF": "f2", "FLOAT": "f4", "DOUBLE": "f8"}[dtype])
    assert model.flat().dtype == expected
    np.testing.assert_array_equal(model.flat(), WEIGHTS.astype(expected))


@pytest.mark.parametrize(
    "content",
    [
        array(WEIGHTS, shape=(1, 23)),
        array(WEIGHTS, shape=(1, 23), order="f", strides=(1, 1)),
        array(WEIGHTS, options=0),
    ],
)
def test_shapes_that_other_versions_write(tmp_path: Path, content: bytes) -> None:
    model = modelfile.read(saved(tmp_path, mlp(coefficients=content)))
    np.testing.assert_array_equal(model.flat(), WEIGHTS)


def test_networks_without_parameters(tmp_path: Path) -> None:
    fields = configuration(layer("ActivationLayer"), layer("LossLayer"))
    for entries in (
        network(fields, 0),
        {**network(fields, 0), "coefficients.bin": b"", "noParams.marker": b""},
    ):
        model = modelfile.read(saved(tmp_path, entries))
        assert (model.parameters, model.arrays(), model.flat().shape) == (0, {}, (0,))
    refuse(tmp_path, mlp(coefficients=b""), "'coefficients.bin' is empty")


def test_a_zip_packed_by_another_tool(tmp_path: Path) -> None:
    path = tmp_path / "model.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in mlp().items():
            archive.writestr(name, content)
    np.testing.assert_array_equal(modelfile.read(path).flat(), WEIGHTS)


def test_a_zip_that_python_3_14_added_to(tmp_path: Path) -> None:
    """Java flags every name as UTF-8; Python 3.14 writes the directory anew, without that flag."""
    content = bytearray(zipped(mlp()))
    at = content.index(b"PK\x03\x04")
    while at >= 0:
        content[at + 7] |= 0x08
        at = content.find(b"PK\x03\x04", at + 4)
    read = modelfile.read(saved(tmp_path, bytes(content)))
    np.testing.assert_array_equal(read.flat(), WEIGHTS)


def test_nan_is_a_fact_not_an_error(tmp_path: Path) -> None:
    weights = WEIGHTS.copy()
    weights[[3, 5]] = np.nan, np.inf
    model = modelfile.read(saved(tmp_path, mlp(coefficients=array(weights))))
    assert model.has_nan
    assert model.non_finite == 2


def test_a_missing_updater_state_is_a_fact(tmp_path: Path) -> None:
    model = modelfile.read(saved(tmp_path, mlp(updater=None)))
    assert (model.updater_state, model.expected_state, model.resumable) == (None, 46, False)
    fields = configuration(layer("DenseLayer", 4, 3, iupdater=SGD))
    assert modelfile.read(saved(tmp_path, network(fields, 15))).resumable


def test_a_file_changed_since(tmp_path: Path) -> None:
    path = saved(tmp_path, mlp())
    model = modelfile.read(path)
    assert model.contents() == WHOLE
    saved(tmp_path, mlp(updater=None))
    for use in (model.contents, model.flat, model.arrays):
        with pytest.raises(DataError, match="was changed after it was read"):
            use()
    path.unlink()
    with pytest.raises(DataError, match="cannot be read"):
        model.contents()


def test_a_lecture_model_is_read_fast_and_in_little_memory(tmp_path: Path) -> None:
    fields = configuration(layer("DenseLayer", 784, 1000), layer("OutputLayer", 1000, 10))
    weights = np.random.default_rng(1).standard_normal(795_010)
    entries = {
        "configuration.json": json.dumps(fields).encode(),
        "coefficients.bin": array(weights),
        "updaterState.bin": array(np.concatenate([weights, weights])),
    }
    path = saved(tmp_path, entries)
    times = []
    for _ in range(3):
        begin = time.process_time()
        modelfile.read(path)
        times.append(time.process_time() - begin)
    assert min(times) < 0.2
    tracemalloc.start()
    modelfile.read(path)
    assert tracemalloc.get_traced_memory()[1] < 8e6
    tracemalloc.stop()


def test_sealed(tmp_path: Path) -> None:
    path = saved(tmp_path, mlp())
    modelfile.seal(path, {"seed": 123, "accuracy": 0.97})
    model = modelfile.read(path)
    assert model.details == {"seed": 123, "accuracy": 0.97}
    assert model.arrays().keys() == {"0_W", "0_b", "1_W", "1_b"}
    first = path.read_bytes()
    with pytest.raises(ModelFileError, match=r"holds 'dl4j_bridge.json' already"):
        modelfile.seal(path, {})
    modelfile.seal(saved(tmp_path, mlp()), {"seed": 123, "accuracy": 0.97})
    assert path.read_bytes() == first


def test_a_changed_bit_with_its_checksum_put_right(tmp_path: Path) -> None:
    path = saved(tmp_path, mlp())
    modelfile.seal(path, {})
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    weights = bytearray(entries["coefficients.bin"])
    weights[-9] ^= 4
    changed = {**entries, "coefficients.bin": bytes(weights)}
    refuse(tmp_path, changed, "'coefficients.bin' is not as it was when the model was saved")
    del entries["updaterState.bin"]
    refuse(tmp_path, entries, "'updaterState.bin' is not as it was")


@pytest.mark.parametrize(
    ("text", "words"),
    [(b"x", "is no JSON"), (b"[]", "holds no checksums"), (b'{"sha256": {}}', "is not as it was")],
)
def test_manifests_that_are_none(tmp_path: Path, text: bytes, words: str) -> None:
    refuse(tmp_path, {**mlp(), "dl4j_bridge.json": text}, words)
