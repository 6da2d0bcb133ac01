"""Where each layer's parameters lie in the flat vector of a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from . import rules
from .fields import LayerFields
from .parameter import Parameters


def parameters_of(layer: LayerFields) -> Parameters | None:
    """The parameters of a layer, in their order in the flat vector.

    Returns:
        None for a type whose layout this module does not know.

    Raises:
        ModelFileError: a size in the configuration is no whole number.
    """
    if layer.has("layerParams"):
        return rules.samediff(layer)
    rule = _RULES.get(layer.type)
    return None if rule is None else rule(layer)


def _frozen(layer: LayerFields) -> Parameters | None:
    inner = parameters_of(layer.inner("layer"))
    return None if inner is None else [replace(p, updated=False) for p in inner]


def _underlying(layer: LayerFields) -> Parameters | None:
    return parameters_of(layer.inner("underlying"))


def _bidirectional(layer: LayerFields) -> Parameters | None:
    ways = [(way[0], parameters_of(layer.inner(way))) for way in ("fwd", "bwd")]
    found = []
    for prefix, parameters in ways:
        if parameters is None:
            return None
        found += [replace(p, name=prefix + p.name) for p in parameters]
    return found


_WITHOUT_PARAMETERS = (
    "ActivationLayer",
    "Cnn3DLossLayer",
    "CnnLossLayer",
    "Cropping1D",
    "Cropping2D",
    "Cropping3D",
    "DropoutLayer",
    "GlobalPoolingLayer",
    "LocalResponseNormalization",
    "LossLayer",
    "MaskLayer",
    "Pooling1D",
    "Pooling2D",
    "RepeatVector",
    "RnnLossLayer",
    "SpaceToBatchLayer",
    "SpaceToDepthLayer",
    "Subsampling1DLayer",
    "Subsampling3DLayer",
    "SubsamplingLayer",
    "Upsampling1D",
    "Upsampling2D",
    "Upsampling3D",
    "Yolo2OutputLayer",
    "ZeroPadding1DLayer",
    "ZeroPadding3DLayer",
    "ZeroPaddingLayer",
)
_RULES: dict[str, Callable[[LayerFields], Parameters | None]] = {
    **dict.fromkeys(_WITHOUT_PARAMETERS, rules.none),
    "AutoEncoder": rules.autoencoder,
    "BatchNormalization": rules.batch_normalization,
    "Bidirectional": _bidirectional,
    "CenterLossOutputLayer": rules.center_loss,
    "Convolution1D": rules.convolution_1d,
    "Convolution1DLayer": rules.convolution_1d,
    "Convolution2D": rules.convolution,
    "Convolution3D": rules.convolution,
    "ConvolutionLayer": rules.convolution,
    "Deconvolution2D": rules.deconvolution,
    "Deconvolution3D": rules.deconvolution_3d,
    "DenseLayer": rules.dense,
    "DepthwiseConvolution2D": rules.depthwise,
    "ElementWiseMultiplicationLayer": rules.element_wise,
    "EmbeddingLayer": rules.dense,
    "EmbeddingSequenceLayer": rules.dense,
    "FrozenLayer": _frozen,
    "FrozenLayerWithBackprop": _underlying,
    "GravesBidirectionalLSTM": rules.graves_bidirectional,
    "GravesLSTM": rules.graves_lstm,
    "LSTM": rules.lstm,
    "LastTimeStep": _underlying,
    "MaskZeroLayer": _underlying,
    "OutputLayer": rules.dense,
    "PReLULayer": rules.prelu,
    "RnnOutputLayer": rules.dense,
    "SeparableConvolution2D": rules.separable,
    "SimpleRnn": rules.simple_rnn,
    "TimeDistributed": _underlying,
    "VariationalAutoencoder": rules.variational,
}
