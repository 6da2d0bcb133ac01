# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_earlystopping
from . import java_lang
from . import python

_T = TypeVar("_T", default=Any)

class EarlyStoppingListener(java_lang.Object, Generic[_T]):
    def __init__(self, never: Never, /) -> None: ...
    def onCompletion(self, a0: dl4j_earlystopping.EarlyStoppingResult[Any], /) -> None: ...
    def onEpoch(self, a0: python.Int, a1: python.Float, a2: dl4j_earlystopping.EarlyStoppingConfiguration[Any], a3: _T, /) -> None: ...
    def onStart(self, a0: dl4j_earlystopping.EarlyStoppingConfiguration[Any], a1: _T, /) -> None: ...

