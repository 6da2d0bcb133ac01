# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import nd4j_adapters
from . import nd4j_linalg_api_ndarray
from . import nd4j_linalg_dataset
from . import python

_I = TypeVar("_I", default=Any)
_O = TypeVar("_O", default=Any)
_T = TypeVar("_T", default=Any)

class InferenceAdapter(nd4j_adapters.InputAdapter[_I], nd4j_adapters.OutputAdapter[_O], Generic[_I, _O]):
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def apply(self, a0: _I, /) -> nd4j_linalg_dataset.MultiDataSet: ...
    @overload
    def apply(self, a0: python.Arrays[nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None], /) -> _O: ...
    @overload
    def apply(self, /, *a0: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None) -> _O: ...

class InputAdapter(java_lang.Object, Generic[_I]):
    def __init__(self, never: Never, /) -> None: ...
    def apply(self, a0: _I, /) -> nd4j_linalg_dataset.MultiDataSet: ...

class OutputAdapter(java_lang.Object, Generic[_T]):
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def apply(self, a0: python.Arrays[nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None], /) -> _T: ...
    @overload
    def apply(self, /, *a0: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None) -> _T: ...

