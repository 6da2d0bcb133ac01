# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import nd4j_linalg_dataset
from . import nd4j_linalg_dataset_api
from . import nd4j_linalg_dataset_api_iterator
from . import python

_T = TypeVar("_T", default=Any)

class BenchmarkDataSetIterator(nd4j_linalg_dataset_api_iterator.DataSetIterator):
    @overload
    def __init__(self, example: nd4j_linalg_dataset.DataSet, totalIterations: python.Int, /) -> None: ...
    @overload
    def __init__(self, featuresShape: python.Arrays[python.Int], numLabels: python.Int, totalIterations: python.Int, /) -> None: ...
    @overload
    def __init__(self, featuresShape: python.Arrays[python.Int], numLabels: python.Int, totalIterations: python.Int, gridWidth: python.Int, gridHeight: python.Int, /) -> None: ...

class BenchmarkMultiDataSetIterator(nd4j_linalg_dataset_api_iterator.MultiDataSetIterator):
    @overload
    def __init__(self, example: nd4j_linalg_dataset.MultiDataSet, totalIterations: python.Int, /) -> None: ...
    @overload
    def __init__(self, featuresShape: python.Arrays[python.Arrays[python.Int]], numLabels: python.Arrays[python.Int], totalIterations: python.Int, /) -> None: ...
    @overload
    def next(self) -> nd4j_linalg_dataset.MultiDataSet: ...
    @overload
    def next(self, i: python.Int, /) -> nd4j_linalg_dataset.MultiDataSet: ...

class ListDataSetIterator(nd4j_linalg_dataset_api_iterator.DataSetIterator, Generic[_T]):
    @overload
    def __init__(self, coll: python.List[_T], /) -> None: ...
    @overload
    def __init__(self, coll: python.List[_T], batch: python.Int, /) -> None: ...

class SingletonDataSetIterator(nd4j_linalg_dataset_api_iterator.DataSetIterator):
    def __init__(self, multiDataSet: nd4j_linalg_dataset.DataSet, /) -> None: ...

class SingletonMultiDataSetIterator(nd4j_linalg_dataset_api_iterator.MultiDataSetIterator):
    def __init__(self, multiDataSet: nd4j_linalg_dataset_api.MultiDataSet, /) -> None: ...

