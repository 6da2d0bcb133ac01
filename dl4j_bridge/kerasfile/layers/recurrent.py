"""Recurrent layers, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..model import Array, KerasLayer
from .activations import function


def _lstm(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    weights, units = layer.weights, int(layer.config["units"])
    inner = function(layer.config["recurrent_activation"], layer.version)
    outer = function(layer.config["activation"], layer.version)
    x = inputs[0] @ weights["kernel"] + weights.get("bias", 0)
    state = hidden = np.zeros((len(x), units))
    seen = []
    for step in _steps(layer, x):
        gates = x[:, step] + hidden @ weights["recurrent_kernel"]
        enter, forget, new, leave = np.split(gates, 4, axis=1)
        state = inner(forget) * state + inner(enter) * outer(new)
        hidden = inner(leave) * outer(state)
        seen.append(hidden)
    return _shown(layer, seen)


def _simple(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    weights = layer.weights
    outer = function(layer.config["activation"], layer.version)
    x = inputs[0] @ weights["kernel"] + weights.get("bias", 0)
    hidden = np.zeros((len(x), int(layer.config["units"])))
    seen = []
    for step in _steps(layer, x):
        hidden = outer(x[:, step] + hidden @ weights["recurrent_kernel"])
        seen.append(hidden)
    return _shown(layer, seen)


def _steps(layer: KerasLayer, x: Array) -> range:
    count = x.shape[1]
    return range(count - 1, -1, -1) if layer.config.get("go_backwards") else range(count)


def _shown(layer: KerasLayer, seen: list[Array]) -> Array:
    if layer.config.get("return_state"):
        raise NotImplementedError("return_state")
    return np.stack(seen, axis=1) if layer.config.get("return_sequences") else seen[-1]


_INNER = {"LSTM": _lstm, "SimpleRNN": _simple}


def _bidirectional(layer: KerasLayer, inputs: Sequence[Array]) -> Array:
    inner: Mapping[str, Any] = layer.config["layer"]
    if inner["class_name"] not in _INNER:
        raise NotImplementedError(f"{inner['class_name']} in Bidirectional")
    there, back = (
        _INNER[inner["class_name"]](_one_way(layer, side, backwards), inputs)
        for side, backwards in (("forward_", False), ("backward_", True))
    )
    if inner["config"].get("return_sequences"):
        back = back[:, ::-1]
    mode = layer.config["merge_mode"]
    if mode == "concat":
        return np.concatenate([there, back], axis=-1)
    if mode in ("sum", "ave"):
        return np.asarray(there + back) / (2 if mode == "ave" else 1)
    if mode == "mul":
        return np.asarray(there * back)
    raise NotImplementedError(f"merge_mode {mode!r}")


def _one_way(layer: KerasLayer, side: str, backwards: bool) -> KerasLayer:
    weights = {
        name.removeprefix(side): array
        for name, array in layer.weights.items()
        if name.startswith(side)
    }
    config = {**layer.config["layer"]["config"], "go_backwards": backwards}
    return replace(layer, config=config, weights=weights)


LAYERS = {"Bidirectional": _bidirectional, "LSTM": _lstm, "SimpleRNN": _simple}
