# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import nd4j_autodiff_samediff
from . import nd4j_linalg_api_ndarray
from . import python


class Masking(java_lang.Object):
    def __init__(self) -> None: ...
    @overload
    @staticmethod
    def applyMask(input: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, mask: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, axis: python.Int, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    @overload
    @staticmethod
    def applyMask(ret: nd4j_autodiff_samediff.SameDiff, input: nd4j_autodiff_samediff.SDVariable, mask: nd4j_autodiff_samediff.SDVariable, axis: python.Int, /) -> nd4j_autodiff_samediff.SDVariable: ...

