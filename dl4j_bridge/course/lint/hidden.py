"""Rules about hidden layers, their activations, weights or penalties."""

from __future__ import annotations

from collections.abc import Iterator

from ..chains import Call
from ..code import Code
from ..finding import Finding
from ..networks import LayerCode, NetworkCode, enumerated
from .program import Program
from .rule import Rule, Severity

_PLAIN = {"DenseLayer", "ConvolutionLayer"}
_EXTRA = {"ActivationLayer", "BatchNormalization", "PReLULayer"}
_LARGE_PENALTY = 0.1


def _weights(network: NetworkCode, layer: LayerCode) -> tuple[str, Code] | None:
    """How a layer's weights begin, with the place that says so."""
    for call in (layer.chain.last("weightInit", "dist"), network.setting("weightInit", "dist")):
        if call is not None and call.arguments:
            name = enumerated(layer.names, call.arguments[0], "WeightInit")
            return (name, call.at) if name else None
    return None


class DefaultSigmoid(Rule):
    """Hidden layers have no activation set, so they are sigmoids."""

    id = "default-sigmoid"
    why = (
        "Deeplearning4j's default activation is SIGMOID, not IDENTITY or RELU as elsewhere; "
        "deep networks of sigmoids hardly learn."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for network in program.networks:
            if not network.complete or network.setting("activation"):
                continue
            for layer, after in zip(network.layers, network.layers[1:], strict=False):
                dense = layer.kind == "DenseLayer" and after.kind not in _EXTRA
                if dense and not layer.says("activation"):
                    yield self.at(
                        layer.at,
                        "The layer's activation is not set; it is SIGMOID.",
                        "Say which: .activation(Activation.RELU), or SIGMOID if you mean it.",
                    )


class LinearHiddenLayers(Rule):
    """All hidden layers have the activation IDENTITY."""

    id = "linear-hidden-layers"
    why = "Layers without a curve multiply to one layer: the network can only draw straight lines."

    def _find(self, program: Program) -> Iterator[Finding]:
        for network in program.networks:
            hidden = network.hidden
            dense = hidden and all(layer.kind == "DenseLayer" for layer in hidden)
            if not (network.complete and dense and network.outputs):
                continue
            if all(network.activation(layer) == "IDENTITY" for layer in hidden):
                yield self.at(
                    hidden[0].at,
                    "Every hidden layer is linear.",
                    "Use Activation.RELU or TANH in the hidden layers.",
                )


class HiddenSoftmax(Rule):
    """A hidden dense layer has softmax."""

    id = "hidden-softmax"
    why = "Softmax lets all units of a layer share a sum of 1; little passes to the next layer."

    def _find(self, program: Program) -> Iterator[Finding]:
        for network in program.networks:
            for layer, after in zip(network.layers, network.layers[1:], strict=False):
                plain = layer.kind in _PLAIN and after.kind in {"DenseLayer", "OutputLayer"}
                if network.complete and plain and network.activation(layer) == "SOFTMAX":
                    call = layer.chain.last("activation") or network.setting("activation")
                    yield self.at(
                        call.at if call else layer.at,
                        "A hidden layer has softmax.",
                        "Use Activation.RELU there; softmax belongs to the output layer.",
                    )


class EqualWeights(Rule):
    """The weights of a hidden layer all begin equal (ZERO or ONES)."""

    id = "equal-weights"
    severity = Severity.ERROR
    why = (
        "Units with equal weights get equal gradients and stay equal for ever: "
        "a layer of a thousand works like one unit."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for network in program.networks:
            places = set()
            for layer in network.hidden:
                begin = _weights(network, layer) if layer.kind in _PLAIN else None
                if network.complete and begin and begin[0] in ("ZERO", "ONES"):
                    places.add(begin)
            for name, place in sorted(places, key=lambda found: found[1].node.start_byte):
                yield self.at(
                    place, f"Hidden weights begin as {name}.", "Use WeightInit.XAVIER or RELU."
                )


class WeightsForAnother(Rule):
    """Weights begin as for ReLU, but the layer is a sigmoid or tanh."""

    id = "weights-for-relu"
    why = (
        "WeightInit.RELU (He) makes weights larger, as ReLU drops half of its inputs; "
        "sigmoids and tanh then begin closer to where they are flat."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for network in program.networks:
            for layer in network.hidden:
                begin = _weights(network, layer) if layer.kind in _PLAIN else None
                curve = network.activation(layer)
                relu = begin and begin[0] in ("RELU", "RELU_UNIFORM")
                if begin and relu and network.complete and curve in ("SIGMOID", "TANH"):
                    own = layer.chain.last("weightInit")
                    yield self.at(
                        own.at if own else layer.at,
                        f"{curve} begins with WeightInit.{begin[0]}.",
                        "Use WeightInit.XAVIER.",
                    )


class LargePenalty(Rule):
    """L1 or L2 regularization is so large that weights are pulled to zero."""

    id = "large-penalty"
    why = "Usual penalties are 0.0001 to 0.01; at 0.1 or more the penalty outweighs the loss."

    def _find(self, program: Program) -> Iterator[Finding]:
        for call in self._penalties(program):
            value = program.number(call.arguments[0]) if call.arguments else None
            if value is not None and value >= _LARGE_PENALTY:
                yield self.at(
                    call.at, f"{call.name} is {value:g}.", f"Begin with {call.name}(0.0001)."
                )

    def _penalties(self, program: Program) -> Iterator[Call]:
        chains = [layer.chain.calls for layer in program.layers]
        chains += [network.settings for network in program.networks]
        for calls in chains:
            yield from (call for call in calls if call.name in ("l1", "l2", "weightDecay"))
