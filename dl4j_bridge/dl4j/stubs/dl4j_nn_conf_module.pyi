# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_nn_conf
from . import java_lang
from . import python


class GraphBuilderModule(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    def getModuleName(self) -> java_lang.String: ...
    def updateBuilder(self, a0: dl4j_nn_conf.ComputationGraphConfiguration.GraphBuilder, a1: python.Text, a2: python.Int, a3: python.Arrays[python.Arrays[python.Int]], a4: python.Text, /) -> dl4j_nn_conf.ComputationGraphConfiguration.GraphBuilder: ...

