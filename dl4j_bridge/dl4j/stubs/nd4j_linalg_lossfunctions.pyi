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
from . import nd4j_linalg_lossfunctions
from . import python


class ILossFunction(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    def computeGradient(self, labels: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, preOutput: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, activationFn: nd4j_linalg_activations.IActivation, mask: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    def computeGradientAndScore(self, labels: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, preOutput: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, activationFn: nd4j_linalg_activations.IActivation, mask: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, average: python.Bool, /) -> nd4j_common_primitives.Pair[float, nd4j_linalg_api_ndarray.INDArray]: ...
    def computeScore(self, labels: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, preOutput: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, activationFn: nd4j_linalg_activations.IActivation, mask: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, average: python.Bool, /) -> float: ...
    def computeScoreArray(self, labels: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, preOutput: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, activationFn: nd4j_linalg_activations.IActivation, mask: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    def name(self) -> java_lang.String: ...

class LossFunctions(java_lang.Object):
    def __init__(self) -> None: ...
    class LossFunction(java_lang.Enum):
        MSE: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        L1: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        XENT: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        MCXENT: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        SPARSE_MCXENT: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        SQUARED_LOSS: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        RECONSTRUCTION_CROSSENTROPY: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        NEGATIVELOGLIKELIHOOD: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        COSINE_PROXIMITY: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        HINGE: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        SQUARED_HINGE: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        KL_DIVERGENCE: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        MEAN_ABSOLUTE_ERROR: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        L2: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        MEAN_ABSOLUTE_PERCENTAGE_ERROR: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        MEAN_SQUARED_LOGARITHMIC_ERROR: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        POISSON: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        WASSERSTEIN: ClassVar[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]
        def __init__(self, never: Never, /) -> None: ...
        @overload
        def compareTo(self, a0: java_lang.Enum, /) -> int: ...
        @overload
        def compareTo(self, a0: nd4j_linalg_lossfunctions.LossFunctions.LossFunction, /) -> int: ...
        def getILossFunction(self) -> nd4j_linalg_lossfunctions.ILossFunction: ...
        @staticmethod
        def valueOf(name: python.Text, /) -> nd4j_linalg_lossfunctions.LossFunctions.LossFunction: ...
        @staticmethod
        def values() -> python.JArray[nd4j_linalg_lossfunctions.LossFunctions.LossFunction]: ...

class LossUtil(java_lang.Object):
    def __init__(self) -> None: ...
    @staticmethod
    def applyMask(to: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, mask: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> None: ...
    @staticmethod
    def isPerOutputMasking(to: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, mask: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> bool: ...

class SameDiffLoss(nd4j_linalg_lossfunctions.ILossFunction):
    def __init__(self, never: Never, /) -> None: ...
    def defineLoss(self, a0: nd4j_autodiff_samediff.SameDiff, a1: nd4j_autodiff_samediff.SDVariable, a2: nd4j_autodiff_samediff.SDVariable, /) -> nd4j_autodiff_samediff.SDVariable: ...

