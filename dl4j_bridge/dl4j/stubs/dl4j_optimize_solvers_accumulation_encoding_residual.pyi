# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_optimize_solvers_accumulation_encoding
from . import dl4j_optimize_solvers_accumulation_encoding_residual
from . import python


class NoOpResidualPostProcessor(dl4j_optimize_solvers_accumulation_encoding.ResidualPostProcessor):
    def __init__(self) -> None: ...

class ResidualClippingPostProcessor(dl4j_optimize_solvers_accumulation_encoding.ResidualPostProcessor):
    def __init__(self, thresholdMultipleClipValue: python.Float, frequency: python.Int, /) -> None: ...
    def clone(self) -> dl4j_optimize_solvers_accumulation_encoding_residual.ResidualClippingPostProcessor: ...

