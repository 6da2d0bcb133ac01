"""numpy arrays as ND4J arrays, both ways: on the same memory where ND4J computes in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jpype
import numpy as np
import numpy.typing as npt

from .. import intake
from ..errors import ArrayError
from ..jvm import start
from ..jvm.calls.literals import register_conversion
from .copying import copied_in, copied_out, empty, on_host

# DataType by numpy's name; BFLOAT16 and UTF8 have no numpy type.
_DATA_TYPES = {
    "float64": "DOUBLE",
    "float32": "FLOAT",
    "float16": "HALF",
    "int64": "LONG",
    "int32": "INT",
    "int16": "SHORT",
    "int8": "BYTE",
    "uint64": "UINT64",
    "uint32": "UINT32",
    "uint16": "UINT16",
    "uint8": "UBYTE",
    "bool": "BOOL",
}
_NUMPY_TYPES = {data_type: np.dtype(name) for name, data_type in _DATA_TYPES.items()}


def to_nd4j(array: npt.ArrayLike, *, copy: bool | None = None) -> Any:
    """An INDArray with the values of a numpy array.

    Args:
        array: any shape (rank 0 to 32), order and positive strides; booleans, integers of 8 to
            64 bits, floats of 16 to 64 bits.
        copy: None shares memory where that is possible: what either side writes, both see, and
            the numpy array stays alive for as long as Java needs it. Reversed, broadcast,
            byte-swapped, read-only, unaligned and empty arrays are copied, and all arrays where
            ND4J computes on a graphics card. False never copies, True always does.

    Returns:
        INDArray of the same shape and data type.

    Raises:
        ArrayError: a type ND4J does not have, or `copy=False` for an array that cannot be shared.
    """
    start.ensure()
    source = intake.plain(array, "The array")
    data_type = _DATA_TYPES.get(source.dtype.name)
    if data_type is None:
        raise ArrayError(
            f"An array of {source.dtype} (shape {source.shape}) has no counterpart in ND4J; "
            f"convert it to one of {', '.join(_DATA_TYPES)}, for example with .astype('float32')."
        )
    obstacle = _why_not_shared(source)
    if copy is False and obstacle:
        raise ArrayError(
            f"The array (shape {source.shape}, {source.dtype}) is {obstacle}, so its memory "
            "cannot be shared; pass copy=None to have it copied."
        )
    if source.size == 0:
        return _empty(source, data_type)
    native = source.dtype.newbyteorder("=")
    if not on_host():
        return copied_in(np.require(source, native, ["C", "A"]), data_type)
    if copy or obstacle:
        source = np.array(source, dtype=native, order="C", copy=True)
    return _wrap(source, data_type)


def to_numpy(array: Any, *, copy: bool | None = None) -> npt.NDArray[Any]:
    """A numpy array with the values of an INDArray.

    Args:
        array: an INDArray of any order, offset and strides.
        copy: None gives a view on the same memory, which keeps the INDArray alive; an array in
            a workspace is copied, because its memory is used again when the workspace closes,
            and so is one on a graphics card. False never copies, True always does.

    Returns:
        Array of the same shape and data type.

    Raises:
        ArrayError: a data type numpy does not have, or `copy=False` for an array in a workspace
            or on a graphics card.
    """
    data_type = str(array.dataType())
    dtype = _NUMPY_TYPES.get(data_type)
    if dtype is None:
        raise ArrayError(
            f"An INDArray of {data_type} has no counterpart in numpy; "
            "use .castTo(DataType.FLOAT) first."
        )
    shape = tuple(int(n) for n in array.shape())
    if array.isEmpty():
        return np.empty(shape, dtype)
    if not on_host():
        if copy is False:
            raise ArrayError("The INDArray lies on a graphics card; use copy=None.")
        return copied_out(array, shape, dtype)
    attached = bool(array.isAttached())
    if attached and copy is False:
        raise ArrayError("The INDArray lives in a workspace; use .detach() or copy=None.")
    view = np.asarray(_Memory(array, shape, dtype))
    return view.copy() if copy or attached else view


@contextmanager
def filling(array: npt.NDArray[Any]) -> Iterator[Any]:
    """Have Java fill a numpy array.

    Args:
        array: as `to_nd4j` could share it.

    Yields:
        INDArray of the same shape and type; what Java writes into it the array has at the end.
    """
    if on_host():
        yield to_nd4j(array, copy=False)
        return
    filled = empty(array.shape, _DATA_TYPES[array.dtype.name])
    yield filled
    array[...] = to_numpy(filled)


class _Memory:
    """Memory of an INDArray as numpy's array interface; numpy keeps it alive as the base."""

    def __init__(self, array: Any, shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
        self._array = array  # its off-heap memory is freed with it
        self.__array_interface__ = {
            "version": 3,
            "data": (int(array.data().addressPointer().address()), False),
            "typestr": dtype.str,
            "shape": shape,
            "strides": tuple(int(n) * dtype.itemsize for n in array.stride()),
        }


def _why_not_shared(array: npt.NDArray[Any]) -> str | None:
    steps = [step for step, n in zip(array.strides, array.shape, strict=True) if n > 1]
    obstacles = {
        "to lie on a graphics card": not on_host(),
        "empty": array.size == 0,
        "byte-swapped": not array.dtype.isnative,
        "read-only": not array.flags.writeable,
        "reversed": any(step < 0 for step in steps),
        "broadcast": 0 in steps,
        "not aligned": any(step % array.itemsize for step in steps) or not array.flags.aligned,
    }
    return next((name for name, is_so in obstacles.items() if is_so), None)


def _wrap(array: npt.NDArray[Any], data_type: str) -> Any:
    # Strides of axes of length 1 mean nothing; numpy leaves odd values there.
    strides = [step // array.itemsize if n > 1 else 1 for step, n in _axes(array)]
    length = 1 + sum((n - 1) * step for n, step in zip(array.shape, strides, strict=True))
    is_f = array.flags.f_contiguous and not array.flags.c_contiguous
    if array.flags.c_contiguous:
        strides = _c_strides(array.shape)
    return jpype.JClass("dl4jbridge.arrays.SharedArrays").wrap(
        _owner(array),
        array.__array_interface__["data"][0],
        length,
        jpype.JClass("org.nd4j.linalg.api.buffer.DataType").valueOf(data_type),
        jpype.JLong[:](list(array.shape)),
        jpype.JLong[:](strides),
        jpype.JChar("f" if is_f else "c"),
    )


def _axes(array: npt.NDArray[Any]) -> list[tuple[int, int]]:
    return list(zip(array.strides, array.shape, strict=True))


def _c_strides(shape: tuple[int, ...]) -> list[int]:
    return [int(np.prod(shape[axis + 1 :], dtype=np.int64)) for axis in range(len(shape))]


def _owner(array: npt.NDArray[Any]) -> Any:
    """A direct buffer on the first element, by which Java keeps the whole array alive."""
    first = np.lib.stride_tricks.as_strided(array, shape=(1,), strides=(array.itemsize,))
    return jpype.nio.convertToDirectBuffer(first.view(np.uint8).data)


def _empty(array: npt.NDArray[Any], data_type: str) -> Any:
    nd4j = jpype.JClass("org.nd4j.linalg.factory.Nd4j")
    data_types = jpype.JClass("org.nd4j.linalg.api.buffer.DataType")
    return nd4j.create(data_types.valueOf(data_type), jpype.JLong[:](list(array.shape)))


# DL4J's own methods take numpy arrays wherever they take an INDArray.
register_conversion(np.ndarray, "org.nd4j.linalg.api.ndarray.INDArray", to_nd4j)


@jpype.JImplementationFor("org.nd4j.linalg.api.ndarray.INDArray")
class _NumpyProtocol:
    """Lets `numpy.asarray(indarray)` see the values."""

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        values = to_numpy(self, copy=copy)
        return values if dtype is None else values.astype(dtype, copy=False)
