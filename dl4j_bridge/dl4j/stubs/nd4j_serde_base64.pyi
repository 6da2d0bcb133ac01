# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import nd4j_linalg_api_ndarray
from . import python


class Nd4jBase64(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    @staticmethod
    def base64String(arr: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> java_lang.String: ...
    @staticmethod
    def fromBase64(base64: python.Text, /) -> nd4j_linalg_api_ndarray.INDArray: ...

