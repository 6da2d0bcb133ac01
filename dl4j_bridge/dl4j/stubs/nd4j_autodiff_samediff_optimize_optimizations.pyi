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
from . import nd4j_autodiff_samediff_optimize_optimizations
from . import python


class BaseOptimizerSet(nd4j_autodiff_samediff_optimize.OptimizerSet):
    def __init__(self, never: Never, /) -> None: ...

class ConstantFunctionOptimizations(nd4j_autodiff_samediff_optimize_optimizations.BaseOptimizerSet):
    CONSTANT_FN_FOLDING_MAX_SIZE: ClassVar[java_lang.String]
    CONSTANT_FN_FOLDING_MAX_SIZE_DEFAULT: ClassVar[int]
    def __init__(self) -> None: ...
    class FoldConstantFunctions(nd4j_autodiff_samediff_optimize.Optimizer):
        def __init__(self) -> None: ...

class CuDNNFunctionOptimizations(nd4j_autodiff_samediff_optimize_optimizations.BaseOptimizerSet):
    def __init__(self) -> None: ...
    class CudnnConv2dNCHWtoNHWCConversion(nd4j_autodiff_samediff_optimize.Optimizer):
        def __init__(self) -> None: ...

class IdentityFunctionOptimizations(nd4j_autodiff_samediff_optimize_optimizations.BaseOptimizerSet):
    def __init__(self) -> None: ...
    class RemoveIdentityOps(nd4j_autodiff_samediff_optimize.Optimizer):
        def __init__(self) -> None: ...
    class RemoveIdentityPermute(nd4j_autodiff_samediff_optimize.Optimizer):
        def __init__(self) -> None: ...

class OptimizationUtils(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    @staticmethod
    def removeOp(sd: nd4j_autodiff_samediff.SameDiff, opToRemove: python.Text, /) -> None: ...
    @staticmethod
    def removeVariable(sd: nd4j_autodiff_samediff.SameDiff, varToRemove: python.Text, /) -> None: ...
    @staticmethod
    def replaceOpInputsWith(sd: nd4j_autodiff_samediff.SameDiff, replaceInput: python.Text, newInput: python.Text, /) -> None: ...

class ShapeFunctionOptimizations(nd4j_autodiff_samediff_optimize_optimizations.BaseOptimizerSet):
    def __init__(self) -> None: ...
    class FuseChainedConcatOps(nd4j_autodiff_samediff_optimize.Optimizer):
        def __init__(self) -> None: ...
    class FuseChainedPermutes(nd4j_autodiff_samediff_optimize.Optimizer):
        def __init__(self) -> None: ...
    class FuseChainedReshapes(nd4j_autodiff_samediff_optimize.Optimizer):
        def __init__(self) -> None: ...

class UnusedFunctionOptimizations(nd4j_autodiff_samediff_optimize_optimizations.BaseOptimizerSet):
    def __init__(self) -> None: ...
    class RemoveUnusedConstants(nd4j_autodiff_samediff_optimize.Optimizer):
        def __init__(self) -> None: ...

