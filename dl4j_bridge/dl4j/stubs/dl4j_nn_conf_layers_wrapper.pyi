# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_nn_conf_layers


class BaseWrapperLayer(dl4j_nn_conf_layers.Layer):
    def __init__(self, never: Never, /) -> None: ...
    def getUnderlying(self) -> dl4j_nn_conf_layers.Layer: ...
    def setUnderlying(self, underlying: dl4j_nn_conf_layers.Layer, /) -> None: ...

