# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_nn_gradient
from . import java_lang
from . import java_util
from . import nd4j_linalg_api_ndarray
from . import python


class DefaultGradient(dl4j_nn_gradient.Gradient):
    DEFAULT_FLATTENING_ORDER: ClassVar[str]
    @overload
    def __init__(self) -> None: ...
    @overload
    def __init__(self, flattenedGradient: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> None: ...
    def setFlattenedGradient(self, flattenedGradient: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> None: ...

class Gradient(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    def clear(self) -> None: ...
    def flatteningOrderForVariable(self, variable: python.Text, /) -> str: ...
    def getGradientFor(self, variable: python.Text, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    @overload
    def gradient(self) -> nd4j_linalg_api_ndarray.INDArray: ...
    @overload
    def gradient(self, order: python.List[python.Text], /) -> nd4j_linalg_api_ndarray.INDArray: ...
    def gradientForVariable(self) -> java_util.Map[java_lang.String, nd4j_linalg_api_ndarray.INDArray]: ...
    @overload
    def setGradientFor(self, variable: python.Text, newGradient: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> nd4j_linalg_api_ndarray.INDArray: ...
    @overload
    def setGradientFor(self, variable: python.Text, gradient: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, flatteningOrder: str, /) -> nd4j_linalg_api_ndarray.INDArray: ...

