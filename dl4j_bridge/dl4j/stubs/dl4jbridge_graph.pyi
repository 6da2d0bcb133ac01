# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_nn_conf_graph
from . import python


class StochasticDepthVertex(dl4j_nn_conf_graph.GraphVertex):
    def __init__(self, a0: python.Float, /) -> None: ...
    def getSurvival(self) -> float: ...

