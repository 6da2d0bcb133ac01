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


class Eigen(java_lang.Object):
    dummy: ClassVar[nd4j_linalg_api_ndarray.INDArray]
    def __init__(self) -> None: ...
    @staticmethod
    def eig(A: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> python.JArray[nd4j_linalg_api_ndarray.INDArray]: ...
    @overload
    @staticmethod
    def symmetricGeneralizedEigenvalues(A: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    @overload
    @staticmethod
    def symmetricGeneralizedEigenvalues(A: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, calculateVectors: python.Bool, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    @overload
    @staticmethod
    def symmetricGeneralizedEigenvalues(A: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, B: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    @overload
    @staticmethod
    def symmetricGeneralizedEigenvalues(A: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, B: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, calculateVectors: python.Bool, /) -> nd4j_linalg_api_ndarray.INDArray: ...

