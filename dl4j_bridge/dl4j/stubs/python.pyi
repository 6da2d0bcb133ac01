"""What Java's types are in Python: as arguments, which may be more, and as results."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, overload

import numpy as np
import numpy.typing as npt

from . import java_lang, java_util

_T = TypeVar("_T", covariant=True)
_S = TypeVar("_S")

Bool: TypeAlias = bool | np.bool_
Int: TypeAlias = int | np.integer[Any]
Float: TypeAlias = float | np.floating[Any] | np.integer[Any]
Text: TypeAlias = str | java_lang.String
Arrays: TypeAlias = Sequence[_S] | npt.NDArray[Any]
List: TypeAlias = Sequence[_S] | java_util.Collection[Any]
Map: TypeAlias = Mapping[Any, _S] | java_util.Map[Any, Any]

class JArray(Sequence[_T]):
    """An array of Java; numpy.asarray reads it."""

    length: int
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: int, /) -> _T: ...
    @overload
    def __getitem__(self, index: slice, /) -> JArray[_T]: ...
    def __setitem__(self, index: int, value: Any, /) -> None: ...
    def __iter__(self) -> Iterator[_T]: ...
    def __array__(self, dtype: Any = ..., copy: bool | None = ...) -> npt.NDArray[Any]: ...
