"""Deeplearning4j from Python.

The classes of DL4J, under Java's own names, come from `dl4j_bridge.dl4j`; numpy data and
networks meet in a few functions here:

    >>> import dl4j_bridge as bridge
    >>> from dl4j_bridge.dl4j import MultiLayerNetwork
    >>> net = MultiLayerNetwork(conf)
    >>> history = bridge.fit(net, bridge.datasets.mnist(), epochs=15, batch_size=128)
    >>> bridge.evaluate(net, bridge.datasets.mnist()).accuracy
    >>> bridge.save(net, "model.zip")

Importing this package starts no JVM and loads neither jpype nor numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import datasets as datasets
    from . import errors as errors
    from .augmentation import Augmentation as Augmentation
    from .checkpoints import Checkpoints as Checkpoints
    from .dl4j.acceleration import acceleration as acceleration
    from .dl4j.arrays import to_nd4j as to_nd4j
    from .dl4j.arrays import to_numpy as to_numpy
    from .dl4j.augmenting import augmented as augmented
    from .dl4j.keras import load_keras as load_keras
    from .dl4j.models import load as load
    from .dl4j.models import save as save
    from .dl4j.prediction import evaluate as evaluate
    from .dl4j.prediction import predict as predict
    from .dl4j.to_java import to_java as to_java
    from .dl4j.training import fit as fit
    from .evaluation import Evaluation as Evaluation
    from .experiment import Experiment as Experiment
    from .experiment import Layer as Layer
    from .history import History as History
    from .presets import PRESETS as PRESETS
    from .presets import preset as preset
    from .spark.cluster import Cluster as Cluster
    from .toml import from_file as from_file
    from .toml import from_toml as from_toml
    from .toml import to_toml as to_toml
    from .updaters import Updater as Updater

__version__ = "0.1.0"

_HOMES = {
    "Augmentation": "augmentation",
    "Checkpoints": "checkpoints",
    "Cluster": "spark.cluster",
    "Evaluation": "evaluation",
    "Experiment": "experiment",
    "History": "history",
    "Layer": "experiment",
    "PRESETS": "presets",
    "Updater": "updaters",
    "acceleration": "dl4j.acceleration",
    "augmented": "dl4j.augmenting",
    "evaluate": "dl4j.prediction",
    "fit": "dl4j.training",
    "from_file": "toml",
    "from_toml": "toml",
    "load": "dl4j.models",
    "load_keras": "dl4j.keras",
    "predict": "dl4j.prediction",
    "preset": "presets",
    "save": "dl4j.models",
    "to_java": "dl4j.to_java",
    "to_nd4j": "dl4j.arrays",
    "to_numpy": "dl4j.arrays",
    "to_toml": "toml",
}
_MODULES = ("datasets", "errors")

__all__ = sorted([*_HOMES, *_MODULES])


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    if name not in _HOMES:
        from .spelling import suggest

        hint = suggest(name, __all__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}.{hint}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
