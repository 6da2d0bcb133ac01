# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_nn_api
from . import python


class DummyConfig(dl4j_nn_api.TrainingConfig):
    def __init__(self, name: python.Text, /) -> None: ...

