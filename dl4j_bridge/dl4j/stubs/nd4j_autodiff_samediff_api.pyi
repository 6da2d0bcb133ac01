# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import java_util
from . import nd4j_linalg_api_ndarray
from . import python


class OutAndGrad(java_lang.Object):
    def __init__(self, outputs: python.Map[nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None], gradients: python.Map[nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None], /) -> None: ...
    def getGradients(self) -> java_util.Map[java_lang.String, nd4j_linalg_api_ndarray.INDArray]: ...
    def getOutputs(self) -> java_util.Map[java_lang.String, nd4j_linalg_api_ndarray.INDArray]: ...

