# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import nd4j_linalg_lossfunctions
from . import python


class LossMulticlassHinge(nd4j_linalg_lossfunctions.ILossFunction):
    @overload
    def __init__(self) -> None: ...
    @overload
    def __init__(self, a0: python.Float, /) -> None: ...
    def getMargin(self) -> float: ...

