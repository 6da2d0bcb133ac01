# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import nd4j_linalg_api_buffer
from . import python


class AllocUtil(java_lang.Object):
    def __init__(self) -> None: ...
    @staticmethod
    def getAllocModeName(allocationMode: nd4j_linalg_api_buffer.DataBuffer.AllocationMode, /) -> java_lang.String: ...
    @overload
    @staticmethod
    def getAllocationModeFromContext() -> nd4j_linalg_api_buffer.DataBuffer.AllocationMode: ...
    @overload
    @staticmethod
    def getAllocationModeFromContext(allocMode: python.Text, /) -> nd4j_linalg_api_buffer.DataBuffer.AllocationMode: ...
    @overload
    @staticmethod
    def setAllocationModeForContext(allocationModeForContext: python.Text, /) -> None: ...
    @overload
    @staticmethod
    def setAllocationModeForContext(allocationModeForContext: nd4j_linalg_api_buffer.DataBuffer.AllocationMode, /) -> None: ...

class DataTypeUtil(java_lang.Object):
    def __init__(self) -> None: ...
    @staticmethod
    def getDTypeForName(allocationMode: nd4j_linalg_api_buffer.DataType, /) -> java_lang.String: ...
    @overload
    @staticmethod
    def getDtypeFromContext() -> nd4j_linalg_api_buffer.DataType: ...
    @overload
    @staticmethod
    def getDtypeFromContext(dType: python.Text, /) -> nd4j_linalg_api_buffer.DataType: ...
    @staticmethod
    def lengthForDtype(type: nd4j_linalg_api_buffer.DataType, /) -> int: ...
    @overload
    @staticmethod
    def setDTypeForContext(allocationModeForContext: python.Text, /) -> None: ...
    @overload
    @staticmethod
    def setDTypeForContext(allocationModeForContext: nd4j_linalg_api_buffer.DataType, /) -> None: ...

