# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import nd4j_autodiff_samediff
from . import nd4j_autodiff_samediff_optimize
from . import python


class OptimizationDebugger(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    def afterOptimizationsCheck(self, a0: nd4j_autodiff_samediff.SameDiff, a1: Any, a2: nd4j_autodiff_samediff_optimize.Optimizer | abc.Callable[..., Any], a3: python.Bool, /) -> None: ...
    def beforeOptimizationCheck(self, a0: nd4j_autodiff_samediff.SameDiff, a1: Any, a2: nd4j_autodiff_samediff_optimize.Optimizer | abc.Callable[..., Any], /) -> None: ...

