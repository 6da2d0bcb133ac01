# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_nn_api
from . import dl4j_optimize_listeners
from . import dl4j_optimize_listeners_callbacks
from . import java_io
from . import java_lang
from . import nd4j_evaluation
from . import python


class EvaluationCallback(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    def call(self, listener: dl4j_optimize_listeners.EvaluativeListener, model: dl4j_nn_api.Model, invocationsCount: python.Int, evaluations: python.Arrays[nd4j_evaluation.IEvaluation], /) -> None: ...

class ModelSavingCallback(dl4j_optimize_listeners_callbacks.EvaluationCallback):
    @overload
    def __init__(self, fileNameTemplate: python.Text, /) -> None: ...
    @overload
    def __init__(self, rootFolder: java_io.File | PathLike[str], fileNameTemplate: python.Text, /) -> None: ...

