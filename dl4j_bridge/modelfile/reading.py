"""The steps by which a model file is checked before any Java sees it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from ..errors import DataError
from . import configuration, manifest, normalizer
from .archive import Entry, is_zip, read_entries
from .arrays import DTYPES, HEADER_BYTES, ArrayHeader, read_header, read_pieces
from .entryreader import EntryReader
from .model import COEFFICIENTS, ModelFile
from .network import MOST_STATE, Network, describe
from .opening import opened
from .refusal import damaged, printable, quoted, refused

CONFIGURATION = "configuration.json"
UPDATER = "updaterState.bin"
NORMALIZER = "normalizer.bin"
NO_PARAMETERS = "noParams.marker"
TRAINING = "training_state.bin"
"""Our own entry in a checkpoint; DL4J passes over it."""

# Bytes; DL4J reads an entry into one Java array.
_LARGEST = {
    CONFIGURATION: configuration.LARGEST,
    COEFFICIENTS: 2**31 - 1,
    UPDATER: 2**31 - 1,
    NORMALIZER: normalizer.LARGEST,
    NO_PARAMETERS: 0,
    TRAINING: 2**31 - 1,
    manifest.NAME: manifest.LARGEST,
}
_WIDEST = 8
# Weights are noise, which hardly compresses; only zeros come down to a thousandth.
_LARGEST_RATIO = 100
_PIECE = 1024 * 1024


def read(path: str | Path) -> ModelFile:
    """Read and check a model file that DL4J has saved, without a JVM.

    At no time is more in memory than the configuration, and a few MB.

    Args:
        path: a zip by `net.save` or `ModelSerializer`.

    Raises:
        DataError: there is no such file, or it is no zip.
        ModelFileError: it is damaged, or holds what could run code or end the process in Java.
    """
    path = Path(path)
    with opened(path) as file:
        if not is_zip(file):
            raise _no_model(path, file)
        try:
            return _Reading(path, file, read_entries(file, str(path))).result()
        except RecursionError:
            raise damaged(str(path), f"'{CONFIGURATION}' is nested too deeply") from None


class _Reading:
    """The steps of reading one file; each needs what the ones before it found."""

    def __init__(self, path: Path, file: BinaryIO, entries: tuple[Entry, ...]) -> None:
        self._path = path
        self._file = file
        self._where = str(path)
        self._sums: dict[str, str] = {}
        self._entries = {entry.name: entry for entry in entries}

    def result(self) -> ModelFile:
        self._check_names()
        fields = configuration.parse(self._whole(CONFIGURATION), self._where)
        network = describe(fields, self._where)
        parameters, bad = self._parameters(network)
        state, bad_state = self._state(network, parameters)
        kind_of_normalizer = self._normalizer()
        if NO_PARAMETERS in self._entries:
            self._whole(NO_PARAMETERS)
        if TRAINING in self._entries:
            self._pass_over(TRAINING)
        details = self._details()
        return ModelFile(
            path=self._path,
            kind=network.kind,
            configuration=fields,
            layers=network.layers,
            parameters=parameters.count,
            dtype=parameters.dtype,
            non_finite=bad,
            non_finite_state=bad_state,
            updaters=network.updaters,
            updater_state=state,
            expected_state=network.state,
            iterations=network.iterations,
            epochs=network.epochs,
            seed=network.seed,
            normalizer=kind_of_normalizer,
            details=details or {},
            sealed=details is not None,
            entries=tuple(self._entries.values()),
            size=self._file.seek(0, 2),
            sha256=self._file_hash(),
            ordered=network.ordered,
        )

    def _check_names(self) -> None:
        for entry in self._entries.values():
            shown = quoted(entry.name)
            if entry.name == "preprocessor.bin" or entry.name.startswith("objects/"):
                raise refused(
                    self._where,
                    f"its entry {shown} could run code, since Java would rebuild an object from it",
                    "Save the model again without it.",
                )
            if entry.name not in _LARGEST:
                raise refused(
                    self._where,
                    f"it holds {shown}, which no DL4J model has",
                    "It is no DL4J model.",
                )
            if entry.size > _LARGEST[entry.name]:
                raise damaged(self._where, f"{shown} says it holds {entry.size:,} bytes")
        for name in (CONFIGURATION, COEFFICIENTS):
            if name not in self._entries:
                raise damaged(self._where, f"it holds no '{name}'")

    def _reader(self, name: str) -> EntryReader:
        return EntryReader(self._file, self._entries[name], self._where)

    def _whole(self, name: str) -> bytes:
        reader = self._reader(name)
        content = reader.take(reader.left)
        self._sums[name] = reader.finish()
        return content

    def _pass_over(self, name: str) -> None:
        """Check an entry without keeping it."""
        self._check_ratio(self._entries[name])
        reader = self._reader(name)
        while reader.left:
            reader.take(min(reader.left, _PIECE))
        self._sums[name] = reader.finish()

    def _parameters(self, network: Network) -> tuple[ArrayHeader, int]:
        """The parameters' header, and how many of them are no finite number."""
        expected = network.parameters
        if not self._entries[COEFFICIENTS].size:
            self._whole(COEFFICIENTS)
            if NO_PARAMETERS not in self._entries or expected:
                raise damaged(self._where, f"'{COEFFICIENTS}' is empty")
            dtype = network.dtype if network.dtype in DTYPES else "FLOAT"
            return ArrayHeader(dtype or "FLOAT", (0,), 0), 0
        self._check_ratio(self._entries[COEFFICIENTS])
        header, bad = self._numbers(COEFFICIENTS, expected)
        if expected not in (None, header.count):
            raise damaged(
                self._where,
                f"'{COEFFICIENTS}' holds {header.count:,} parameters, the layers of "
                f"'{CONFIGURATION}' need {expected:,}",
            )
        return header, bad

    def _state(self, network: Network, parameters: ArrayHeader) -> tuple[int | None, int]:
        """Number of values of the updaters' state, and how many are no finite number."""
        if UPDATER not in self._entries:
            return None, 0
        most = MOST_STATE * parameters.count if network.state is None else network.state
        header, bad = self._numbers(UPDATER, most)
        fits = header.count <= most if network.state is None else header.count == most
        if not fits or header.dtype != parameters.dtype:
            raise damaged(
                self._where,
                f"'{UPDATER}' holds {header.count:,} {header.dtype} values, the updaters need "
                f"{most:,} of type {parameters.dtype}",
            )
        return header.count, bad

    def _numbers(self, name: str, most: int | None) -> tuple[ArrayHeader, int]:
        """Read through an entry that is one array of at most so many numbers."""
        entry = self._entries[name]
        if most is not None and entry.size > HEADER_BYTES + _WIDEST * most:
            raise damaged(
                self._where,
                f"'{name}' holds {entry.size:,} bytes, and should hold {most:,} numbers",
            )
        reader = self._reader(name)
        header = read_header(reader)
        bad = sum(
            piece.size - int(np.count_nonzero(np.isfinite(piece)))
            for piece in read_pieces(reader, header)
        )
        self._sums[name] = reader.finish()
        return header, bad

    def _check_ratio(self, entry: Entry) -> None:
        if entry.size > _LARGEST_RATIO * max(entry.stored, _PIECE):
            raise refused(
                self._where,
                f"'{entry.name}' would grow from {entry.stored:,} to {entry.size:,} bytes",
                "Weights do not compress so well; it looks like an attack on your memory.",
            )

    def _normalizer(self) -> str | None:
        if NORMALIZER not in self._entries:
            return None
        reader = self._reader(NORMALIZER)
        name = normalizer.read_type(reader, self._where)
        self._sums[NORMALIZER] = reader.finish()
        return name

    def _details(self) -> Mapping[str, Any] | None:
        if manifest.NAME not in self._entries:
            return None
        sums = dict(self._sums)
        return manifest.check(self._whole(manifest.NAME), sums, self._where)

    def _file_hash(self) -> str:
        digest = hashlib.sha256()
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            digest.update(piece)
        return digest.hexdigest()


def _no_model(path: Path, file: BinaryIO) -> DataError:
    length = file.seek(0, 2)
    what = f"is no zip ({length:,} bytes)" if length else "is empty"
    return DataError(
        f"'{printable(str(path))}' is no model file: it {what}. "
        "A model file is the zip that net.save(…) or `dl4j-bridge train` writes."
    )
