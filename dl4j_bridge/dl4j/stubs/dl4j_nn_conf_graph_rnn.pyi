# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_nn_conf_graph
from . import dl4j_nn_conf_graph_rnn
from . import java_lang
from . import python


class DuplicateToTimeSeriesVertex(dl4j_nn_conf_graph.GraphVertex):
    def __init__(self, inputName: python.Text, /) -> None: ...
    def getInputName(self) -> java_lang.String: ...
    def setInputName(self, inputName: python.Text, /) -> None: ...

class LastTimeStepVertex(dl4j_nn_conf_graph.GraphVertex):
    def __init__(self, maskArrayInputName: python.Text, /) -> None: ...
    def getMaskArrayInputName(self) -> java_lang.String: ...
    def setMaskArrayInputName(self, maskArrayInputName: python.Text, /) -> None: ...

class ReverseTimeSeriesVertex(dl4j_nn_conf_graph.GraphVertex):
    @overload
    def __init__(self) -> None: ...
    @overload
    def __init__(self, maskArrayInputName: python.Text, /) -> None: ...
    def clone(self) -> dl4j_nn_conf_graph_rnn.ReverseTimeSeriesVertex: ...
    def getMaskArrayInputName(self) -> java_lang.String: ...

