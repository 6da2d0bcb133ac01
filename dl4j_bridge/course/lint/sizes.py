"""Rules about sizes that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding
from ..networks import OUTPUTS
from .iterators import Known
from .program import Program
from .rule import Rule, Severity

_PLAIN = {"DenseLayer", "OutputLayer"}
_CONVOLUTIONS = {
    "ConvolutionLayer",
    "SubsamplingLayer",
    "Deconvolution2DLayer",
    "ZeroPaddingLayer",
    "Convolution2DLayer",
}
_WEIGHTED = {*_PLAIN, *OUTPUTS, "ConvolutionLayer", "LSTM", "GravesLSTM"}
# With nIn in the first of these, Deeplearning4j works out the rest by itself.
_INFERRED = {"DenseLayer", "OutputLayer", "EmbeddingLayer", "LSTM", "GravesLSTM"}


class NoInputType(Rule):
    """setInputType is forgotten and a layer has no nIn."""

    id = "no-input-type"
    severity = Severity.ERROR
    why = (
        "Without an input type Deeplearning4j cannot work out how many inputs a layer has: "
        "init() throws a DL4JInvalidConfigException ('nIn and nOut must be > 0')."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for network in program.networks:
            told = network.has("setInputType", "setInputTypes", "inputType", "inputPreProcessor")
            if told or not network.complete or network.graph or not network.layers:
                continue
            first = network.layers[0]
            if first.kind in _INFERRED and first.says("nIn"):
                continue
            missing = [x for x in network.layers if x.kind in _WEIGHTED and not x.says("nIn")]
            if missing and (missing[0] is first or first.kind in _CONVOLUTIONS):
                yield self.at(
                    missing[0].at,
                    f"{missing[0].kind} has no nIn, and the network no input type.",
                    "Add .setInputType(InputType.convolutionalFlat(28, 28, 1)) before build()."
                    if any(layer.kind in _CONVOLUTIONS for layer in network.layers)
                    else "Say the number of inputs: .nIn(784).",
                )


class ConvolutionWithoutImage(Rule):
    """A convolution reads rows of numbers that are no images yet."""

    id = "convolution-without-image"
    severity = Severity.ERROR
    why = (
        "MnistDataSetIterator gives rows of 784 numbers; a convolution needs images of rank 4, "
        "and fit() throws a DL4JInvalidInputException."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        network = program.network
        if network is None or not network.layers or network.graph:
            return
        flat = {known.data.name for known in program.iterators} & {"MNIST", "EMNIST"}
        if not flat or network.layers[0].kind not in _CONVOLUTIONS:
            return
        if network.has("inputPreProcessor") or program.calls("reshape"):
            return
        for call in program.calls("convolutional"):
            if call.field_text("object").endswith("InputType") and len(call.arguments) == 3:
                yield self.at(
                    call,
                    "The input type says images, but the data are rows.",
                    f"Write InputType.convolutionalFlat({_inside(call.text)}).",
                )


def _inside(text: str) -> str:
    return text.partition("(")[2].rpartition(")")[0]


class SizesMismatch(Rule):
    """A layer's nIn is not the nOut of the layer before it."""

    id = "sizes-mismatch"
    why = (
        "The numbers contradict each other. A MultiLayerNetwork silently takes the nOut of the "
        "layer before, so the network is not the one that is written here."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for network in program.networks:
            if not network.complete or network.graph:
                continue
            for before, after in zip(network.layers, network.layers[1:], strict=False):
                out, into = before.size("nOut"), after.size("nIn")
                call = after.chain.last("nIn")
                plain = before.kind in _PLAIN and after.kind in _PLAIN
                if plain and out and into and out != into and call:
                    yield self.at(
                        call.at,
                        f"nIn is {into}, but the layer before has nOut({out}).",
                        f"Write nIn({out}), or leave it out: it is worked out.",
                    )


class WrongInputs(Rule):
    """The first layer's nIn is not the number of features of the data."""

    id = "wrong-inputs"
    severity = Severity.ERROR
    why = "Each example must fill the network's inputs exactly; fit() throws an exception."

    def _find(self, program: Program) -> Iterator[Finding]:
        network, data = program.network, _data(program)
        if network is None or data is None or data.features is None or not network.layers:
            return
        first = network.layers[0]
        told, call = first.size("nIn"), first.chain.last("nIn")
        if network.has("setInputType", "inputPreProcessor") or first.kind not in _PLAIN:
            return
        if told and call and told != data.features and not network.graph:
            yield self.at(
                call.at,
                f"nIn is {told}, but an example of {data.name} has {data.features} features.",
                f"Write nIn({data.features}).",
            )


class WrongOutputs(Rule):
    """The output layer's nOut is not the number of classes."""

    id = "wrong-outputs"
    severity = Severity.ERROR
    why = "Labels have one number for each class; the loss throws when the outputs differ."

    def _find(self, program: Program) -> Iterator[Finding]:
        network = program.network
        if network is None or len(network.outputs) != 1 or _relabelled(program):
            return
        classes = _classes(program)
        last = network.outputs[0]
        told, call = last.size("nOut"), last.chain.last("nOut", "units")
        if told and call and classes and told != classes:
            yield self.at(
                call.at, f"nOut is {told}, but there are {classes} classes.", f"nOut({classes})."
            )


def _data(program: Program) -> Known | None:
    """The data set of all iterators, where no other iterator is there."""
    sets = {known.data for known in program.iterators}
    others = [
        code
        for code in program.created()
        if code.created.endswith("DataSetIterator")
        and all(known.at != code for known in program.iterators)
    ]
    return next(iter(sets)) if len(sets) == 1 and not others else None


def _classes(program: Program) -> int | None:
    """The number of classes that all iterators agree on."""
    data = _data(program)
    if data is not None:
        return data.classes
    readers = program.created("RecordReaderDataSetIterator")
    if program.iterators or not readers or any(len(code.arguments) != 4 for code in readers):
        return None
    counts = {program.number(code.arguments[3]) for code in readers}
    count = counts.pop() if len(counts) == 1 else None
    return count if isinstance(count, int) and count > 0 else None


def _relabelled(program: Program) -> bool:
    """Whether the program makes labels, or trains on its own inputs."""
    return bool(program.calls("setLabels", "pretrain", "getFeatures", "getFeatureMatrix"))
