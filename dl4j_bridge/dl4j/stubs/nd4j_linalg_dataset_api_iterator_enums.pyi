# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import nd4j_linalg_dataset_api_iterator_enums
from . import python


class InequalityHandling(java_lang.Enum):
    STOP_EVERYONE: ClassVar[nd4j_linalg_dataset_api_iterator_enums.InequalityHandling]
    PASS_NULL: ClassVar[nd4j_linalg_dataset_api_iterator_enums.InequalityHandling]
    RESET: ClassVar[nd4j_linalg_dataset_api_iterator_enums.InequalityHandling]
    RELOCATE: ClassVar[nd4j_linalg_dataset_api_iterator_enums.InequalityHandling]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_linalg_dataset_api_iterator_enums.InequalityHandling, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_linalg_dataset_api_iterator_enums.InequalityHandling: ...
    @staticmethod
    def values() -> python.JArray[nd4j_linalg_dataset_api_iterator_enums.InequalityHandling]: ...

