"""Rules about an output layer's activation with its loss function."""

from __future__ import annotations

from collections.abc import Iterator

from ..chains import Call
from ..code import Code
from ..finding import Finding
from ..networks import LOSSES, OUTPUTS, LayerCode
from .program import Program
from .rule import Rule, Severity

_CLASSES = {"MCXENT", "NEGATIVELOGLIKELIHOOD"}
_DISTANCES = {"MSE", "L1", "L2", "MEAN_ABSOLUTE_ERROR"}
# Source: Deeplearning4j's OutputLayerUtil, which refuses these with a probability loss.
UNBOUNDED = {
    *("CUBE", "ELU", "HARDTANH", "IDENTITY", "LEAKYRELU", "RATIONALTANH", "RELU", "RELU6"),
    *("RRELU", "SELU", "SOFTPLUS", "SOFTSIGN", "SWISH", "TANH", "THRESHOLDEDRELU"),
}


def place(layer: LayerCode) -> Code:
    """Where a layer's activation is said, else the layer."""
    call: Call | None = layer.chain.last("activation")
    return call.at if call else layer.at


def _said(layer: LayerCode) -> str:
    if layer.chain.last("activation"):
        return str(layer.activation)
    return f"{layer.activation} (the default of {layer.kind})"


class SoftmaxWithMse(Rule):
    """Softmax is trained with a distance such as MSE."""

    id = "softmax-with-mse"
    why = (
        "The gradient of a squared or absolute error through softmax vanishes where the network "
        "is confidently wrong, so it learns slowly or not at all. "
        "An OutputLayer whose activation is not set has softmax, whatever its loss."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for layer in program.layers:
            fits = layer.kind in OUTPUTS and layer.size("nOut") != 1
            if fits and layer.activation == "SOFTMAX" and layer.loss in _DISTANCES:
                yield self.at(
                    place(layer),
                    f"{_said(layer)} is trained with {layer.loss}.",
                    "For classes use LossFunction.MCXENT; for numbers Activation.IDENTITY.",
                )


class SigmoidWithMcxent(Rule):
    """Sigmoid outputs are trained with the loss for one class of many."""

    id = "sigmoid-with-mcxent"
    severity = Severity.ERROR
    why = (
        "MCXENT and NEGATIVELOGLIKELIHOOD need outputs that add up to 1; sigmoids do not, "
        "and build() refuses the pair with a DL4JInvalidConfigException."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for layer in program.layers:
            if layer.kind not in OUTPUTS | LOSSES:
                continue
            if layer.activation == "SIGMOID" and layer.loss in _CLASSES:
                yield self.at(
                    place(layer),
                    f"SIGMOID is trained with {layer.loss}.",
                    "One class of many: Activation.SOFTMAX. Independent yes or no: "
                    "LossFunction.XENT.",
                )


class OneOutputSoftmax(Rule):
    """A softmax layer has a single output."""

    id = "one-output-softmax"
    severity = Severity.ERROR
    why = (
        "Softmax of one number is always 1, whatever the input; build() refuses it with a "
        "DL4JInvalidConfigException. An OutputLayer whose activation is not set has softmax."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for layer in program.layers:
            if layer.kind in OUTPUTS and layer.size("nOut") == 1 and layer.activation == "SOFTMAX":
                yield self.at(
                    place(layer),
                    f"{_said(layer)} has one output.",
                    "Yes or no: nOut(1), Activation.SIGMOID, LossFunction.XENT. "
                    "A number: Activation.IDENTITY, LossFunction.MSE.",
                )


class SoftmaxWithXent(Rule):
    """Softmax is trained with binary cross-entropy (XENT)."""

    id = "softmax-with-xent"
    severity = Severity.ERROR
    why = (
        "XENT is for independent yes-or-no outputs; build() refuses it with softmax by a "
        "DL4JInvalidConfigException. An OutputLayer whose activation is not set has softmax."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for layer in program.layers:
            fits = layer.kind in OUTPUTS and layer.size("nOut") != 1
            if fits and layer.activation == "SOFTMAX" and layer.loss == "XENT":
                yield self.at(
                    place(layer),
                    f"{_said(layer)} is trained with XENT.",
                    "One class of many: LossFunction.MCXENT. Independent yes or no: "
                    "Activation.SIGMOID.",
                )


class LossNeedsProbabilities(Rule):
    """A loss that needs probabilities gets outputs outside 0 to 1."""

    id = "loss-needs-probabilities"
    severity = Severity.ERROR
    why = (
        "Cross-entropy takes the logarithm of the outputs, which must lie between 0 and 1; "
        "build() refuses other activations with a DL4JInvalidConfigException."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for layer in program.layers:
            wrong = UNBOUNDED if layer.kind in OUTPUTS else UNBOUNDED - {"IDENTITY"}
            strict = layer.kind in OUTPUTS | LOSSES and layer.loss in _CLASSES | {"XENT"}
            if strict and layer.activation in wrong:
                right = "SIGMOID" if layer.loss == "XENT" else "SOFTMAX"
                yield self.at(
                    place(layer),
                    f"{layer.activation} is trained with {layer.loss}.",
                    f"Use Activation.{right}.",
                )


class XentForClasses(Rule):
    """Binary cross-entropy is used where each example has one class of many."""

    id = "xent-for-classes"
    why = (
        "With sigmoids and XENT every class is guessed apart from the others: "
        "the outputs do not add up to 1, though exactly one class is true."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        if not program.iterators:
            return
        for layer in program.layers:
            many = layer.kind in OUTPUTS and (layer.size("nOut") or 0) > 2
            if many and layer.loss == "XENT" and layer.activation == "SIGMOID":
                yield self.at(
                    place(layer),
                    f"SIGMOID with XENT decides between {layer.size('nOut')} classes.",
                    "Use Activation.SOFTMAX with LossFunction.MCXENT.",
                )


class ClassesOfNumbers(Rule):
    """A network whose outputs are plain numbers is evaluated for classes."""

    id = "classes-of-numbers"
    severity = Severity.ERROR
    why = (
        "evaluate(...) counts classes; with an output outside 0 to 1 it throws an "
        "IllegalStateException."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        network = program.network
        if network is None or network.graph or network.has("validateOutputLayerConfig"):
            return
        last = network.outputs[-1] if network.outputs else None
        if last is None or last.activation not in UNBOUNDED:
            return
        for call in program.calls("evaluate"):
            if program.is_network(call.field("object")):
                yield self.at(
                    call.field("name") or call,
                    f"evaluate() counts classes, but the output is {last.activation}.",
                    "Use evaluateRegression(...).",
                )
