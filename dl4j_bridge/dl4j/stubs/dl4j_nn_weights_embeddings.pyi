# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_nn_weights
from . import dl4j_nn_weights_embeddings
from . import java_lang
from . import nd4j_linalg_api_ndarray
from . import python


class ArrayEmbeddingInitializer(dl4j_nn_weights_embeddings.EmbeddingInitializer):
    def __init__(self, embeddings: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> None: ...

class EmbeddingInitializer(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    def jsonSerializable(self) -> bool: ...
    def loadWeightsInto(self, array: nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None, /) -> None: ...
    def vectorSize(self) -> int: ...
    def vocabSize(self) -> int: ...

class WeightInitEmbedding(dl4j_nn_weights.IWeightInit):
    def __init__(self, embeddingInitializer: dl4j_nn_weights_embeddings.EmbeddingInitializer, /) -> None: ...
    def shape(self) -> python.JArray[int]: ...

