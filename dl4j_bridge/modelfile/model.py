"""What a model file holds, as plain Python data."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import DataError, ModelFileError
from .archive import Entry
from .arrays import DTYPES, Values, read_header, read_vector
from .entryreader import EntryReader
from .network import Kind, LayerRow, SavedUpdater
from .opening import unreadable
from .refusal import printable

COEFFICIENTS = "coefficients.bin"


@dataclass(frozen=True, eq=False)
class ModelFile:
    """What is in a model file.

    Attributes:
        path: the file.
        kind: DL4J's class of the network.
        configuration: the parsed `configuration.json`.
        layers: its layers, and a graph's other vertices.
        parameters: number of all parameters.
        dtype: DL4J's name of their type: "FLOAT", "DOUBLE" or "HALF".
        non_finite: number of parameters that are NaN or infinite.
        non_finite_state: number of values of the updaters' state that are NaN or infinite.
        updaters: the updaters of its layers, each once.
        updater_state: number of values of the updaters' state; None when it was not saved.
        expected_state: number of values that training needs to go on; None when unknown.
        iterations: parameter updates so far.
        epochs: epochs so far.
        seed: of the random numbers, if there is one.
        normalizer: type of the normalizer saved with it, if there is one.
        details: what this package saved with it.
        sealed: this package saved it, so that a changed bit would have been noticed.
        entries: the entries of the zip.
        size: of the whole file, in bytes.
        sha256: of the whole file, in hex.
        ordered: whether the order of the layers in the flat vector is known.
    """

    path: Path
    kind: Kind
    configuration: Mapping[str, Any]
    layers: tuple[LayerRow, ...]
    parameters: int
    dtype: str
    non_finite: int
    non_finite_state: int
    updaters: tuple[SavedUpdater, ...]
    updater_state: int | None
    expected_state: int | None
    iterations: int
    epochs: int
    seed: int | None
    normalizer: str | None
    details: Mapping[str, Any]
    sealed: bool
    entries: tuple[Entry, ...]
    size: int
    sha256: str
    ordered: bool

    @property
    def has_nan(self) -> bool:
        """Whether a parameter is NaN or infinite."""
        return self.non_finite > 0

    @property
    def resumable(self) -> bool:
        """Whether training can go on exactly as it was: the updaters' state is there."""
        return self.updater_state is not None or self.expected_state == 0

    def contents(self) -> bytes:
        """The file's bytes, for a reader that must get what was checked.

        Raises:
            DataError: the file is gone, or was changed since it was read.
        """
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise unreadable(self.path, error) from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise DataError(
                f"Model file '{printable(str(self.path))}' was changed after it was read. "
                "Read it again."
            )
        return content

    def flat(self) -> Values:
        """All parameters as the one vector DL4J keeps them in.

        Returns:
            float32, float64 or float16, shape (parameters,).

        Raises:
            DataError: the file is gone, or was changed since it was read.
        """
        entry = next((e for e in self.entries if e.name == COEFFICIENTS), None)
        if entry is None or not entry.size:
            return np.empty(0, np.dtype(DTYPES[self.dtype]))
        reader = EntryReader(io.BytesIO(self.contents()), entry, str(self.path))
        return read_vector(reader, read_header(reader))

    def entry(self, name: str) -> bytes:
        """What an entry of the zip holds; its size was checked when the file was read.

        Raises:
            DataError: the file is gone, or was changed since it was read.
        """
        [found] = [entry for entry in self.entries if entry.name == name]
        reader = EntryReader(io.BytesIO(self.contents()), found, str(self.path))
        return reader.take(reader.left)

    def arrays(self) -> dict[str, Values]:
        """Each parameter under DL4J's name for it, such as "0_W", as `net.getParam` gives it.

        Returns:
            As `split`.

        Raises:
            ModelFileError: the layout of a layer is not known; `flat` still gives the vector.
            DataError: the file is gone, or was changed since it was read.
        """
        return self.split(self.flat())

    def split(self, flat: Values) -> dict[str, Values]:
        """Cut a vector of all parameters into those of each layer.

        Args:
            flat: shape (parameters,).

        Returns:
            Views of the vector; a dense layer's weights have shape (nIn, nOut) in Fortran order,
            a convolution's (nOut, nIn, kernel height, kernel width).

        Raises:
            ModelFileError: the layout of a layer is not known; `flat` still gives the vector.
        """
        unknown = [row.type for row in self.layers if row.layout is None]
        if unknown or not self.ordered:
            reason = f"the layout of {unknown[0]}" if unknown else "the order of its vertices"
            raise ModelFileError(
                f"Cannot split the parameters of model file '{printable(str(self.path))}': "
                f"{reason} is not known. flat() gives them as one vector, and DL4J can split them."
            )
        found = {}
        at = 0
        for row in self.layers:
            for parameter in row.layout or ():
                piece = flat[at : at + parameter.count]
                found[f"{row.key}_{parameter.name}"] = piece.reshape(
                    parameter.shape, order=parameter.order
                )
                at += parameter.count
        return found
