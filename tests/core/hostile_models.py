"""Model files that make Java load a class of their maker's, at each place that can name one."""

import copy
import json
import struct
from collections.abc import Callable
from typing import Any

from tests.modelfiles import MLP, Entries, layer, mlp, utf

Fields = dict[str, Any]


def serialized(name: str) -> bytes:
    """An object without fields, as `ObjectOutputStream` writes it."""
    described = b"\x72" + utf(name) + struct.pack(">qBH", 1, 2, 0) + b"\x78\x70"
    return b"\xac\xed\0\5\x73" + described


def custom_normalizer(name: str) -> bytes:
    return utf("NORMALIZER") + struct.pack(">i", 1) + utf("CUSTOM") + utf(name)


def _one(fields: Fields) -> Fields:
    return fields["confs"][0]["layer"]


def _set(**values: Any) -> Callable[[Fields], None]:
    """Change fields of the first layer; `...` stands for the foreign class."""
    return lambda fields: _one(fields).update(values)


def _whole(kind: str, **fields: Any) -> Callable[[Fields], None]:
    """Another first layer."""
    return lambda whole: whole["confs"][0].update(layer=layer(kind, 4, 3, **fields))


def _vertex(vertex: Fields) -> Callable[[Fields], None]:
    """A graph with that vertex in the place of the perceptron."""

    def change(fields: Fields) -> None:
        fields.clear()
        fields.update(
            vertices={"a": vertex},
            networkInputs=["in"],
            networkOutputs=["a"],
            vertexInputs={"a": ["in"]},
        )

    return change


FOREIGN = {"@class": ...}
SCHEDULED = {"@class": "org.nd4j.linalg.learning.config.Sgd", "learningRateSchedule": FOREIGN}
FROM = {"@class": "org.deeplearning4j.nn.weights.WeightInitDistribution"}
EMBEDDED = {"@class": "org.deeplearning4j.nn.weights.embeddings.WeightInitEmbedding"}
GRAPH = "org.deeplearning4j.nn.conf.graph."
COMPOSED = "org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor"

PLACES: dict[str, Callable[[Fields], None]] = {
    "layer": _set(**FOREIGN),
    "activation": _set(activationFn=FOREIGN),
    "weights": _set(weightInitFn=FOREIGN),
    "distribution": _set(weightInitFn={**FROM, "distribution": {"type": ...}}),
    "distribution's class": _set(weightInitFn={**FROM, "distribution": FOREIGN}),
    "updater": _set(iupdater=FOREIGN),
    "bias updater": _set(biasUpdater=FOREIGN),
    "schedule": _set(iupdater=SCHEDULED),
    "constraint": _set(constraints=[FOREIGN]),
    "dropout": _set(idropout=FOREIGN),
    "weight noise": _set(weightNoise=FOREIGN),
    "regularization": _set(regularization=[FOREIGN]),
    "loss": lambda fields: fields["confs"][1]["layer"].update(lossFn=FOREIGN),
    "preprocessor": lambda fields: fields["inputPreProcessors"].update({"0": FOREIGN}),
    "composed preprocessor": lambda fields: fields["inputPreProcessors"].update(
        {"0": {"@class": COMPOSED, "inputPreProcessors": [FOREIGN]}}
    ),
    "step function": lambda fields: fields["confs"][0].update(stepFunction=FOREIGN),
    "layer in a layer": _whole("misc.FrozenLayer", layer=FOREIGN),
    "layer of steps": _whole("recurrent.LastTimeStep", underlying=FOREIGN),
    "layer of two ways": _whole("recurrent.Bidirectional", fwd=FOREIGN, bwd=FOREIGN),
    "embedding": _whole("EmbeddingLayer", weightInitFn={**EMBEDDED, "serializableInit": FOREIGN}),
    "reconstruction": _whole("variational.VariationalAutoencoder", outputDistribution=FOREIGN),
    "vertex": _vertex(FOREIGN),
    "vertex's preprocessor": _vertex(
        {"@class": f"{GRAPH}PreprocessorVertex", "preProcessor": FOREIGN}
    ),
    "vertex's layer": _vertex({"@class": f"{GRAPH}LayerVertex", "layerConf": {"layer": FOREIGN}}),
    "type of input": _vertex({"@class": f"{GRAPH}ReshapeVertex", "inputType": FOREIGN}),
    "a list": _set(activationFn=[..., {}]),
    "a field of nobody's": _set(unheard=FOREIGN),
}
"""By the place's name: what puts a class there."""


def hostile() -> dict[str, tuple[str, Entries]]:
    """By name: the foreign class, the entries of a model that names it."""
    files = {}
    for number, (place, change) in enumerate(PLACES.items()):
        fields = copy.deepcopy(MLP)
        change(fields)
        name = f"Mark{number}"
        text = json.dumps(_named(fields, name)).encode()
        files[place] = (name, mlp(configuration=text))
    others = {
        "preprocessor.bin": ("preprocessor.bin", serialized),
        "an object": ("objects/x", serialized),
        "custom normalizer": ("normalizer.bin", custom_normalizer),
        "normalizer that is an object": ("normalizer.bin", serialized),
    }
    for number, (place, (entry, content)) in enumerate(others.items(), len(PLACES)):
        name = f"Mark{number}"
        files[place] = (name, {**mlp(), entry: content(name)})
    return files


def _named(value: Any, name: str) -> Any:
    """The fields with the foreign class where `...` stands."""
    if value is ...:
        return name
    if isinstance(value, dict):
        return {key: _named(inner, name) for key, inner in value.items()}
    return [_named(inner, name) for inner in value] if isinstance(value, list) else value
