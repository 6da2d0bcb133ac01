# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import nd4j_linalg_api_ndarray
from . import nd4j_linalg_dataset_api
from . import nd4j_linalg_dataset_api_preprocessor_classimbalance
from . import python


class BaseUnderSamplingPreProcessor(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    def adjustMasks(self, label: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, labelMask: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, minorityLabel: python.Int, targetDist: python.Float, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    def donotMaskAllMajorityWindows(self) -> None: ...
    def donotMaskMinorityWindows(self) -> None: ...

class UnderSamplingByMaskingMultiDataSetPreProcessor(nd4j_linalg_dataset_api_preprocessor_classimbalance.BaseUnderSamplingPreProcessor, nd4j_linalg_dataset_api.MultiDataSetPreProcessor):
    def __init__(self, targetDist: python.Map[python.Float], windowSize: python.Int, /) -> None: ...
    def overrideMinorityDefault(self, index: python.Int, /) -> None: ...

class UnderSamplingByMaskingPreProcessor(nd4j_linalg_dataset_api_preprocessor_classimbalance.BaseUnderSamplingPreProcessor, nd4j_linalg_dataset_api.DataSetPreProcessor):
    def __init__(self, targetDist: python.Float, windowSize: python.Int, /) -> None: ...
    def overrideMinorityDefault(self) -> None: ...

