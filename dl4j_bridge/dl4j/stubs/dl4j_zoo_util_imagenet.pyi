# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_zoo_util
from . import java_lang
from . import java_util
from . import nd4j_linalg_api_ndarray
from . import python


class ImageNetLabels(dl4j_zoo_util.BaseLabels):
    def __init__(self) -> None: ...
    @overload
    def decodePredictions(self, predictions: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> java_lang.String: ...
    @overload
    def decodePredictions(self, predictions: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, n: python.Int, /) -> java_util.List[java_util.List[dl4j_zoo_util.ClassPrediction]]: ...

