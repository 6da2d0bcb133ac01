# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_nn_conf_stepfunctions
from . import dl4j_optimize_api
from . import java_lang


class DefaultStepFunction(dl4j_optimize_api.StepFunction):
    def __init__(self) -> None: ...

class GradientStepFunction(dl4j_optimize_api.StepFunction):
    def __init__(self) -> None: ...

class NegativeDefaultStepFunction(dl4j_optimize_api.StepFunction):
    def __init__(self) -> None: ...

class NegativeGradientStepFunction(dl4j_optimize_api.StepFunction):
    def __init__(self) -> None: ...

class StepFunctions(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    @staticmethod
    def createStepFunction(stepFunction: dl4j_nn_conf_stepfunctions.StepFunction, /) -> dl4j_optimize_api.StepFunction: ...

