# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import nd4j_linalg_api_ndarray
from . import python


class InvertMatrix(java_lang.Object):
    def __init__(self) -> None: ...
    @staticmethod
    def invert(arr: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, inPlace: python.Bool, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    @staticmethod
    def pLeftInvert(arr: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, inPlace: python.Bool, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    @staticmethod
    def pRightInvert(arr: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, inPlace: python.Bool, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    @staticmethod
    def pinvert(arr: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, inPlace: python.Bool, /) -> nd4j_linalg_api_ndarray.INDArray: ...

