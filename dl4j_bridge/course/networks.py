"""The networks that a Java program configures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .chains import Call, Chain, follow, origin
from .code import Code
from .constants import Constant, constant, number
from .names import Names

OUTPUTS = {"OutputLayer", "RnnOutputLayer", "CenterLossOutputLayer"}
LOSSES = {"LossLayer", "RnnLossLayer", "CnnLossLayer"}
_SOFTMAX_UNLESS_TOLD = {"OutputLayer", "RnnOutputLayer"}
_ADDING = {"layer", "addLayer", "appendLayer"}
_SPELLINGS = {
    "LRELU": "LEAKYRELU",
    "BINARYXENT": "XENT",
    "NEGATIVELOGLIKELIHOOD": "NEGATIVELOGLIKELIHOOD",
    "MAE": "MEAN_ABSOLUTE_ERROR",
    "SQUARED_LOSS": "MSE",
    "SPARSEMCXENT": "SPARSE_MCXENT",
    "KLD": "KL_DIVERGENCE",
}


@dataclass(frozen=True)
class LayerCode:
    """A layer as the program builds it."""

    names: Names
    chain: Chain

    @property
    def kind(self) -> str:
        """The layer's class, such as `DenseLayer`."""
        return self.chain.root.created.partition(".")[0]

    @property
    def at(self) -> Code:
        """Where it stands."""
        return self.chain.root

    def value(self, method: str) -> Constant | None:
        """The constant that a setting is known to have."""
        call = self.chain.last(method)
        return None if call is None or not call.arguments else self._constant(call.arguments[0])

    def _constant(self, code: Code) -> Constant | None:
        return constant(self.names, code)

    def size(self, method: str) -> int | None:
        """A size such as `nIn`, where it is known."""
        names = ("nOut", "units") if method == "nOut" else (method,)
        call = self.chain.last(*names)
        value = number(self.names, call.arguments[0]) if call and call.arguments else None
        return value if isinstance(value, int) else None

    def says(self, *methods: str) -> bool:
        """Whether it, or something that cannot be seen, makes one of these settings."""
        return not self.chain.whole or self.chain.last(*methods) is not None

    @cached_property
    def activation(self) -> str | None:
        """The activation said here, or the output layer's own, in capitals; None if not known."""
        call = self.chain.last("activation")
        if call is not None and call.arguments:
            return enumerated(self.names, call.arguments[0], "Activation")
        known = self.kind in _SOFTMAX_UNLESS_TOLD and self.chain.whole and call is None
        return "SOFTMAX" if known else None

    @cached_property
    def loss(self) -> str | None:
        """The loss function in capitals, where it is known."""
        call = self.chain.last("lossFunction")
        given = call.arguments if call else self.chain.root.arguments
        return enumerated(self.names, given[0], "Loss") if given else None


@dataclass(frozen=True)
class NetworkCode:
    """A network's configuration as the program builds it.

    Attributes:
        chain: every call on its builder.
        graph: whether it is a ComputationGraph.
        settings: the calls for all layers.
        body: the calls after `list()` or `graphBuilder()`.
        layers: in order, as far as they are known.
        complete: no layer or call is hidden from the reader.
    """

    names: Names
    chain: Chain
    graph: bool
    settings: tuple[Call, ...]
    body: tuple[Call, ...]
    layers: tuple[LayerCode, ...]
    complete: bool

    @property
    def at(self) -> Code:
        """Where it begins."""
        return self.chain.root

    def setting(self, *methods: str) -> Call | None:
        """The last setting of this name for all layers."""
        return next((call for call in reversed(self.settings) if call.name in methods), None)

    def has(self, *methods: str) -> bool:
        """Whether one of these is called after `list()` or `graphBuilder()`."""
        return any(call.name in methods for call in self.body)

    @property
    def hidden(self) -> tuple[LayerCode, ...]:
        """The layers that are neither outputs nor losses."""
        return tuple(layer for layer in self.layers if layer.kind not in OUTPUTS | LOSSES)

    @property
    def outputs(self) -> tuple[LayerCode, ...]:
        """The output layers."""
        return tuple(layer for layer in self.layers if layer.kind in OUTPUTS)

    def activation(self, layer: LayerCode) -> str | None:
        """A layer's activation, own, for all, or Deeplearning4j's default; None if not known."""
        if layer.activation or layer.says("activation"):
            return layer.activation
        call = self.setting("activation")
        if call is not None and call.arguments:
            return enumerated(self.names, call.arguments[0], "Activation")
        return "SIGMOID" if self.chain.whole else None


def enumerated(names: Names, code: Code, prefix: str) -> str | None:
    """An enum constant's name, or its class's without the prefix, in capitals."""
    code = names.definition(code)
    if code.kind == "object_creation_expression" and code.created.startswith(prefix):
        name = code.created.removeprefix(prefix).upper()
    elif code.kind == "string_literal":
        name = code.text[1:-1].upper()
    elif code.kind in ("identifier", "field_access"):
        name = code.text.rpartition(".")[2]
    else:
        return None
    return _SPELLINGS.get(name, name) if name == name.upper() else None


def layers(names: Names) -> list[LayerCode]:
    """Every layer that a program builds, in the order of the text."""
    return [
        LayerCode(names, follow(names, code)) for code in _created(names) if _is_layer(code.created)
    ]


def networks(names: Names, known: list[LayerCode]) -> list[NetworkCode]:
    """Every network that a program configures, in the order of the text."""
    by_root = {layer.chain.root: layer for layer in known}
    found = []
    for code in _created(names):
        if code.created == "NeuralNetConfiguration.Builder":
            network = _network(names, follow(names, code), by_root)
            if network is not None:
                found.append(network)
    return found


def _network(names: Names, chain: Chain, known: dict[Code, LayerCode]) -> NetworkCode | None:
    starts = [i for i, call in enumerate(chain.calls) if call.name in ("list", "graphBuilder")]
    if not starts:
        return None
    start = chain.calls[starts[0]]
    body = chain.calls[starts[0] + 1 :]
    given = list(start.arguments) + [_layer_of(call) for call in body if call.name in _ADDING]
    roots = [origin(names, code) if code else None for code in given]
    # The same text used for several layers has values that depend on the call.
    members = tuple(known[root] for root in roots if root in known)
    complete = chain.whole and len(starts) == 1 and len(members) == len(roots) == len(set(roots))
    graph = start.name == "graphBuilder"
    settings = chain.calls[: starts[0]]
    return NetworkCode(names, chain, graph, settings, body, members, complete)


def _layer_of(call: Call) -> Code | None:
    if len(call.arguments) == 1 or call.name == "appendLayer":
        return call.arguments[-1]
    return call.arguments[1] if len(call.arguments) > 1 else None


def _created(names: Names) -> Iterator[Code]:
    for file in names.files:
        yield from file.within("object_creation_expression")


def _is_layer(created: str) -> bool:
    kind, dot, inner = created.partition(".")
    named = kind.endswith("Layer") or kind in ("LSTM", "GravesLSTM", "BatchNormalization")
    return named and dot == "." and inner == "Builder"
