# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_zoo_util
from . import python


class COCOLabels(dl4j_zoo_util.BaseLabels):
    def __init__(self) -> None: ...

class DarknetLabels(dl4j_zoo_util.BaseLabels):
    @overload
    def __init__(self) -> None: ...
    @overload
    def __init__(self, shortnames: python.Bool, /) -> None: ...
    @overload
    def __init__(self, numClasses: python.Int, /) -> None: ...
    @overload
    def __init__(self, shortnames: python.Bool, numClasses: python.Int, /) -> None: ...

class VOCLabels(dl4j_zoo_util.BaseLabels):
    def __init__(self) -> None: ...

