# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_datasets_fetchers
from . import java_io
from . import java_lang
from . import nd4j_linalg_dataset_api_iterator_fetcher
from . import python


class DataSetType(java_lang.Enum):
    TRAIN: ClassVar[dl4j_datasets_fetchers.DataSetType]
    TEST: ClassVar[dl4j_datasets_fetchers.DataSetType]
    VALIDATION: ClassVar[dl4j_datasets_fetchers.DataSetType]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: dl4j_datasets_fetchers.DataSetType, /) -> int: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> dl4j_datasets_fetchers.DataSetType: ...
    @staticmethod
    def values() -> python.JArray[dl4j_datasets_fetchers.DataSetType]: ...

class EmnistDataFetcher(dl4j_datasets_fetchers.MnistDataFetcher):
    @overload
    def __init__(self, dataSet: Any, binarize: python.Bool, train: python.Bool, shuffle: python.Bool, rngSeed: python.Int, /) -> None: ...
    @overload
    def __init__(self, dataSet: Any, binarize: python.Bool, train: python.Bool, shuffle: python.Bool, rngSeed: python.Int, topLevelDir: java_io.File | PathLike[str], /) -> None: ...

class IrisDataFetcher(nd4j_linalg_dataset_api_iterator_fetcher.BaseDataFetcher):
    NUM_EXAMPLES: ClassVar[int]
    def __init__(self) -> None: ...

class MnistDataFetcher(nd4j_linalg_dataset_api_iterator_fetcher.BaseDataFetcher):
    NUM_EXAMPLES: ClassVar[int]
    NUM_EXAMPLES_TEST: ClassVar[int]
    @overload
    def __init__(self) -> None: ...
    @overload
    def __init__(self, binarize: python.Bool, /) -> None: ...
    @overload
    def __init__(self, binarize: python.Bool, train: python.Bool, shuffle: python.Bool, rngSeed: python.Int, numExamples: python.Int, /) -> None: ...
    @overload
    def __init__(self, binarize: python.Bool, train: python.Bool, shuffle: python.Bool, rngSeed: python.Int, numExamples: python.Int, topLevelDir: java_io.File | PathLike[str], /) -> None: ...
    def close(self) -> None: ...

