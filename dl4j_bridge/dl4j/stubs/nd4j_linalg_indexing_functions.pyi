# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import nd4j_common_function
from . import nd4j_linalg_indexing_functions
from . import python


class Identity(nd4j_common_function.Function[Any, Any]):
    def __init__(self) -> None: ...
    def apply(self, a0: python.Float, /) -> Any: ...

class StableNumber(nd4j_common_function.Function[Any, Any]):
    def __init__(self, type: nd4j_linalg_indexing_functions.StableNumber.Type, /) -> None: ...
    def apply(self, a0: python.Float, /) -> Any: ...
    class Type(java_lang.Enum):
        DOUBLE: ClassVar[nd4j_linalg_indexing_functions.StableNumber.Type]
        FLOAT: ClassVar[nd4j_linalg_indexing_functions.StableNumber.Type]
        def __init__(self, never: Never, /) -> None: ...
        @overload
        def compareTo(self, a0: java_lang.Enum, /) -> int: ...
        @overload
        def compareTo(self, a0: nd4j_linalg_indexing_functions.StableNumber.Type, /) -> int: ...
        @staticmethod
        def valueOf(name: python.Text, /) -> nd4j_linalg_indexing_functions.StableNumber.Type: ...
        @staticmethod
        def values() -> python.JArray[nd4j_linalg_indexing_functions.StableNumber.Type]: ...

class Value(nd4j_common_function.Function[Any, Any]):
    def __init__(self, number: python.Float, /) -> None: ...
    def apply(self, a0: python.Float, /) -> Any: ...

class Zero(nd4j_common_function.Function[Any, Any]):
    def __init__(self) -> None: ...
    def apply(self, a0: python.Float, /) -> Any: ...

