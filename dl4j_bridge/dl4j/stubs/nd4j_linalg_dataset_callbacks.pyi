# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import nd4j_linalg_dataset_api
from . import nd4j_linalg_dataset_callbacks


class DataSetCallback(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def call(self, dataSet: nd4j_linalg_dataset_api.DataSet, /) -> None: ...
    @overload
    def call(self, multiDataSet: nd4j_linalg_dataset_api.MultiDataSet, /) -> None: ...
    def reset(self) -> None: ...

class DefaultCallback(nd4j_linalg_dataset_callbacks.DataSetCallback):
    def __init__(self) -> None: ...

