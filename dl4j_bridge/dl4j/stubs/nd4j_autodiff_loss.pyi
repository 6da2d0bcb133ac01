# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import nd4j_autodiff_loss
from . import python


class LossReduce(java_lang.Enum):
    NONE: ClassVar[nd4j_autodiff_loss.LossReduce]
    SUM: ClassVar[nd4j_autodiff_loss.LossReduce]
    MEAN_BY_WEIGHT: ClassVar[nd4j_autodiff_loss.LossReduce]
    MEAN_BY_NONZERO_WEIGHT_COUNT: ClassVar[nd4j_autodiff_loss.LossReduce]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_autodiff_loss.LossReduce, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_autodiff_loss.LossReduce: ...
    @staticmethod
    def values() -> python.JArray[nd4j_autodiff_loss.LossReduce]: ...

