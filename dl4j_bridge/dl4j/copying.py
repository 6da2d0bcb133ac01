"""Arrays whose numbers lie on a graphics card: copied in, copied out."""

from __future__ import annotations

from functools import cache
from typing import Any

import jpype
import numpy as np
import numpy.typing as npt


@cache
def on_host() -> bool:
    """Whether ND4J keeps its arrays in this process's memory, so that numpy can share it."""
    return bool(_placement().isHost())


def copied_in(source: npt.NDArray[Any], data_type: str) -> Any:
    """A new INDArray with the numbers of an array in C order, of the machine's byte order."""
    return _new(source.__array_interface__["data"][0], source.shape, data_type)


def empty(shape: tuple[int, ...], data_type: str) -> Any:
    """A new INDArray with any content, in C order."""
    return _new(0, shape, data_type)


def copied_out(array: Any, shape: tuple[int, ...], dtype: np.dtype[Any]) -> npt.NDArray[Any]:
    """A new numpy array with the numbers of an INDArray, in the INDArray's order."""
    order = str(array.ordering())
    values = np.empty(shape, dtype, order="F" if order == "f" else "C")
    address = values.__array_interface__["data"][0]
    _placement().copyOut(array, jpype.JChar(order), jpype.JLong(address))
    return values


def _new(address: int, shape: tuple[int, ...], data_type: str) -> Any:
    data_types = jpype.JClass("org.nd4j.linalg.api.buffer.DataType")
    return _placement().copyIn(
        jpype.JLong(address),
        data_types.valueOf(data_type),
        jpype.JLong[:](list(shape)),
        jpype.JChar("c"),
    )


def _placement() -> Any:
    return jpype.JClass("dl4jbridge.arrays.Placement")
