# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import java_util
from . import nd4j_autodiff_functions
from . import nd4j_autodiff_samediff
from . import nd4j_autodiff_samediff_config
from . import nd4j_linalg_api_ndarray
from . import python


class SameDiffUtils(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    @overload
    @staticmethod
    def externalErrors(sameDiff: nd4j_autodiff_samediff.SameDiff, inputs: python.Arrays[nd4j_autodiff_samediff.SDVariable], /) -> Any: ...
    @overload
    @staticmethod
    def externalErrors(sameDiff: nd4j_autodiff_samediff.SameDiff, externalGradients: python.Map[nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None], inputs: python.Arrays[nd4j_autodiff_samediff.SDVariable], /) -> Any: ...
    @overload
    @staticmethod
    def externalErrors(sameDiff: nd4j_autodiff_samediff.SameDiff, externalGradients: python.Map[nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None], /, *inputs: nd4j_autodiff_samediff.SDVariable) -> Any: ...
    @staticmethod
    def getSingleOutput(outputs: python.List[python.Map[nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None]], output: python.Text, /) -> java_util.List[nd4j_linalg_api_ndarray.INDArray]: ...
    @overload
    @staticmethod
    def reductionBroadcastableWithOrigShape(origRank: python.Int, reduceDims: python.Arrays[python.Int], toExpand: nd4j_autodiff_samediff.SDVariable, /) -> nd4j_autodiff_samediff.SDVariable: ...
    @overload
    @staticmethod
    def reductionBroadcastableWithOrigShape(origInput: nd4j_autodiff_samediff.SDVariable, axis: nd4j_autodiff_samediff.SDVariable, toExpand: nd4j_autodiff_samediff.SDVariable, /) -> nd4j_autodiff_samediff.SDVariable: ...
    @staticmethod
    def reductionShape(shape: nd4j_autodiff_samediff.SDVariable, axis: nd4j_autodiff_samediff.SDVariable, keepDim: python.Bool, /) -> nd4j_autodiff_samediff.SDVariable: ...
    @staticmethod
    def stackOutputs(outputs: python.List[nd4j_autodiff_samediff_config.ExecutionResult], /) -> java_util.Map[java_lang.String, nd4j_linalg_api_ndarray.INDArray]: ...
    @staticmethod
    def validateDifferentialFunctionSameDiff(sameDiff: nd4j_autodiff_samediff.SameDiff, function: nd4j_autodiff_samediff.SDVariable, op: nd4j_autodiff_functions.DifferentialFunction, /) -> None: ...

class TrainingUtils(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    @staticmethod
    def getSingleOutput(outputs: python.List[python.Map[nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None]], output: python.Text, /) -> java_util.List[nd4j_linalg_api_ndarray.INDArray]: ...
    @staticmethod
    def stackOutputs(outputs: python.List[python.Map[nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None]], /) -> java_util.Map[java_lang.String, nd4j_linalg_api_ndarray.INDArray]: ...

