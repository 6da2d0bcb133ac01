"""A model file in words and plain values."""

from __future__ import annotations

import math
from typing import Any

from ..modelfile import LayerRow, ModelFile, SavedUpdater


def facts(model: ModelFile) -> dict[str, Any]:
    """All that is known of a model, as values that JSON has."""
    return {
        "file": str(model.path),
        "bytes": model.size,
        "sha256": model.sha256,
        "kind": model.kind,
        "dtype": model.dtype,
        "parameters": model.parameters,
        "layers": [_layer(row) for row in model.layers],
        "updaters": [{"name": u.name, "settings": settings(u)} for u in model.updaters],
        "updater_state": model.updater_state,
        "resumable": model.resumable,
        "iterations": model.iterations,
        "epochs": model.epochs,
        "seed": model.seed,
        "normalizer": model.normalizer,
        "non_finite": model.non_finite,
        "non_finite_state": model.non_finite_state,
        "sealed": model.sealed,
        "details": _finite(dict(model.details)),
        "entries": [
            {"name": e.name, "bytes": e.size, "stored_bytes": e.stored} for e in model.entries
        ],
        "warnings": warnings(model),
    }


def warnings(model: ModelFile) -> list[str]:
    """What a user of the model should know before relying on it, one sentence or two each."""
    found = []
    if model.non_finite:
        found.append(
            f"{model.non_finite:,} of {model.parameters:,} parameters are NaN or infinite; "
            "training had diverged, and what it predicts means nothing."
        )
    if model.non_finite_state:
        found.append(
            f"{model.non_finite_state:,} of {model.updater_state:,} values of the updater's state "
            "are NaN or infinite; training that goes on from here will diverge."
        )
    if not model.resumable:
        found.append(
            "The updater's state was not saved: the model predicts as it did, "
            "but training cannot go on exactly where it stopped."
        )
    unknown = sorted({row.type for row in model.layers if row.layout is None})
    if unknown:
        found.append(
            f"The parameters of {', '.join(unknown)} can be counted only by DL4J; "
            "the number of all parameters was not compared with the layers."
        )
    return found


def origin(model: ModelFile) -> str:
    """What wrote a file, and what of it could be verified."""
    if not model.sealed:
        return "not sealed by dl4j-bridge: a bit that was changed on purpose cannot be noticed"
    named = {
        "dl4j-bridge": "dl4j_bridge",
        "Deeplearning4j": "deeplearning4j",
        "Java": "java",
        "backend": "native",
    }
    told = (f"{name} {model.details[key]}" for name, key in named.items() if key in model.details)
    return f"{', '.join(told) or 'dl4j-bridge'}; each entry has the SHA-256 it was saved with"


def settings(updater: SavedUpdater) -> dict[str, Any]:
    """An updater's hyper-parameters, its rate first; a schedule in the place of what it gives."""
    rate_first = sorted(updater.settings.items(), key=lambda item: item[0] != "learningRate")
    found = dict(rate_first)
    for key in [key for key in found if isinstance(found.get(f"{key}Schedule"), dict)]:
        found[key] = found.pop(f"{key}Schedule")
    return {key: value for key, value in found.items() if value is not None}


def in_words(updater: SavedUpdater) -> str:
    """An updater as DL4J's Java would make it, such as `Nesterovs(learningRate=0.006, …)`."""
    return f"{updater.name}({_pairs(settings(updater))})"


def shapes(row: LayerRow) -> str:
    """The parameters of a layer with their shapes, such as `W 784×1000, b 1000`."""
    if row.parameters is None:
        return "not known"
    return ", ".join(
        f"{name} {'×'.join(str(axis) for axis in shape)}" for name, shape in row.parameters.items()
    )


def size(count: int) -> str:
    """Bytes in the unit that suits them."""
    if count < 1000:
        return f"{count} B"
    power = min(int(math.log10(count)) // 3, 3)
    return f"{count / 1000**power:.1f} {('B', 'kB', 'MB', 'GB')[power]}"


def _finite(value: Any) -> Any:
    """A JSON value with null in the place of numbers that JSON does not have."""
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _layer(row: LayerRow) -> dict[str, Any]:
    named = row.parameters
    return {
        "key": row.key,
        "name": row.name,
        "type": row.type,
        "n_in": row.n_in,
        "n_out": row.n_out,
        "activation": row.activation,
        "inputs": list(row.inputs),
        "parameters": None if named is None else {k: list(shape) for k, shape in named.items()},
        "count": row.count,
    }


def _pairs(fields: dict[str, Any]) -> str:
    return ", ".join(f"{key}={_value(value)}" for key, value in fields.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        name = str(value.get("@class", "")).rsplit(".", 1)[-1]
        return f"{name}({_pairs({k: v for k, v in value.items() if k != '@class'})})"
    return f"{value:g}" if isinstance(value, float) else str(value)
