"""Configurations with everything that DL4J's builders can set, drawn at random."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import jpype

from dl4j_bridge import dl4j as j
from dl4j_bridge.dl4j import java_class
from dl4j_bridge.modelfile.classes import CLASSES

from .settings import LAYERS, Draw

LOSSES = "OutputLayer RnnOutputLayer LossLayer CnnLossLayer RnnLossLayer CenterLossOutputLayer"
PLAIN = (
    "DenseLayer AutoEncoder EmbeddingLayer EmbeddingSequenceLayer LSTM GravesLSTM SimpleRnn "
    "GravesBidirectionalLSTM VariationalAutoencoder BatchNormalization ActivationLayer "
    "LocalResponseNormalization CapsuleStrengthLayer ElementWiseMultiplicationLayer"
)
SIZED = {
    **dict.fromkeys(["Convolution1DLayer", "Subsampling1DLayer"], 1),
    **dict.fromkeys(["ConvolutionLayer", "Deconvolution2D"], 2),
    **dict.fromkeys(["SeparableConvolution2D", "DepthwiseConvolution2D", "SubsamplingLayer"], 2),
    **dict.fromkeys(["Convolution3D", "Deconvolution3D", "Subsampling3DLayer"], 3),
}
AROUND = "FrozenLayer FrozenLayerWithBackprop LastTimeStep TimeDistributed"


def makers(draw: Draw) -> dict[str, Callable[[], Any]]:
    """What makes a layer of each class, with drawn settings."""
    w = draw.whole

    def named(name: str, *arguments: Any) -> Any:
        return wired(getattr(j, name).Builder(*arguments), draw)

    def sized(name: str, size: int) -> Any:
        return named(name).kernelSize(*(w(),) * size)

    def inner() -> Any:
        return draw.decorated(named(draw.random.choice(["LSTM", "SimpleRnn"])))

    builders: dict[str, Callable[[], Any]] = {
        **{name: lambda name=name: named(name, draw.loss()) for name in LOSSES.split()},
        **{name: lambda name=name: named(name) for name in PLAIN.split()},
        **{name: lambda name=name, n=size: sized(name, n) for name, size in SIZED.items()},
        "DropoutLayer": lambda: named("DropoutLayer", draw.dropout()),
        "Cnn3DLossLayer": lambda: named("Cnn3DLossLayer", j.Convolution3D.DataFormat.NDHWC),
        "GlobalPoolingLayer": lambda: named("GlobalPoolingLayer", draw.constant("PoolingType")),
        "Cropping1D": lambda: named("Cropping1D", w(), w()),
        "Cropping2D": lambda: named("Cropping2D", w(), w(), w(), w()),
        "Cropping3D": lambda: named("Cropping3D", w(), w(), w()),
        "ZeroPadding1DLayer": lambda: named("ZeroPadding1DLayer", w(), w()),
        "ZeroPaddingLayer": lambda: named("ZeroPaddingLayer", w(), w(), w(), w()),
        "ZeroPadding3DLayer": lambda: named("ZeroPadding3DLayer", w(), w(), w()),
        "Upsampling1D": lambda: named("Upsampling1D", w()),
        "Upsampling2D": lambda: named("Upsampling2D", w()),
        "Upsampling3D": lambda: named("Upsampling3D", w()),
        "SpaceToBatchLayer": lambda: named("SpaceToBatchLayer", [2, w()]),
        "SpaceToDepthLayer": lambda: named("SpaceToDepthLayer", w(), j.CNN2DFormat.NHWC),
        "PReLULayer": lambda: named("PReLULayer").inputShape(4, w(), w()).sharedAxes(1, 2),
        "LocallyConnected1D": lambda: named("LocallyConnected1D").kernelSize(w()).setInputSize(9),
        "SelfAttentionLayer": lambda: (
            named("SelfAttentionLayer").headSize(3).nHeads(2).projectInput(True)
        ),
        "LearnedSelfAttentionLayer": lambda: (
            named("LearnedSelfAttentionLayer")
            .headSize(3)
            .nHeads(2)
            .projectInput(True)
            .nQueries(w())
        ),
        "RecurrentAttentionLayer": lambda: named("RecurrentAttentionLayer").nHeads(2).headSize(4),
        "CapsuleLayer": lambda: named("CapsuleLayer", w(), w(), w()),
        "PrimaryCapsules": lambda: named("PrimaryCapsules", w(), w()).useLeakyReLU(draw.number()),
        "RepeatVector": lambda: named("RepeatVector", w()),
        "Yolo2OutputLayer": lambda: (
            named("Yolo2OutputLayer")
            .lambdaCoord(draw.number())
            .boundingBoxPriors(j.Nd4j.createFromArray([[1.0, draw.number()], [2.0, 3.0]]))
        ),
        "OCNNOutputLayer": lambda: (
            j.OCNNOutputLayer.Builder()
            .nIn(w())
            .hiddenLayerSize(w())
            .nu(draw.number())
            .windowSize(9)
        ),
    }
    made = {name: lambda b=builder: draw.decorated(b()) for name, builder in builders.items()}
    around = {name: lambda name=name: getattr(j, name)(inner()) for name in AROUND.split()}
    return {
        **made,
        **around,
        "Bidirectional": lambda: j.Bidirectional(draw.constant("Bidirectional.Mode"), inner()),
        "MaskZeroLayer": lambda: j.MaskZeroLayer(inner(), draw.number()),
        "MaskLayer": lambda: java_class("org.deeplearning4j.nn.conf.layers.util.MaskLayer")(),
    }


def wired(builder: Any, draw: Draw) -> Any:
    """A builder with numbers of inputs and outputs, if its layer has them."""
    for name in ("nIn", "nOut"):
        builder = draw.with_setting(builder, name, lambda: draw.whole() + 2)
    return builder


def processors(draw: Draw) -> list[Callable[[], Any]]:
    """Preprocessors of each class."""
    w = draw.whole
    return [
        lambda: j.CnnToFeedForwardPreProcessor(w(), w(), w()),
        lambda: j.FeedForwardToCnnPreProcessor(w(), w(), w()),
        lambda: j.CnnToRnnPreProcessor(w(), w(), w()),
        lambda: j.RnnToCnnPreProcessor(w(), w(), w()),
        lambda: j.RnnToFeedForwardPreProcessor(),
        lambda: j.FeedForwardToRnnPreProcessor(),
        lambda: j.Cnn3DToFeedForwardPreProcessor(w(), w(), w(), w(), True),
        lambda: j.FeedForwardToCnn3DPreProcessor(w(), w(), w(), w(), True),
        lambda: j.ComposableInputPreProcessor(
            j.RnnToFeedForwardPreProcessor(), j.FeedForwardToCnnPreProcessor(w(), w(), w())
        ),
        lambda: j.KerasFlattenRnnPreprocessor(w(), w()),
        lambda: j.PermutePreprocessor(2, 1),
        lambda: j.ReshapePreprocessor(jpype.JLong[:]([w(), 6]), jpype.JLong[:]([3, w()]), True),
    ]


def vertices(draw: Draw) -> list[Callable[[], Any]]:
    """Vertices of each class."""
    w = draw.whole
    return [
        lambda: j.MergeVertex(),
        lambda: j.ElementWiseVertex(draw.constant("ElementWiseVertex.Op")),
        lambda: j.L2NormalizeVertex(),
        lambda: j.L2Vertex(draw.number()),
        lambda: j.PoolHelperVertex(),
        lambda: j.PreprocessorVertex(draw.turn("preprocessor", processors(draw))),
        lambda: j.ReshapeVertex(-1, w(), w()),
        lambda: j.ScaleVertex(draw.number()),
        lambda: j.ShiftVertex(draw.number()),
        lambda: j.StackVertex(),
        lambda: j.SubsetVertex(w(), w() + 9),
        lambda: j.UnstackVertex(0, w()),
        lambda: j.DuplicateToTimeSeriesVertex("in"),
        lambda: j.LastTimeStepVertex("in"),
        lambda: j.ReverseTimeSeriesVertex("in"),
        lambda: j.FrozenVertex(j.ScaleVertex(draw.number())),
        lambda: java_class("dl4jbridge.graph.StochasticDepthVertex")(draw.number()),
        lambda: (
            j.AttentionVertex.Builder()
            .nInKeys(4)
            .nInQueries(4)
            .nInValues(4)
            .nOut(4)
            .nHeads(2)
            .projectInput(True)
        ).build(),
    ]


def network(draw: Draw) -> Any:
    """A builder with settings of the network."""
    builder = j.NeuralNetConfiguration.Builder().seed(draw.random.randrange(1, 2**40))
    several: dict[str, Callable[[], Any]] = {
        "updater": draw.updater,
        "activation": draw.activation,
        "weightInit": draw.weight_init,
        "l2": draw.number,
        "dropOut": draw.dropout,
        "miniBatch": lambda: False,
        "minimize": lambda: False,
        "maxNumLineSearchIterations": draw.whole,
        "optimizationAlgo": lambda: draw.constant("OptimizationAlgorithm"),
        "dataType": lambda: j.DataType.DOUBLE,
        "cacheMode": lambda: draw.constant("CacheMode"),
        "trainingWorkspaceMode": lambda: j.WorkspaceMode.NONE,
        "convolutionMode": lambda: draw.constant("ConvolutionMode"),
        "constrainWeights": draw.constraint,
    }
    for name, value in several.items():
        if draw.chance(0.2):
            builder = getattr(builder, name)(value())
    return builder


def sequence(draw: Draw) -> Any:
    """A MultiLayerConfiguration of any layers, whether they fit each other or not."""
    chain = network(draw).list()
    ways = list(makers(draw).values())
    count = draw.random.randint(1, 5)
    for _ in range(count):
        chain = chain.layer(draw.turn("layer", ways))
    if draw.chance(0.3):
        chain = chain.inputPreProcessor(count - 1, draw.turn("preprocessor", processors(draw)))
    chain = chain.validateOutputLayerConfig(False)
    if draw.chance(0.3):
        chain = chain.validateTbpttConfig(False).backpropType(j.BackpropType.TruncatedBPTT)
        chain = chain.tBPTTForwardLength(draw.whole()).tBPTTBackwardLength(draw.whole())
    configuration = chain.build()
    if draw.chance(0.3):
        configuration.setEpochCount(draw.whole())
        configuration.setIterationCount(draw.whole() * 1000)
    return configuration


def graph(draw: Draw) -> Any:
    """A ComputationGraphConfiguration of any layers and vertices."""
    chain = network(draw).graphBuilder().addInputs("in", "other").validateOutputLayerConfig(False)
    ways = list(makers(draw).values())
    last = "in"
    for index in range(draw.random.randint(1, 3)):
        name = f"layer {index}"
        if draw.chance(0.3):
            between = draw.turn("preprocessor", processors(draw))
            chain = chain.addLayer(name, draw.turn("layer", ways), between, last)
        else:
            chain = chain.addLayer(name, draw.turn("layer", ways), last)
        chain = chain.addVertex(f"v{index}", draw.turn("vertex", vertices(draw)), name)
        last = f"v{index}"
    chain = chain.addVertex("both", j.MergeVertex(), last, "other")
    configuration = chain.setOutputs("both").build()
    if draw.chance(0.3):
        configuration.setEpochCount(draw.whole())
    return configuration


def of_images() -> Any:
    """A network that fits together, with an input type."""
    chain = j.NeuralNetConfiguration.Builder().seed(7).updater(j.Adam(1e-3)).l2(1e-4).list()
    for layer in (
        j.ConvolutionLayer.Builder(3, 3).nOut(4).activation(j.Activation.RELU),
        j.ConvolutionLayer.Builder(2, 2).nOut(3).stride(2, 2),
        j.SubsamplingLayer.Builder(j.PoolingType.PNORM).kernelSize(2, 2).pnorm(2),
        j.BatchNormalization.Builder().decay(0.8),
        j.DenseLayer.Builder().nOut(20).activation(j.Activation.RELU),
        j.OutputLayer.Builder(j.LossFunctions.LossFunction.MCXENT).nOut(3),
    ):
        chain = chain.layer(layer.build())
    return chain.setInputType(j.InputType.convolutionalFlat(16, 16, 2)).build()


def each(draw: Draw) -> Iterator[Any]:
    """Networks with a layer for each class of settings."""
    loss = sum(".lossfunctions.impl." in name for name in CLASSES) + 9
    values = sum(".activations.impl." in name for name in CLASSES) + 2
    outputs = [j.OutputLayer.Builder(draw.loss()) for _ in range(loss)]
    dense = [
        j.DenseLayer.Builder()
        .activation(draw.activation())
        .weightInit(draw.weight_init())
        .updater(draw.updater())
        .dropOut(draw.dropout())
        .weightNoise(draw.weight_noise())
        .constrainWeights(draw.constraint())
        for _ in range(values)
    ]
    coders = [
        j.VariationalAutoencoder.Builder().reconstructionDistribution(draw.reconstruction())
        for _ in range(5)
    ]
    others = [draw.made(way) for way in makers(draw).values()]
    layers = [one.build() for one in (*outputs, *dense, *coders)] + others
    for first in range(0, len(layers), 4):
        yield _of(layers[first : first + 4])


def each_between(draw: Draw) -> Any:
    """A graph with every vertex, then every preprocessor."""
    chain = network(draw).graphBuilder().addInputs("in")
    made = [draw.made(way) for way in vertices(draw)]
    made += [j.PreprocessorVertex(draw.made(way)) for way in processors(draw)]
    last = "in"
    for index, vertex in enumerate(made):
        chain = chain.addVertex(f"v{index}", vertex, last)
        last = f"v{index}"
    return chain.setOutputs(last).build()


def _of(layers: list[Any]) -> Any:
    # With this layer in front DL4J guesses no input type, which not every layer would take.
    first = j.ActivationLayer.Builder().build()
    chain = j.NeuralNetConfiguration.Builder().seed(5).list()
    for layer in [first, *layers]:
        chain = chain.layer(layer)
    return chain.validateOutputLayerConfig(False).build()


def configurations(seed: int, count: int) -> Iterator[Any]:
    """So many configurations, two sequences to a graph."""
    draw = Draw(seed)
    first = [of_images(), each_between(draw), *each(draw)]
    yield from first
    done = len(first)
    while done < count:
        try:
            yield (graph if done % 3 == 2 else sequence)(draw)
        except jpype.JException:
            continue  # layers that DL4J refuses together
        done += 1


# A configuration does not keep its input types. Of an embedding's weights DL4J writes either the
# whole array or nothing that could be read again.
NOT_IN_JSON = {name for name in CLASSES if "InputType$" in name or ".embeddings." in name}
# Names for another layer: their builder is that layer's, and builds that.
ALIASES = {f"{LAYERS}layers.{name}" for name in ("Convolution1D", "Convolution2D")}
ALIASES |= {f"{LAYERS}layers.{name}" for name in ("Pooling1D", "Pooling2D")}


def classes_in(json: str) -> set[str]:
    """The classes that a configuration's JSON names."""
    return set(re.findall(r'"(?:@class|type)" : "([^"]+)"', json))
