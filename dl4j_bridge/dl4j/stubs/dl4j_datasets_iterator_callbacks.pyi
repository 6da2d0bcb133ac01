# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_datasets_iterator_callbacks
from . import java_io
from . import java_lang
from . import nd4j_linalg_dataset_callbacks
from . import python


class DataSetCallback(nd4j_linalg_dataset_callbacks.DataSetCallback):
    def __init__(self, never: Never, /) -> None: ...

class DefaultCallback(nd4j_linalg_dataset_callbacks.DefaultCallback):
    def __init__(self) -> None: ...

class FileCallback(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    def call(self, file: java_io.File | PathLike[str], /) -> Any: ...

class InterleavedDataSetCallback(dl4j_datasets_iterator_callbacks.DataSetCallback):
    def __init__(self, bufferSize: python.Int, /) -> None: ...

