# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import java_util_concurrent
from . import python


class TimeUnit(java_lang.Enum):
    NANOSECONDS: ClassVar[java_util_concurrent.TimeUnit]
    MICROSECONDS: ClassVar[java_util_concurrent.TimeUnit]
    MILLISECONDS: ClassVar[java_util_concurrent.TimeUnit]
    SECONDS: ClassVar[java_util_concurrent.TimeUnit]
    MINUTES: ClassVar[java_util_concurrent.TimeUnit]
    HOURS: ClassVar[java_util_concurrent.TimeUnit]
    DAYS: ClassVar[java_util_concurrent.TimeUnit]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: java_util_concurrent.TimeUnit, /) -> int: ...
    def toMillis(self, a0: python.Int, /) -> int: ...
    def toMinutes(self, a0: python.Int, /) -> int: ...
    def toSeconds(self, a0: python.Int, /) -> int: ...
    @staticmethod
    def valueOf(a0: python.Text, /) -> java_util_concurrent.TimeUnit: ...
    @staticmethod
    def values() -> python.JArray[java_util_concurrent.TimeUnit]: ...

