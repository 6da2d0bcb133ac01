"""Model files byte for byte as DL4J 1.0.0-M2.1 writes them, and with any number in them forged."""

from __future__ import annotations

import io
import json
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dl4j_bridge import modelfile
from dl4j_bridge.errors import BridgeError, ModelFileError

LAYERS = "org.deeplearning4j.nn.conf.layers."
LOSSES = "org.nd4j.linalg.lossfunctions.impl."
TYPES = {"HALF": (">f2", 0x1000), "FLOAT": (">f4", 0x2000), "DOUBLE": (">f8", 0x4000)}
ADAM = {
    "@class": "org.nd4j.linalg.learning.config.Adam",
    "beta1": 0.9,
    "beta2": 0.999,
    "epsilon": 1e-8,
    "learningRate": 0.001,
}
SGD = {"@class": "org.nd4j.linalg.learning.config.Sgd", "learningRate": 0.1}

Entries = dict[str, bytes]


def utf(text: str) -> bytes:
    """As `DataOutputStream.writeUTF`."""
    return struct.pack(">H", len(text.encode())) + text.encode()


def dense_strides(shape: Sequence[int]) -> list[int]:
    return [math.prod(shape[axis + 1 :]) for axis in range(len(shape))]


def array(
    values: Iterable[float],
    shape: Sequence[int] | None = None,
    dtype: str = "FLOAT",
    *,
    length: int | None = None,
    strides: Sequence[int] | None = None,
    options: int | None = None,
    order: str = "c",
    type_name: str | None = None,
    mode: str = "MIXED_DATA_TYPES",
    rank: int | None = None,
) -> bytes:
    """As `Nd4j.write`; what is given by name replaces what it would write."""
    code, bit = TYPES[dtype]
    data = np.asarray(list(values), code)
    shape = [data.size] if shape is None else list(shape)
    strides = dense_strides(shape) if strides is None else list(strides)
    options = bit | (8 if not data.size else 0) if options is None else options
    info = [len(shape) if rank is None else rank, *shape, *strides, options, 1, ord(order)]
    head = utf(mode) + struct.pack(">q", len(info)) + utf("LONG")
    count = data.size if length is None else length
    body = utf(mode) + struct.pack(">q", count) + utf(type_name or dtype)
    return head + struct.pack(f">{len(info)}q", *info) + body + data.tobytes()


def layer(kind: str, n_in: int = 0, n_out: int = 0, **fields: Any) -> dict[str, Any]:
    """A layer as in `configuration.json`."""
    package = fields.pop("package", LAYERS)
    return {
        "@class": package + kind,
        "activationFn": {"@class": "org.nd4j.linalg.activations.impl.ActivationReLU"},
        "biasUpdater": None,
        "constraints": None,
        "gradientNormalization": "None",
        "gradientNormalizationThreshold": 1.0,
        "hasBias": True,
        "iupdater": ADAM,
        "layerName": fields.pop("name", kind.lower()),
        "nin": n_in,
        "nout": n_out,
        "regularization": [],
        "regularizationBias": [],
        "weightInitFn": {"@class": "org.deeplearning4j.nn.weights.WeightInitXavier"},
        **fields,
    }


def conf(one: Mapping[str, Any], variables: Sequence[str] = ("W", "b")) -> dict[str, Any]:
    """A layer's `NeuralNetConfiguration`."""
    return {
        "dataType": "FLOAT",
        "layer": dict(one),
        "miniBatch": True,
        "optimizationAlgo": "STOCHASTIC_GRADIENT_DESCENT",
        "seed": 123,
        "variables": list(variables),
    }


def configuration(*layers: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    """A `MultiLayerConfiguration`."""
    return {
        "backpropType": "Standard",
        "confs": [conf(one) for one in layers],
        "dataType": "FLOAT",
        "epochCount": 2,
        "inputPreProcessors": {},
        "iterationCount": 7,
        **fields,
    }


MLP = configuration(
    layer("DenseLayer", 4, 3, name="hidden"),
    layer("OutputLayer", 3, 2, name="out", lossFn={"@class": LOSSES + "LossMSE"}),
)
WEIGHTS = np.arange(23, dtype=np.float32) / 10 - 1


def mlp(**changed: bytes | None) -> Entries:
    """The entries of a 4-3-2 perceptron with Adam; `configuration`, `coefficients`, `updater`."""
    entries = {
        "configuration.json": changed.get("configuration", json.dumps(MLP, indent=2).encode()),
        "coefficients.bin": changed.get("coefficients", array(WEIGHTS)),
        "updaterState.bin": changed.get("updater", array(np.zeros(46))),
    }
    return {name: content for name, content in entries.items() if content is not None}


def network(fields: Mapping[str, Any], parameters: int, state: int | None = None) -> Entries:
    """The entries of a network whose parameters are 0, 1, 2 and so on."""
    entries = {
        "configuration.json": json.dumps(fields).encode(),
        "coefficients.bin": array(range(parameters)),
    }
    return entries if state is None else {**entries, "updaterState.bin": array(np.ones(state))}


class _Stream(io.RawIOBase):
    """A stream that cannot go back, so that sizes stand behind each entry, as Java's do."""

    def __init__(self) -> None:
        self.content = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.content += piece
        return len(piece)


def zipped(entries: Mapping[str, bytes] | Sequence[tuple[str, bytes]]) -> bytes:
    """A zip as `java.util.zip.ZipOutputStream` writes it."""
    stream = _Stream()
    pairs = entries.items() if isinstance(entries, Mapping) else entries
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return bytes(stream.content)


def saved(folder: Path, content: bytes | Mapping[str, bytes], name: str = "model.zip") -> Path:
    """A file with that content, or with those entries."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else zipped(content))
    return path


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def packed_zip(entries: Mapping[str, bytes], packed: Mapping[str, bytes], extra: bytes) -> bytes:
    """A zip with sizes in front, where packed bytes may be forged; all headers end in `extra`."""
    heads, lines = b"", b""
    for name, content in entries.items():
        stored = packed.get(name, deflated(content))
        sizes = (zlib.crc32(content), len(stored), len(content))
        shared = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, *sizes, len(name), len(extra))
        offset = struct.pack("<3H2L", 0, 0, 0, 0, len(heads))
        lines += b"PK\x01\x02\x14\0" + shared[:-2] + b"\0\0" + offset + name.encode()
        heads += b"PK\x03\x04" + shared + name.encode() + extra + stored
    end = (0, 0, len(entries), len(entries), len(lines), len(heads), 0)
    return heads + lines + b"PK\x05\x06" + struct.pack("<4H2LH", *end)


def refuse(
    folder: Path,
    content: bytes | Mapping[str, bytes],
    words: str,
    error: type[BridgeError] = ModelFileError,
) -> None:
    """Check that reading it fails with that error, whose message has the file and the words."""
    path = saved(folder, content)
    with pytest.raises(error, match=re.escape(words)) as caught:
        modelfile.read(path)
    assert type(caught.value) is error
    assert "model.zip" in str(caught.value)
    assert str(caught.value).isprintable()
