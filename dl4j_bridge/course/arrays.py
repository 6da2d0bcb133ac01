"""The arrays of a trace: their hashes, their files, the parameters that they consist of."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..datasets.npz import read_features
from ..errors import DataError

Array = npt.NDArray[Any]


def checksum(*arrays: Array) -> str:
    """The hash of a batch's features, of its labels, or of a flat run of parameters."""
    value = 0
    for array in arrays:
        value = zlib.crc32(np.ascontiguousarray(array).data, value)
    return f"{value:08x}"


@dataclass(frozen=True)
class Parameter:
    """Where a parameter lies in its network's flat vector.

    Attributes:
        name: as DL4J's `paramTable` has it, such as `0_W`.
        shape: of the array that DL4J makes of it.
        order: `c` or `f`, how it lies in the vector.
        offset: of its first element.
        sha256: of its bytes, as they lie in the vector.
    """

    name: str
    shape: tuple[int, ...]
    order: str
    offset: int
    sha256: str

    @property
    def length(self) -> int:
        """Number of elements."""
        return math.prod(self.shape)

    def of(self, vector: Array) -> Array:
        """The parameter within a flat vector, in its own shape."""
        flat = vector[self.offset : self.offset + self.length]
        return flat.reshape(self.shape, order="F" if self.order == "f" else "C")


def load(path: Path, parameters: Iterable[Parameter]) -> Array:
    """A flat parameter vector from its file; shape (n,), float32 or float64.

    Raises:
        DataError: the file is missing or damaged, or does not hold these parameters.
    """
    try:
        array = read_features(path.read_bytes(), str(path))
    except (OSError, DataError) as error:
        raise DataError(
            f"{path} cannot be read ({error}): the trace is not whole. Trace the program again."
        ) from error
    for one in parameters:
        if min(one.offset, *one.shape, 0) < 0 or one.offset + one.length > array.size:
            raise DataError(
                f"{path} holds {array.size} values, not {one.name} of shape {one.shape} from "
                f"{one.offset}: the trace is damaged. Trace the program again."
            )
    return array
