"""A Keras model as the HDF5 file of Keras 2, which is what Deeplearning4j reads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from .model import KerasLayer, KerasModel

# The importer reads five characters of it, and looks at the first.
_VERSION = b"2.9.0"


def write_legacy(model: KerasModel, path: Path) -> dict[str, str]:
    """Write a model so that `KerasModelImport` takes it, whichever Keras it came from.

    Returns:
        Each layer's name by the one it has in the file: Deeplearning4j takes names apart, so a
        few characters are not left in them.

    Raises:
        OSError: the file cannot be written.

    Source: Keras' `legacy_h5_format.py`, DL4J's `KerasModelUtils.importWeights`.
    """
    import h5py

    names = _file_names(model)
    with h5py.File(path, "w") as file:
        # As bytes: h5py makes strings of variable length of them, which the importer expects.
        file.attrs["keras_version"] = _VERSION
        file.attrs["backend"] = b"tensorflow"
        file.attrs["model_config"] = json.dumps(_tree(model, names)).encode()
        weights = file.create_group("model_weights")
        for layer in model.layers:
            if layer.weights:
                _write_weights(weights, layer, names[layer.name])
    return {safe: name for name, safe in names.items()}


def _file_names(model: KerasModel) -> dict[str, str]:
    names: dict[str, str] = {}
    for layer in model.layers:
        safe = re.sub(r"[^A-Za-z0-9_.-]", "_", layer.name)
        if layer.kind == "Bidirectional":
            # Where these words are in the path of an array, they mean the direction.
            safe = safe.replace("forward", "fwd").replace("backward", "bwd")
        while safe in names.values():
            safe += "_"
        names[layer.name] = safe
    return names


def _tree(model: KerasModel, names: dict[str, str]) -> dict[str, Any]:
    layers: list[dict[str, Any]] = [
        {
            "class_name": layer.kind,
            "config": {**layer.config, **_asked_for(model, layer), "name": names[layer.name]},
            "name": names[layer.name],
            "inbound_nodes": [[[names[one], 0, 0, {}] for one in layer.inputs]]
            * bool(layer.inputs),
        }
        for layer in model.layers
    ]
    if model.sequential:
        # Keras writes no inbound_nodes here, but some layers of the importer look for them.
        return {"class_name": "Sequential", "config": {"name": "model", "layers": layers}}
    ends = {
        "input_layers": [[names[one], 0, 0] for one in model.inputs],
        "output_layers": [[names[one], 0, 0] for one in model.outputs],
    }
    return {"class_name": "Functional", "config": {"name": "model", "layers": layers, **ends}}


def _asked_for(model: KerasModel, layer: KerasLayer) -> dict[str, Any]:
    """Settings that the importer asks for, and newer Keras does not write."""
    if layer.kind != "Embedding" or layer.config.get("input_length"):
        return {}
    source = model.layer(layer.inputs[0])
    shape = source.config.get("batch_input_shape") or (None, None)
    return {"input_length": shape[1]}


def _write_weights(group: Any, layer: KerasLayer, name: str) -> None:
    """Each array below LAYER/LAYER, its own name after the layer's: the importer cuts that off."""
    paths = []
    for key, array in layer.weights.items():
        side, _, inner = key.partition("_")
        if layer.kind != "Bidirectional":
            paths.append(f"{name}/{name}_{key}:0")
        else:
            paths.append(f"{name}/{side}/{name}_{inner}:0")
        group.create_dataset(f"{name}/{paths[-1]}", data=array.astype(np.float32))
    group[name].attrs["weight_names"] = np.array([path.encode() for path in paths])
