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


class MultiDataSetIteratorAdapter(nd4j_linalg_dataset_api_iterator.MultiDataSetIterator):
    def __init__(self, iter: nd4j_linalg_dataset_api_iterator.DataSetIterator, /) -> None: ...

class SingletonDataSetIterator(nd4j_linalg_dataset_api_iterator.DataSetIterator):
    def __init__(self, multiDataSet: nd4j_linalg_dataset.DataSet, /) -> None: ...

class SingletonMultiDataSetIterator(nd4j_linalg_dataset_api_iterator.MultiDataSetIterator):
    def __init__(self, multiDataSet: nd4j_linalg_dataset_api.MultiDataSet, /) -> None: ...

