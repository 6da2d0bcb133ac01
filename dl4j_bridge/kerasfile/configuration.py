"""Keras' JSON of a model, from Keras 2 or 3, as layers in the words of Keras 2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..modelfile.refusal import quoted

_SEQUENTIAL = "Sequential"
_FUNCTIONAL = ("Functional", "Model")
# What Keras 3 writes beside a class's name and settings.
_OF_KERAS_3 = ("module", "registered_name", "build_config", "compile_config", "shared_object_id")


class UnreadableModel(Exception):
    """A model that cannot be taken; the text says which layer, and why."""


@dataclass(frozen=True)
class Described:
    """A layer as the JSON tells it: see `KerasLayer`."""

    name: str
    kind: str
    config: dict[str, Any]
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class Structure:
    """A model as the JSON tells it: see `KerasModel`."""

    sequential: bool
    layers: tuple[Described, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


def structure(tree: Any) -> Structure:
    """The layers of a model.

    Args:
        tree: the JSON of `model_config` or `config.json`.

    Raises:
        UnreadableModel: a model of another kind, or a layer that is used in a way that
            Deeplearning4j cannot follow.
        LookupError, TypeError, ValueError: not what Keras writes.
    """
    kind, config = tree["class_name"], tree["config"]
    if kind == _SEQUENTIAL:
        return _sequential(config["layers"] if isinstance(config, dict) else config)
    if kind in _FUNCTIONAL:
        return _functional(config)
    raise UnreadableModel(
        f"its class is {quoted(str(kind))}, whose layers no file tells; only Sequential and "
        "functional models are written down whole"
    )


def _sequential(entries: Sequence[Mapping[str, Any]]) -> Structure:
    layers: list[Described] = []
    for entry in entries:
        kind, config = _plain_layer(entry)
        if not layers and kind != "InputLayer":
            layers.append(_input_before(config))
        inputs = (layers[-1].name,) if layers else ()
        layers.append(Described(str(config["name"]), kind, config, inputs))
    return _unique(Structure(True, tuple(layers), (layers[0].name,), (layers[-1].name,)))


def _input_before(first: Mapping[str, Any]) -> Described:
    """The input that a chain without an `InputLayer` tells in its first layer."""
    shape = first.get("batch_input_shape")
    if shape is None:
        raise UnreadableModel(
            "its input shape is not in the file: the model was saved before it was built; call "
            "model.build(...) or give the model an Input, then save it again"
        )
    name = f"{first['name']}_input"
    return Described(name, "InputLayer", {"name": name, "batch_input_shape": list(shape)}, ())


def _functional(config: Mapping[str, Any]) -> Structure:
    layers = []
    for entry in config["layers"]:
        kind, plain = _plain_layer(entry)
        name = str(entry.get("name") or plain["name"])
        nodes = entry["inbound_nodes"]
        if len(nodes) > 1:
            raise UnreadableModel(
                f"layer {quoted(name)} ({kind}) is used {len(nodes)} times (shared weights), "
                "which Deeplearning4j's import would silently take for one use"
            )
        sources = tuple(_source(one, name) for one in _tensors(nodes))
        layers.append(Described(name, kind, {**plain, "name": name}, sources))
    return _unique(
        Structure(
            False,
            tuple(layers),
            _names(config["input_layers"]),
            _names(config["output_layers"]),
        )
    )


def _unique(found: Structure) -> Structure:
    names = [layer.name for layer in found.layers]
    known = set(names)
    if len(known) < len(names):
        raise ValueError("two layers have the same name")
    used = {*found.inputs, *found.outputs, *(one for layer in found.layers for one in layer.inputs)}
    if used - known:
        raise ValueError(f"there is no layer {sorted(used - known)[0]!r}")
    return found


def _tensors(node: Any) -> Iterator[Sequence[Any]]:
    """Every (layer, node, tensor) in what Keras 2 or 3 writes about a call's arguments."""
    if isinstance(node, Mapping):
        if node.get("class_name") == "__keras_tensor__":
            yield node["config"]["keras_history"]
        else:
            yield from _tensors(list(node.values()))
    elif isinstance(node, Sequence) and not isinstance(node, str):
        if len(node) in (3, 4) and isinstance(node[0], str) and isinstance(node[1], int):
            yield node
        else:
            for one in node:
                yield from _tensors(one)


def _source(history: Sequence[Any], name: str) -> str:
    source, node, tensor = history[:3]
    if node or tensor:
        raise UnreadableModel(
            f"layer {quoted(name)} takes output {tensor} of use {node} of layer "
            f"{quoted(str(source))}; Deeplearning4j's import knows the first output only"
        )
    return str(source)


def _names(entries: Any) -> tuple[str, ...]:
    """Of `input_layers`: a list of (name, node, tensor), or in Keras 3 a single one."""
    return tuple(str(history[0]) for history in _tensors(entries))


def _plain_layer(entry: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    kind, config = str(entry["class_name"]), _plain(entry["config"])
    if kind in (_SEQUENTIAL, *_FUNCTIONAL):
        raise UnreadableModel(
            f"layer {quoted(str(config.get('name')))} is a model of its own ({kind}), which "
            "Deeplearning4j cannot import; build the model from its layers instead"
        )
    if kind == "Lambda":
        raise UnreadableModel(
            f"layer {quoted(str(config.get('name')))} (Lambda) holds Python code, which is never "
            "run from a file; write it with Keras' own layers"
        )
    for new, old in (("batch_shape", "batch_input_shape"), ("negative_slope", "alpha")):
        if new in config and kind in ("InputLayer", "LeakyReLU"):
            config[old] = config.pop(new)
    if kind == "BatchNormalization" and isinstance(config.get("axis"), list):
        [config["axis"]] = config["axis"]
    if config.get("activation") == "silu":
        config["activation"] = "swish"
    if isinstance(config.get("layer"), dict):  # Bidirectional, TimeDistributed
        inner, settings = _plain_layer(config["layer"])
        config["layer"] = {"class_name": inner, "config": settings}
    return kind, config


def _plain(value: Any) -> Any:
    """Without what only Keras 3 writes: modules, registered names, policies for types."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") in ("DTypePolicy", "Policy"):
        return value["config"]["name"]
    if value.get("class_name") == "function":
        return value["config"]
    return {key: _plain(one) for key, one in value.items() if key not in _OF_KERAS_3}
