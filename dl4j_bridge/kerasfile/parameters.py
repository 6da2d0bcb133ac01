"""Which weights each of Keras' layers has, in which order and of which shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Shape = tuple[int | None, ...]
"""None stands for what only the layer's input tells."""

_GATES = {"LSTM": 4, "GRU": 3, "SimpleRNN": 1}


def parameters(kind: str, config: Mapping[str, Any]) -> dict[str, Shape] | None:
    """Names and shapes of a layer's weights, in Keras' order.

    Returns:
        None for a class that is not known here.

    Raises:
        LookupError, TypeError, ValueError: settings that are missing or of another type.
    """
    if kind == "TimeDistributed":
        return parameters(config["layer"]["class_name"], config["layer"]["config"])
    if kind == "Bidirectional":
        inner = parameters(config["layer"]["class_name"], config["layer"]["config"]) or {}
        sides = ("forward", "backward")
        return {f"{side}_{name}": shape for side in sides for name, shape in inner.items()}
    if kind in _GATES:
        return _recurrent(kind, config)
    if kind == "BatchNormalization":
        names = ["gamma"] * config.get("scale", True) + ["beta"] * config.get("center", True)
        return dict.fromkeys([*names, "moving_mean", "moving_variance"], (None,))
    if kind == "Embedding":
        return {"embeddings": (int(config["input_dim"]), int(config["output_dim"]))}
    if kind == "PReLU":
        return {"alpha": ()}
    if kind == "Dense":
        return _with_bias({"kernel": (None, int(config["units"]))}, int(config["units"]), config)
    if "Conv" in kind:
        return _convolution(kind, config)
    return None


def _recurrent(kind: str, config: Mapping[str, Any]) -> dict[str, Shape]:
    units = int(config["units"])
    width = _GATES[kind] * units
    kernels: dict[str, Shape] = {"kernel": (None, width), "recurrent_kernel": (units, width)}
    if kind == "GRU":
        return {**kernels, "bias": ()} if config.get("use_bias", True) else kernels
    return _with_bias(kernels, width, config)


def _convolution(kind: str, config: Mapping[str, Any]) -> dict[str, Shape] | None:
    size = tuple(int(n) for n in config["kernel_size"])
    if kind == "DepthwiseConv2D":
        depth = int(config["depth_multiplier"])
        return _with_bias({"depthwise_kernel": (*size, None, depth)}, None, config)
    filters = int(config["filters"])
    if kind == "SeparableConv2D":
        depth = int(config["depth_multiplier"])
        kernels: dict[str, Shape] = {
            "depthwise_kernel": (*size, None, depth),
            "pointwise_kernel": (*(1 for _ in size), None, filters),
        }
        return _with_bias(kernels, filters, config)
    if kind in ("Conv2DTranspose", "Conv3DTranspose"):
        return _with_bias({"kernel": (*size, filters, None)}, filters, config)
    if kind in ("Conv1D", "Conv2D", "Conv3D"):
        return _with_bias({"kernel": (*size, None, filters)}, filters, config)
    return None


def _with_bias(
    kernels: dict[str, Shape], width: int | None, config: Mapping[str, Any]
) -> dict[str, Shape]:
    return {**kernels, "bias": (width,)} if config.get("use_bias", True) else kernels
