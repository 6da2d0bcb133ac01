"""Model files, damaged as bytes or packed anew with checksums that are right."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
import zlib
from pathlib import Path
from random import Random

import numpy as np

from dl4j_bridge import modelfile
from dl4j_bridge.errors import DataError, ModelFileError
from dl4j_bridge.lab import summary
from tests.modelfiles import LAYERS, configuration, layer, mlp, network, zipped

from .. import damage
from ..target import refused

_MANIFEST = "dl4j_bridge.json"
_WORDS = [
    *(b"0", b"-1", b"1.5", b"1e999", b"NaN", b"null", b"true", b"{}", b"[]", b'""', b'"c"'),
    *(b"4294967296", b"99999999999999999999", b'"\\ud800"', b'"java.util.Date"', b'"@class"'),
    f'"{LAYERS}LSTM"'.encode(),
]


class ModelZip:
    """`modelfile.read`, with all that can be asked of what it gives."""

    def __init__(self) -> None:
        picture = layer(
            "ConvolutionLayer", 1, 2, kernelSize=[2, 2], name="conv", stride=[1, 1], padding=[0, 0]
        )
        small = configuration(layer("DenseLayer", 2, 2), picture)
        self.seeds = (zipped(mlp()), _sealed(zipped(mlp())), zipped(network(small, 6 + 10)))
        self._entries = [_by_directory(seed) for seed in self.seeds]

    def damaged(self, random: Random) -> bytes:
        if random.random() < 0.4:
            return damage.in_bytes(random.choice(self.seeds), random, self.seeds)
        entries = dict(random.choice(self._entries))
        name = random.choice([*entries])
        content = entries[name]
        if name.endswith(".json") and random.random() < 0.8:
            entries[name] = damage.in_words(content, random, _WORDS)
        else:
            entries[name] = damage.in_bytes(content, random, [*entries.values()])
        return zipped(entries)

    def read(self, content: bytes, folder: Path) -> bool:
        path = folder / "model.zip"
        path.write_bytes(content)
        try:
            model = modelfile.read(path)
        except (DataError, ModelFileError) as error:
            return refused(error, path)
        entries = _by_directory(content)
        assert entries == _as_java(content), "Java would see other entries"
        _check_seal(entries)
        assert model.configuration == json.loads(entries["configuration.json"])
        flat = model.flat()
        stored = entries["coefficients.bin"][len(entries["coefficients.bin"]) - flat.nbytes :]
        assert flat.astype(flat.dtype.newbyteorder(">")).tobytes() == stored
        assert flat.size == model.parameters
        assert model.non_finite == np.count_nonzero(~np.isfinite(flat))
        json.dumps(summary.facts(model), allow_nan=False)
        try:
            arrays = model.arrays()
        except ModelFileError:
            return True
        split = [array.ravel("K") for array in arrays.values()]
        np.testing.assert_array_equal(np.concatenate([*split, flat[:0]]), flat)
        return True


def _sealed(content: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.zip"
        path.write_bytes(content)
        modelfile.seal(path, {"seed": 1})
        return path.read_bytes()


def _check_seal(entries: dict[str, bytes]) -> None:
    """What was sealed is as it was."""
    if _MANIFEST in entries:
        sums = {name: hashlib.sha256(content).hexdigest() for name, content in entries.items()}
        del sums[_MANIFEST]
        assert json.loads(entries[_MANIFEST])["sha256"] == sums


def _by_directory(content: bytes) -> dict[str, bytes]:
    """The entries as Python reads them: from the directory at the end."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _as_java(content: bytes) -> dict[str, bytes]:
    """The entries as `ZipInputStream` reads them: header after header, from the first byte."""
    entries = {}
    at = 0
    while content[at : at + 4] == b"PK\x03\x04":
        flags, method = (int.from_bytes(content[at + i : at + i + 2], "little") for i in (6, 8))
        stored, name, extra = (
            int.from_bytes(content[at + i : at + i + width], "little")
            for i, width in ((18, 4), (26, 2), (28, 2))
        )
        start = at + 30 + name + extra
        if method:
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            held = inflate.decompress(content[start:]) + inflate.flush()
            stored = len(content) - start - len(inflate.unused_data)
        else:
            held = content[start : start + stored]
        entries[content[at + 30 : at + 30 + name].decode("utf-8", "replace")] = held
        at = start + stored + (16 if flags & 8 else 0)
    return entries
