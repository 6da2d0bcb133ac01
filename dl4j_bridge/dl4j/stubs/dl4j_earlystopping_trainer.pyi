# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_earlystopping
from . import dl4j_earlystopping_listener
from . import dl4j_earlystopping_trainer
from . import dl4j_nn_conf
from . import dl4j_nn_graph
from . import dl4j_nn_multilayer
from . import java_lang
from . import nd4j_linalg_dataset_api_iterator

_T = TypeVar("_T", default=Any)

class BaseEarlyStoppingTrainer(dl4j_earlystopping_trainer.IEarlyStoppingTrainer[_T], Generic[_T]):
    def __init__(self, never: Never, /) -> None: ...

class EarlyStoppingGraphTrainer(dl4j_earlystopping_trainer.BaseEarlyStoppingTrainer[dl4j_nn_graph.ComputationGraph]):
    @overload
    def __init__(self, esConfig: dl4j_earlystopping.EarlyStoppingConfiguration[Any], net: dl4j_nn_graph.ComputationGraph, train: nd4j_linalg_dataset_api_iterator.DataSetIterator, /) -> None: ...
    @overload
    def __init__(self, esConfig: dl4j_earlystopping.EarlyStoppingConfiguration[Any], net: dl4j_nn_graph.ComputationGraph, train: nd4j_linalg_dataset_api_iterator.DataSetIterator, listener: dl4j_earlystopping_listener.EarlyStoppingListener[Any], /) -> None: ...
    @overload
    def __init__(self, esConfig: dl4j_earlystopping.EarlyStoppingConfiguration[Any], net: dl4j_nn_graph.ComputationGraph, train: nd4j_linalg_dataset_api_iterator.MultiDataSetIterator, listener: dl4j_earlystopping_listener.EarlyStoppingListener[Any], /) -> None: ...
    def fit(self) -> dl4j_earlystopping.EarlyStoppingResult[dl4j_nn_graph.ComputationGraph]: ...
    def pretrain(self) -> dl4j_earlystopping.EarlyStoppingResult[dl4j_nn_graph.ComputationGraph]: ...

class EarlyStoppingTrainer(dl4j_earlystopping_trainer.BaseEarlyStoppingTrainer[dl4j_nn_multilayer.MultiLayerNetwork]):
    @overload
    def __init__(self, earlyStoppingConfiguration: dl4j_earlystopping.EarlyStoppingConfiguration[Any], configuration: dl4j_nn_conf.MultiLayerConfiguration, train: nd4j_linalg_dataset_api_iterator.DataSetIterator, /) -> None: ...
    @overload
    def __init__(self, esConfig: dl4j_earlystopping.EarlyStoppingConfiguration[Any], net: dl4j_nn_multilayer.MultiLayerNetwork, train: nd4j_linalg_dataset_api_iterator.DataSetIterator, /) -> None: ...
    @overload
    def __init__(self, esConfig: dl4j_earlystopping.EarlyStoppingConfiguration[Any], net: dl4j_nn_multilayer.MultiLayerNetwork, train: nd4j_linalg_dataset_api_iterator.DataSetIterator, listener: dl4j_earlystopping_listener.EarlyStoppingListener[Any], /) -> None: ...
    def fit(self) -> dl4j_earlystopping.EarlyStoppingResult[dl4j_nn_multilayer.MultiLayerNetwork]: ...
    def pretrain(self) -> dl4j_earlystopping.EarlyStoppingResult[dl4j_nn_multilayer.MultiLayerNetwork]: ...

class IEarlyStoppingTrainer(java_lang.Object, Generic[_T]):
    def __init__(self, never: Never, /) -> None: ...
    def fit(self) -> dl4j_earlystopping.EarlyStoppingResult[_T]: ...
    def pretrain(self) -> dl4j_earlystopping.EarlyStoppingResult[_T]: ...
    def setListener(self, listener: dl4j_earlystopping_listener.EarlyStoppingListener[Any], /) -> None: ...

