# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import nd4j_autodiff_samediff
from . import nd4j_common_function
from . import python


class OptimizedGraphArrayHolder(nd4j_autodiff_samediff.ArrayHolder):
    def __init__(self, underlyingHolder: nd4j_autodiff_samediff.ArrayHolder, /) -> None: ...
    def setFunction(self, name: python.Text, fn: nd4j_common_function.Supplier[Any] | abc.Callable[..., Any], /) -> None: ...

class SingleThreadArrayHolder(nd4j_autodiff_samediff.ArrayHolder):
    def __init__(self) -> None: ...

class ThreadSafeArrayHolder(nd4j_autodiff_samediff.ArrayHolder):
    def __init__(self, lazyInit: python.Bool, /) -> None: ...

