# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_io
from . import java_lang
from . import nd4j_linalg_api_buffer
from . import nd4j_linalg_api_ndarray
from . import python


class BinarySerde(java_lang.Object):
    def __init__(self) -> None: ...
    @staticmethod
    def byteBufferSizeFor(arr: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> int: ...
    @staticmethod
    def doByteBufferPutCompressed(arr: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, allocated: Any, rewind: python.Bool, /) -> None: ...
    @staticmethod
    def doByteBufferPutUnCompressed(arr: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, allocated: Any, rewind: python.Bool, /) -> None: ...
    @staticmethod
    def readFromDisk(readFrom: java_io.File | PathLike[str], /) -> nd4j_linalg_api_ndarray.INDArray: ...
    @staticmethod
    def readShapeFromDisk(readFrom: java_io.File | PathLike[str], /) -> nd4j_linalg_api_buffer.DataBuffer: ...
    @overload
    @staticmethod
    def toArray(buffer: Any, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    @overload
    @staticmethod
    def toArray(buffer: Any, offset: python.Int, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    @staticmethod
    def toByteBuffer(arr: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> Any: ...
    @staticmethod
    def writeArrayToDisk(arr: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, toWrite: java_io.File | PathLike[str], /) -> None: ...
    @staticmethod
    def writeArrayToOutputStream(arr: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, outputStream: Any, /) -> None: ...

