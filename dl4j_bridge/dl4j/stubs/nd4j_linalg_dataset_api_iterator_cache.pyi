# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_io
from . import java_lang
from . import nd4j_linalg_dataset
from . import nd4j_linalg_dataset_api_iterator_cache
from . import python


class DataSetCache(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    def contains(self, key: python.Text, /) -> bool: ...
    def get(self, key: python.Text, /) -> nd4j_linalg_dataset.DataSet: ...
    def isComplete(self, namespace: python.Text, /) -> bool: ...
    def put(self, key: python.Text, dataSet: nd4j_linalg_dataset.DataSet, /) -> None: ...
    def setComplete(self, namespace: python.Text, value: python.Bool, /) -> None: ...

class InFileAndMemoryDataSetCache(nd4j_linalg_dataset_api_iterator_cache.DataSetCache):
    @overload
    def __init__(self, cacheDirectory: python.Text, /) -> None: ...
    @overload
    def __init__(self, cacheDirectory: java_io.File | PathLike[str], /) -> None: ...
    @overload
    def __init__(self, cacheDirectory: Any, /) -> None: ...

class InFileDataSetCache(nd4j_linalg_dataset_api_iterator_cache.DataSetCache):
    @overload
    def __init__(self, cacheDirectory: python.Text, /) -> None: ...
    @overload
    def __init__(self, cacheDirectory: java_io.File | PathLike[str], /) -> None: ...
    @overload
    def __init__(self, cacheDirectory: Any, /) -> None: ...

class InMemoryDataSetCache(nd4j_linalg_dataset_api_iterator_cache.DataSetCache):
    def __init__(self) -> None: ...

