# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_earlystopping_scorecalc
from . import dl4j_earlystopping_scorecalc_base
from . import dl4j_nn_multilayer
from . import nd4j_linalg_api_ndarray
from . import python

_T = TypeVar("_T", default=Any)
_U = TypeVar("_U", default=Any)

class BaseIEvaluationScoreCalculator(dl4j_earlystopping_scorecalc.ScoreCalculator[_T], Generic[_T, _U]):
    def __init__(self, never: Never, /) -> None: ...

class BaseMLNScoreCalculator(dl4j_earlystopping_scorecalc_base.BaseScoreCalculator[dl4j_nn_multilayer.MultiLayerNetwork]):
    def __init__(self, never: Never, /) -> None: ...
    def calculateScore(self, network: dl4j_nn_multilayer.MultiLayerNetwork, /) -> float: ...

class BaseScoreCalculator(dl4j_earlystopping_scorecalc.ScoreCalculator[_T], Generic[_T]):
    def __init__(self, never: Never, /) -> None: ...
    @staticmethod
    def arr(in_: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> python.JArray[nd4j_linalg_api_ndarray.INDArray]: ...
    @staticmethod
    def get0(in_: python.Arrays[nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None], /) -> nd4j_linalg_api_ndarray.INDArray: ...

