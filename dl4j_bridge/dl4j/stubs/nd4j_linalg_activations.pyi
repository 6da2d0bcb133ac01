# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import nd4j_autodiff_samediff
from . import nd4j_common_primitives
from . import nd4j_linalg_activations
from . import nd4j_linalg_api_ndarray
from . import python


class Activation(java_lang.Enum):
    CUBE: ClassVar[nd4j_linalg_activations.Activation]
    ELU: ClassVar[nd4j_linalg_activations.Activation]
    HARDSIGMOID: ClassVar[nd4j_linalg_activations.Activation]
    HARDTANH: ClassVar[nd4j_linalg_activations.Activation]
    IDENTITY: ClassVar[nd4j_linalg_activations.Activation]
    LEAKYRELU: ClassVar[nd4j_linalg_activations.Activation]
    RATIONALTANH: ClassVar[nd4j_linalg_activations.Activation]
    RELU: ClassVar[nd4j_linalg_activations.Activation]
    RELU6: ClassVar[nd4j_linalg_activations.Activation]
    RRELU: ClassVar[nd4j_linalg_activations.Activation]
    SIGMOID: ClassVar[nd4j_linalg_activations.Activation]
    SOFTMAX: ClassVar[nd4j_linalg_activations.Activation]
    SOFTPLUS: ClassVar[nd4j_linalg_activations.Activation]
    SOFTSIGN: ClassVar[nd4j_linalg_activations.Activation]
    TANH: ClassVar[nd4j_linalg_activations.Activation]
    RECTIFIEDTANH: ClassVar[nd4j_linalg_activations.Activation]
    SELU: ClassVar[nd4j_linalg_activations.Activation]
    SWISH: ClassVar[nd4j_linalg_activations.Activation]
    THRESHOLDEDRELU: ClassVar[nd4j_linalg_activations.Activation]
    GELU: ClassVar[nd4j_linalg_activations.Activation]
    MISH: ClassVar[nd4j_linalg_activations.Activation]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def asSameDiff(self, sd: nd4j_autodiff_samediff.SameDiff, input: nd4j_autodiff_samediff.SDVariable, /) -> nd4j_autodiff_samediff.SDVariable: ...
    @overload
    def asSameDiff(self, variableName: python.Text, sd: nd4j_autodiff_samediff.SameDiff, input: nd4j_autodiff_samediff.SDVariable, /) -> nd4j_autodiff_samediff.SDVariable: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_linalg_activations.Activation, /) -> int: ...
    @staticmethod
    def fromString(name: python.Text, /) -> nd4j_linalg_activations.Activation: ...
    def getActivationFunction(self) -> nd4j_linalg_activations.IActivation: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_linalg_activations.Activation: ...
    @staticmethod
    def values() -> python.JArray[nd4j_linalg_activations.Activation]: ...

class BaseActivationFunction(nd4j_linalg_activations.IActivation):
    def __init__(self, never: Never, /) -> None: ...

class IActivation(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    def backprop(self, a0: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, a1: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> nd4j_common_primitives.Pair[nd4j_linalg_api_ndarray.INDArray, nd4j_linalg_api_ndarray.INDArray]: ...
    def getActivation(self, a0: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, a1: python.Bool, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    def numParams(self, inputSize: python.Int, /) -> int: ...

