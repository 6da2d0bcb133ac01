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


class MemoryStrategy(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    def alloc(self, a0: nd4j_linalg_api_buffer.DataBuffer, a1: python.Int, a2: python.Int, a3: python.Int, /) -> Any: ...
    def copyToHost(self, a0: nd4j_linalg_api_buffer.DataBuffer, a1: python.Int, /) -> Any: ...
    def free(self, a0: nd4j_linalg_api_buffer.DataBuffer, a1: python.Int, a2: python.Int, /) -> None: ...
    @overload
    def setData(self, a0: nd4j_linalg_api_buffer.DataBuffer, a1: python.Int, /) -> None: ...
    @overload
    def setData(self, a0: nd4j_linalg_api_buffer.DataBuffer, a1: python.Int, a2: python.Int, a3: python.Int, /) -> None: ...

