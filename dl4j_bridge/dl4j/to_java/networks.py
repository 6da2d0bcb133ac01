"""The builder chain of a whole configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import jpype

from ...errors import UsageError
from .approaching import approach
from .expressions import Call, Chain, Elements, Expression, Literal, New
from .reflection import BY_INIT, Leaves, fields, is_layer, java, leaves, to_json
from .values import express

_CONF = "org.deeplearning4j.nn.conf."
# Training counts these up; no builder sets them.
COUNTERS = ("iterationCount", "epochCount")
# What a configuration is asked to leave unchecked if its builder refuses it, least first.
_UNCHECKED = ("validateOutputLayerConfig", "validateTbpttConfig")


def whole(configuration: Any) -> Leaves:
    """A configuration's leaves without what `init()` and training write into it."""
    return leaves(to_json(configuration), (*BY_INIT, *COUNTERS))


def chain_of(target: Any) -> Chain:
    """The chain that builds a configuration, each setting where it takes effect.

    Raises:
        UsageError: something that no builder sets; the message names class and field.
    """
    global_builder = java(f"{_CONF}NeuralNetConfiguration$Builder").class_
    sequence = isinstance(target, java(f"{_CONF}MultiLayerConfiguration"))
    layers = _sequence(target) if sequence else _graph(target)
    begin = global_builder.getMethod("list" if sequence else "graphBuilder")
    builder = begin.getReturnType()
    chain = Chain(
        New(global_builder.getConstructor(), ()),
        (Call(begin), *layers, Call(builder.getMethod("build"))),
    )
    chain = _unchecked(chain, builder)
    view = _settings_of_sequence if sequence else _settings_of_graph
    wanted = leaves(view(target), (*COUNTERS, "variables"))
    values = {**fields(_first_conf(target, sequence)), **fields(target)}
    values = {name: value for name, value in values.items() if name not in COUNTERS}

    def json_of(chain: Chain) -> Any:
        return {k: v for k, v in view(chain.evaluate()).items() if k not in COUNTERS}

    def globally(chain: Chain, call: Call) -> Chain:
        place = next(i for i, c in enumerate(chain.calls) if c.method.equals(begin))
        return replace(chain, calls=(*chain.calls[:place], call, *chain.calls[place:]))

    chain, left = approach(chain, global_builder, values, wanted, json_of, globally)
    if left:
        chain, left = approach(chain, builder, values, wanted, json_of)
    if whole(chain.evaluate()) == whole(target):
        return chain

    return _with_what_layers_inherit(chain, target, globally)


def _with_what_layers_inherit(
    chain: Chain, target: Any, globally: Callable[[Chain, Call], Chain]
) -> Chain:
    """With what only the network can give its layers, such as the dropout of a wrapper."""

    def of_layers(chain: Chain) -> Any:
        return _transposed(list(_with_inner(layers_of(chain.evaluate()))))

    wanted = list(_with_inner(layers_of(target)))
    pairs = zip(wanted, _with_inner(layers_of(chain.evaluate())), strict=False)
    unlike = [one for one, now in pairs if leaves(to_json(one)) != leaves(to_json(now))]
    values: dict[str, Any] = {}
    for name, value in (item for one in unlike for item in fields(one).items()):
        if value is not None:
            values.setdefault(name, java("java.util.ArrayList")()).add(value)
    builder = java(f"{_CONF}NeuralNetConfiguration$Builder").class_
    return approach(chain, builder, values, leaves(_transposed(wanted)), of_layers, globally)[0]


def layers_of(configuration: Any) -> list[Any]:
    """The configurations of the layers, and the vertices that are none."""
    if hasattr(configuration, "getConfs"):
        return [conf.getLayer() for conf in configuration.getConfs()]
    vertices = configuration.getVertices().values()
    kind = java(f"{_CONF}graph.LayerVertex")
    return [v.getLayerConf().getLayer() if isinstance(v, kind) else v for v in vertices]


def _with_inner(layers: Iterable[Any]) -> Iterator[Any]:
    """Each layer, followed by the layers that it wraps."""
    for one in layers:
        yield one
        yield from _with_inner(value for value in fields(one).values() if is_layer(value))


def _transposed(layers: list[Any]) -> dict[str, Any]:
    """The settings of some layers, each with what the layers have of it."""
    trees = [to_json(layer) for layer in layers]
    names = {name for tree in trees for name in tree}
    return {name: [tree.get(name) for tree in trees] for name in names}


def _first_conf(target: Any, sequence: bool) -> Any:
    return target.getConf(0) if sequence else target.getDefaultConfiguration()


def _settings_of_sequence(configuration: Any) -> dict[str, Any]:
    """The settings of the network, each with what every layer's configuration has of it."""
    tree = to_json(configuration)
    confs = tree.pop("confs")
    tree.pop("inputPreProcessors")
    return _joined(tree, confs)


def _settings_of_graph(configuration: Any) -> dict[str, Any]:
    tree = to_json(configuration)
    vertices = tree.pop("vertices").values()
    confs = [tree.pop("defaultConfiguration")]
    confs += [vertex["layerConf"] for vertex in vertices if "layerConf" in vertex]
    for key in ("vertexInputs", "topologicalOrder", "topologicalOrderStr"):
        tree.pop(key, None)
    return _joined(tree, confs)


def _joined(tree: dict[str, Any], confs: list[dict[str, Any]]) -> dict[str, Any]:
    names = {name for conf in confs for name in conf} - {"layer", "variables"}
    joined: dict[str, Any] = {
        name: {"layers": [conf.get(name) for conf in confs]} for name in names
    }
    for name, value in tree.items():
        joined.setdefault(name, {})["network"] = value
    return joined


def _sequence(target: Any) -> Iterator[Call]:
    """`.layer(...)` for each layer, then the preprocessors between them."""
    builder = java(f"{_CONF}NeuralNetConfiguration$ListBuilder").class_
    layer = builder.getMethod("layer", java(f"{_CONF}layers.Layer").class_)
    for conf in target.getConfs():
        yield Call(layer, (express(conf.getLayer()),))
    between = builder.getMethod(
        "inputPreProcessor",
        java("java.lang.Integer").class_,
        java(f"{_CONF}InputPreProcessor").class_,
    )
    processors = target.getInputPreProcessors()
    for index in sorted(processors.keySet()):
        yield Call(between, (express(index), express(processors.get(index))))


def _graph(target: Any) -> Iterator[Call]:
    """The graph's inputs, vertices in their order, outputs."""
    builder = java(f"{_CONF}ComputationGraphConfiguration$GraphBuilder").class_
    text, texts = java("java.lang.String").class_, jpype.JClass("[Ljava.lang.String;").class_
    layer_class = java(f"{_CONF}layers.Layer").class_
    processor_class = java(f"{_CONF}InputPreProcessor").class_
    vertex_class = java(f"{_CONF}graph.GraphVertex").class_
    yield Call(builder.getMethod("addInputs", texts), (_texts(target.getNetworkInputs()),))
    add_layer = builder.getMethod("addLayer", text, layer_class, texts)
    add_with = builder.getMethod("addLayer", text, layer_class, processor_class, texts)
    add_vertex = builder.getMethod("addVertex", text, vertex_class, texts)
    for entry in target.getVertices().entrySet():
        name, vertex = entry.getKey(), entry.getValue()
        inputs = _texts(target.getVertexInputs().get(name) or [])
        if not isinstance(vertex, java(f"{_CONF}graph.LayerVertex")):
            yield Call(add_vertex, (express(name), express(vertex), inputs))
            continue
        layer = express(vertex.getLayerConf().getLayer())
        processor = vertex.getPreProcessor()
        if processor is None:
            yield Call(add_layer, (express(name), layer, inputs))
        else:
            yield Call(add_with, (express(name), layer, express(processor), inputs))
    yield Call(builder.getMethod("setOutputs", texts), (_texts(target.getNetworkOutputs()),))


def _texts(values: Any) -> Expression:
    return Elements(
        java("java.lang.String").class_, tuple(express(value) for value in values), alone=True
    )


def _unchecked(chain: Chain, builder: Any) -> Chain:
    """The chain with as few of the builder's checks switched off as it needs."""
    boolean = jpype.JBoolean
    off = Literal("false", java("java.lang.Boolean")(False))
    last: jpype.JException | None = None
    for count in range(len(_UNCHECKED) + 1):
        calls = [Call(builder.getMethod(n, boolean.class_), (off,)) for n in _UNCHECKED[:count]]
        trial = chain
        for call in calls:
            trial = trial.before_last(call)
        try:
            trial.evaluate()
        except jpype.JException as error:
            last = error
        else:
            return trial
    raise UsageError(f"The configuration cannot be built anew: {last}. Check its layers.")
