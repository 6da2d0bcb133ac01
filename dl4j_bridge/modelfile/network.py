"""What a configuration says about the network: its layers, sizes, updaters, counters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .configuration import Fields
from .fields import LayerFields, simple_name
from .layout import parameters_of
from .parameter import Parameter
from .refusal import damaged

Kind = Literal["MultiLayerNetwork", "ComputationGraph"]

# Values an updater keeps for each parameter; org.nd4j.linalg.learning.config.*.stateSize.
_STATE = {
    "AMSGrad": 3,
    "AdaBelief": 2,
    "AdaDelta": 2,
    "AdaGrad": 1,
    "AdaMax": 2,
    "Adam": 2,
    "Nadam": 2,
    "Nesterovs": 1,
    "NoOp": 0,
    "RmsProp": 1,
    "Sgd": 0,
}
MOST_STATE = max(_STATE.values())
"""The most values an updater keeps for a parameter."""

_WRAPPED = {
    "Bidirectional": "fwd",
    "FrozenLayer": "layer",
    "FrozenLayerWithBackprop": "underlying",
    "LastTimeStep": "underlying",
    "MaskZeroLayer": "underlying",
    "TimeDistributed": "underlying",
}
# It inherits the field, and makes no use of it.
_WITHOUT_ACTIVATION = ("BatchNormalization",)
_UNKNOWN_VERTICES = ("AttentionVertex", "FrozenVertex")


@dataclass(frozen=True)
class SavedUpdater:
    """An updater as a layer was saved with it.

    Attributes:
        name: DL4J's class name, such as "Nesterovs".
        settings: its hyper-parameters as in the configuration; a schedule is an object.
    """

    name: str
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class LayerRow:
    """One layer, or one other vertex of a graph.

    Attributes:
        key: what DL4J writes before its parameters' names: its index, or the vertex's name.
        name: its name.
        type: DL4J's class name; a wrapper's has the wrapped one in brackets.
        n_in: number of inputs or channels, if it has such a number.
        n_out: number of outputs or channels, if it has such a number.
        activation: name of its activation function, if it has one.
        layout: its parameters in the flat vector's order; None where that is not known.
        inputs: names of what a graph's vertex takes its input from.
    """

    key: str
    name: str
    type: str
    n_in: int | None
    n_out: int | None
    activation: str | None
    layout: tuple[Parameter, ...] | None
    inputs: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, tuple[int, ...]] | None:
        """Shapes of its parameters by name, in the flat vector's order, if that is known."""
        return None if self.layout is None else {p.name: p.shape for p in self.layout}

    @property
    def count(self) -> int | None:
        """Number of its parameters, if known."""
        return None if self.layout is None else sum(p.count for p in self.layout)


@dataclass(frozen=True)
class Network:
    """What the configuration says.

    Attributes:
        kind: DL4J's class.
        layers: in the order of their parameters.
        ordered: whether that order is known.
        updaters: those in use, each once.
        state: number of values of the updaters' state, if it can be told.
        seed: of the random numbers.
        dtype: DL4J's name of the type; files of beta3 and older have none.
        iterations: parameter updates so far.
        epochs: epochs so far.
    """

    kind: Kind
    layers: tuple[LayerRow, ...]
    ordered: bool
    updaters: tuple[SavedUpdater, ...]
    state: int | None
    seed: int | None
    dtype: str | None
    iterations: int
    epochs: int

    @property
    def parameters(self) -> int | None:
        """Number of parameters, if the layout of every layer is known."""
        counts = [layer.count for layer in self.layers]
        return None if None in counts else sum(count or 0 for count in counts)


def describe(fields: Fields, where: str) -> Network:
    """Read a network's configuration.

    Args:
        fields: the parsed configuration.
        where: the model file's name, for messages.

    Raises:
        ModelFileError: it describes no network.
    """
    confs, vertices = fields.get("confs"), fields.get("vertices")
    if isinstance(confs, list) == bool(vertices):
        raise damaged(
            where, "'configuration.json' is not that of one MultiLayerNetwork or ComputationGraph"
        )
    if vertices:
        return _describe_graph(fields, where)
    layers = [_layer_fields(conf, where) for conf in fields["confs"]]
    if not layers:
        raise damaged(where, "'configuration.json' has no layers")
    rows = [_row(str(index), f"layer{index}", layer) for index, layer in enumerate(layers)]
    return _network("MultiLayerNetwork", fields, rows, layers, fields["confs"][0], where)


def _describe_graph(fields: Fields, where: str) -> Network:
    vertices, inputs = fields["vertices"], fields.get("vertexInputs") or {}
    names = _names(fields, "topologicalOrderStr")
    if names and (
        len(set(names)) != len(names) or set(names) != {*vertices, *_names(fields, "networkInputs")}
    ):
        raise damaged(where, "'configuration.json' has an order of vertices that are not there")
    rows, layers = [], []
    for name in (n for n in (names or vertices) if n in vertices):
        vertex, sources = vertices[name], tuple(inputs.get(name) or ())
        if simple_name(vertex) == "LayerVertex":
            layers.append(_layer_fields(vertex.get("layerConf"), where))
            rows.append(_row(name, name, layers[-1], sources))
        else:
            rows.append(_vertex_row(name, vertex, sources, where))
    default = fields.get("defaultConfiguration")
    conf = default if isinstance(default, dict) else {}
    return _network("ComputationGraph", fields, rows, layers, conf, where)


def _network(
    kind: Kind,
    fields: Fields,
    rows: list[LayerRow],
    layers: list[LayerFields],
    conf: Fields,
    where: str,
) -> Network:
    updaters = {
        json.dumps(updater.settings) + updater.name: updater
        for layer in layers
        for updater in _updaters_of(layer)
    }
    known = all(row.layout is not None for row in rows)
    dtype = fields.get("dataType")
    return Network(
        kind=kind,
        layers=tuple(rows),
        ordered=kind == "MultiLayerNetwork" or bool(_names(fields, "topologicalOrderStr")),
        updaters=tuple(updaters.values()),
        state=sum(_state_of(layer) for layer in layers) if known else None,
        seed=_count(conf, "seed", where, signed=True) if "seed" in conf else None,
        dtype=dtype if isinstance(dtype, str) else None,
        iterations=_count(fields, "iterationCount", where),
        epochs=_count(fields, "epochCount", where),
    )


def _layer_fields(conf: Any, where: str) -> LayerFields:
    layer = conf.get("layer") if isinstance(conf, dict) else None
    if not isinstance(layer, dict) or not simple_name(layer):
        raise damaged(
            where, "'configuration.json' has a layer without a class (as in DL4J 1.0.0-alpha)"
        )
    return LayerFields(layer, _names(conf, "variables"), where)


def _row(key: str, name: str, layer: LayerFields, inputs: tuple[str, ...] = ()) -> LayerRow:
    core, label = _unwrapped(layer)
    layout = parameters_of(layer)
    # Bidirectional gives its own sizes: concatenated, it has twice the outputs of either way.
    sized = layer if layer.has("nout") else core
    activation = "" if core.type in _WITHOUT_ACTIVATION else core.type_of("activationFn")
    return LayerRow(
        key=key,
        name=layer.text("layerName") or name,
        type=label,
        n_in=(sized.size("nin") or None) if sized.has("nin") else None,
        n_out=(sized.size("nout") or None) if sized.has("nout") else None,
        activation=activation.removeprefix("Activation") or None,
        layout=None if layout is None else tuple(layout),
        inputs=inputs,
    )


def _vertex_row(name: str, vertex: Fields, inputs: tuple[str, ...], where: str) -> LayerRow:
    label = simple_name(vertex)
    if not label:
        raise damaged(where, "'configuration.json' has a vertex without a class")
    layout = None if label in _UNKNOWN_VERTICES else ()
    return LayerRow(name, name, label, None, None, None, layout, inputs)


def _unwrapped(layer: LayerFields) -> tuple[LayerFields, str]:
    """The layer that computes, and the names of all around it."""
    field = _WRAPPED.get(layer.type)
    if field is None:
        return layer, layer.type
    core, label = _unwrapped(layer.inner(field))
    return core, f"{layer.type}({label})"


def _updaters_of(layer: LayerFields) -> list[SavedUpdater]:
    """A layer's updater and, if there is one, that of its biases."""
    parameters = parameters_of(layer)
    if parameters is not None and not any(p.updated for p in parameters):
        return []
    core, _ = _unwrapped(layer)
    found = [core.object(key) for key in ("iupdater", "updater", "biasUpdater")]
    return [
        SavedUpdater(simple_name(f), {k: v for k, v in f.items() if k != "@class"})
        for f in found
        if f is not None
    ]


def _state_of(layer: LayerFields) -> int:
    """Number of values of the updater's state for a layer whose layout is known."""
    core, _ = _unwrapped(layer)
    main = _STATE.get(core.type_of("iupdater") or core.type_of("updater"), 0)
    bias = _STATE.get(core.type_of("biasUpdater"), main)
    # Batch normalization has learned offsets, but asks for the layer's updater only.
    return sum(
        p.count * (bias if p.bias else main) for p in parameters_of(layer) or () if p.updated
    )


def _names(fields: Fields, key: str) -> list[str]:
    """A list of names; `configuration` has made sure that a list with names has nothing else."""
    value = fields.get(key)
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def _count(fields: Fields, key: str, where: str, signed: bool = False) -> int:
    value = fields.get(key, 0)
    if not isinstance(value, int) or isinstance(value, bool) or (value < 0 and not signed):
        raise damaged(where, f"'configuration.json' has no whole number as its {key}")
    return value
