"""What differs between two network configurations, in the words of the course's builder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

# The builder's methods for the names that DL4J writes into its JSON.
_BUILDER = {
    "activationFn": "activation",
    "idropout": "dropOut",
    "iupdater": "updater",
    "layerName": "name",
    "lossFn": "lossFunction",
    "nin": "nIn",
    "nout": "nOut",
    "weightInitFn": "weightInit",
}
# Lists of objects whose own settings have telling names (`l2`).
_PENALTIES = ("regularization[", "regularizationBias[")
_NETWORK, _EVERY = "network", "every layer"


@dataclass(frozen=True)
class Setting:
    """A setting whose value is not the same in both.

    Attributes:
        where: `network`, `layer 0 (DenseLayer)`, `every layer`.
        name: as the builder calls it, such as `updater.learningRate`.
        values: of the first and of the second configuration, as JSON has them.
    """

    where: str
    name: str
    values: tuple[Any, Any]

    def told(self, sides: tuple[str, str]) -> str:
        """The difference in a line; `sides` name the two."""
        first, second = (in_words(value) for value in self.values)
        return f"{self.where}: {self.name} is {first} in {sides[0]}, {second} in {sides[1]}"


def differences(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[Setting]:
    """What differs between two configurations of a MultiLayerNetwork or a ComputationGraph.

    Args:
        first: DL4J's JSON, parsed.
        second: the other's.

    Returns:
        The network's own settings, then the layers' in their order; what differs alike in
        several layers is said once.
    """
    own = list(_compare(_without_layers(first), _without_layers(second), _NETWORK))
    parts = _layers(first), _layers(second)
    kinds = tuple([_kind(part) for part in side.values()] for side in parts)
    if list(parts[0]) != list(parts[1]):
        return [*own, Setting(_NETWORK, "layers", (kinds[0], kinds[1]))]
    found = [
        setting
        for (name, one), other in zip(parts[0].items(), parts[1].values(), strict=True)
        for setting in _compare_layer(name, one, other)
    ]
    return [*own, *_gathered(found, len(parts[0]))]


def class_name(value: Any) -> str:
    """Short name of the class a JSON object is of, empty if it says none."""
    name = value.get("@class", "") if isinstance(value, Mapping) else ""
    return str(name).rpartition(".")[2].rpartition("$")[2]


def in_words(value: Any) -> str:
    """A value of the configuration as a person would write it."""
    if value is None or value == []:
        return "not set"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(in_words(one) for one in value) + "]"
    return str(value)


def _object(value: Mapping[str, Any]) -> str:
    name = class_name(value)
    if name == "FixedSchedule":
        return in_words(value.get("value"))
    rest = {key: one for key, one in value.items() if key != "@class" and one is not None}
    inside = ", ".join(f"{_BUILDER.get(key, key)} {in_words(one)}" for key, one in rest.items())
    return f"{name}({inside})" if inside else name or "not set"


def _layers(configuration: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Each layer's or vertex's part by its name."""
    if "vertices" in configuration:
        return {f"'{name}'": part for name, part in configuration["vertices"].items()}
    return {str(number): part for number, part in enumerate(configuration.get("confs", ()))}


def _without_layers(configuration: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in configuration.items()
        # A graph's defaults were copied into each layer, where they count.
        if key not in ("confs", "vertices", "defaultConfiguration")
    }


def _kind(part: Mapping[str, Any]) -> str:
    """What a layer or vertex is, such as `DenseLayer`."""
    conf = part.get("layerConf", part)
    return class_name(conf.get("layer")) or class_name(part)


def _compare_layer(
    name: str, first: Mapping[str, Any], second: Mapping[str, Any]
) -> Iterator[Setting]:
    kinds = _kind(first), _kind(second)
    if kinds[0] != kinds[1]:
        yield Setting(f"layer {name}", "type", kinds)
        return
    where = f"layer {name} ({kinds[0]})"
    confs = [dict(part.get("layerConf", part)) for part in (first, second)]
    layers = [conf.pop("layer", None) for conf in confs]
    yield from _compare(layers[0], layers[1], where)
    # Seed, data type and the like lie beside each layer, but the builder sets them once.
    yield from _compare(confs[0], confs[1], where if layers == [None, None] else _NETWORK)
    if "layerConf" in first:
        around = [{**part, "layerConf": None} for part in (first, second)]
        yield from _compare(around[0], around[1], where)


def _compare(first: Any, second: Any, where: str, name: str = "") -> Iterator[Setting]:
    """Where two JSON values differ; objects of different classes differ as a whole."""
    if first == second and type(first) is type(second):
        return
    both = first, second
    if class_name(first) == class_name(second) == "FixedSchedule":
        yield from _compare(first.get("value"), second.get("value"), where, name)
    elif all(isinstance(one, Mapping) for one in both) and class_name(first) == class_name(second):
        for key in dict.fromkeys([*first, *second]):
            inner = _BUILDER.get(key, key)
            dotted = inner if not name or name.startswith(_PENALTIES) else f"{name}.{inner}"
            yield from _compare(first.get(key), second.get(key), where, dotted)
    elif all(isinstance(one, list) for one in both) and len(first) == len(second):
        for place, pair in enumerate(zip(first, second, strict=True)):
            yield from _compare(*pair, where, f"{name}[{place}]")
    elif in_words(first) != in_words(second):
        yield Setting(where, name, both)


def _gathered(found: Sequence[Setting], layers: int) -> Iterator[Setting]:
    """The same difference in several layers, said once."""
    groups: dict[str, list[Setting]] = {}
    for setting in found:
        groups.setdefault(repr((setting.name, setting.values)), []).append(setting)
    for group in groups.values():
        places = [setting.where for setting in group]
        if _NETWORK in places:
            where = _NETWORK
        elif len(places) == layers > 1:
            where = _EVERY
        else:
            where = ", ".join(places)
        yield replace(group[0], where=where)


def parameter_label(configuration: Mapping[str, Any], parameter: str) -> str:
    """Where a parameter belongs, such as `layer 0 (DenseLayer), W` for `0_W`."""
    layers = _layers(configuration)
    # A graph's layers may have names that begin alike.
    for name in sorted(layers, key=len, reverse=True):
        layer = name.strip("'") + "_"
        if parameter.startswith(layer):
            return f"layer {name} ({_kind(layers[name])}), {parameter[len(layer) :]}"
    return parameter
