"""Where each layer's parameters lie in the flat vector of a network.

Source: org.deeplearning4j.nn.params.*ParamInitializer at 1.0.0-M2.1; each rule is compared with
DL4J's own parameter tables by a test with a JVM.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from .fields import LayerFields


@dataclass(frozen=True)
class Parameter:
    """One array of a layer.

    Attributes:
        name: DL4J's name, such as "W".
        shape: its shape.
        order: the order in which its values lie in the flat vector.
        bias: DL4J counts it among the biases, which may have an updater of their own.
        updated: an updater changes it; false for running means and frozen layers.
    """

    name: str
    shape: tuple[int, ...]
    order: Literal["c", "f"] = "f"
    bias: bool = False
    updated: bool = True

    @property
    def count(self) -> int:
        """Number of values."""
        return math.prod(self.shape)


Parameters = list[Parameter]
Rule = Callable[[LayerFields], Parameters]


def parameters_of(layer: LayerFields) -> Parameters | None:
    """The parameters of a layer, in their order in the flat vector.

    Returns:
        None for a type whose layout this module does not know.

    Raises:
        ModelFileError: a size in the configuration is no whole number.
    """
    if layer.has("layerParams"):
        return _samediff(layer)
    rule = _RULES.get(layer.type)
    return None if rule is None else rule(layer)


def _bias(layer: LayerFields) -> Parameters:
    return [Parameter("b", (layer.n_out,), bias=True)] if layer.flag("hasBias", True) else []


def _gain(layer: LayerFields, times: int = 1) -> Parameters:
    return [Parameter("g", (times * layer.n_out,))] if layer.flag("hasLayerNorm", False) else []


def _none(layer: LayerFields) -> Parameters:
    return []


def _dense(layer: LayerFields) -> Parameters:
    return [Parameter("W", (layer.n_in, layer.n_out)), *_bias(layer), *_gain(layer)]


def _center_loss(layer: LayerFields) -> Parameters:
    centers = Parameter("cL", (layer.n_out, layer.n_in), "c", updated=False)
    return [*_dense(layer), centers]


def _autoencoder(layer: LayerFields) -> Parameters:
    return [*_dense(layer), Parameter("vb", (layer.n_in,), bias=True)]


def _element_wise(layer: LayerFields) -> Parameters:
    return [Parameter("W", (1, layer.n_in)), Parameter("b", (layer.n_in,), bias=True)]


def _convolution(layer: LayerFields) -> Parameters:
    shape = (layer.n_out, layer.n_in, *layer.sizes("kernelSize"))
    return [*_bias(layer), Parameter("W", shape, "c")]


def _convolution_1d(layer: LayerFields) -> Parameters:
    shape = (layer.n_out, layer.n_in, layer.sizes("kernelSize")[0], 1)
    return [*_bias(layer), Parameter("W", shape, "c")]


def _deconvolution(layer: LayerFields) -> Parameters:
    shape = (layer.n_in, layer.n_out, *layer.sizes("kernelSize"))
    return [*_bias(layer), Parameter("W", shape, "c")]


def _deconvolution_3d(layer: LayerFields) -> Parameters:
    shape = (*layer.sizes("kernelSize"), layer.n_out, layer.n_in)
    return [*_bias(layer), Parameter("W", shape, "c")]


def _depthwise(layer: LayerFields) -> Parameters:
    shape = (*layer.sizes("kernelSize"), layer.n_in, layer.size("depthMultiplier"))
    return [*_bias(layer), Parameter("W", shape, "c")]


def _separable(layer: LayerFields) -> Parameters:
    multiplier = layer.size("depthMultiplier")
    depthwise = (multiplier, layer.n_in, *layer.sizes("kernelSize"))
    pointwise = (layer.n_out, multiplier * layer.n_in, 1, 1)
    return [*_bias(layer), Parameter("W", depthwise, "c"), Parameter("pW", pointwise, "c")]


def _batch_normalization(layer: LayerFields) -> Parameters:
    shape = (layer.n_out,)
    learned = [] if layer.flag("lockGammaBeta", False) else ["gamma", "beta"]
    # As DL4J's own reader decides it: files of beta3 and older have a variance.
    spread = "var" if "var" in layer.variables else "log10stdev"
    running = [Parameter(name, shape, updated=False) for name in ("mean", spread)]
    return [*(Parameter(name, shape) for name in learned), *running]


def _recurrent(layer: LayerFields, gates: int, peepholes: int) -> Parameters:
    n, wide = layer.n_out, gates * layer.n_out
    return [
        Parameter("W", (layer.n_in, wide)),
        Parameter("RW", (n, wide + peepholes)),
        Parameter("b", (wide,), bias=True),
    ]


def _simple_rnn(layer: LayerFields) -> Parameters:
    return [*_recurrent(layer, 1, 0), *_gain(layer, times=2)]


def _lstm(layer: LayerFields) -> Parameters:
    return _recurrent(layer, 4, 0)


def _graves_lstm(layer: LayerFields) -> Parameters:
    return _recurrent(layer, 4, 3)


def _graves_bidirectional(layer: LayerFields) -> Parameters:
    one_way = _recurrent(layer, 4, 3)
    return [replace(p, name=p.name + way) for way in "FB" for p in one_way]


def _variational(layer: LayerFields) -> Parameters | None:
    per_input = _DISTRIBUTION_INPUTS.get(layer.type_of("outputDistribution"))
    if per_input is None:
        return None
    encoder, decoder = layer.sizes("encoderLayerSizes"), layer.sizes("decoderLayerSizes")
    sizes = [layer.n_in, *encoder]
    found = _stack([f"e{i}" for i in range(len(encoder))], sizes)
    found += _stack(["pZXMean"], [sizes[-1], layer.n_out])
    found += _stack(["pZXLogStd2"], [sizes[-1], layer.n_out])
    sizes = [layer.n_out, *decoder]
    found += _stack([f"d{i}" for i in range(len(decoder))], sizes)
    return found + _stack(["pXZ"], [sizes[-1], per_input * layer.n_in])


def _stack(names: list[str], sizes: list[int]) -> Parameters:
    """Weights and biases of dense layers one behind the other."""
    found = []
    for name, n_in, n_out in zip(names, sizes, sizes[1:], strict=True):
        found.append(Parameter(f"{name}W", (n_in, n_out)))
        found.append(Parameter(f"{name}b", (n_out,), bias=True))
    return found


def _samediff(layer: LayerFields) -> Parameters:
    shapes = layer.inner("layerParams")
    weights, biases = shapes.shapes("weightParams"), shapes.shapes("biasParams")
    found = [Parameter(name, shape, "c") for name, shape in weights.items()]
    return found + [Parameter(name, shape, "c", bias=True) for name, shape in biases.items()]


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


_DISTRIBUTION_INPUTS = {
    "BernoulliReconstructionDistribution": 1,
    "ExponentialReconstructionDistribution": 1,
    "GaussianReconstructionDistribution": 2,
}
_WITHOUT_PARAMETERS = (
    "ActivationLayer Cnn3DLossLayer CnnLossLayer Cropping1D Cropping2D Cropping3D DropoutLayer "
    "GlobalPoolingLayer LocalResponseNormalization LossLayer MaskLayer Pooling1D Pooling2D "
    "RepeatVector RnnLossLayer SpaceToBatchLayer SpaceToDepthLayer Subsampling1DLayer "
    "Subsampling3DLayer SubsamplingLayer Upsampling1D Upsampling2D Upsampling3D "
    "Yolo2OutputLayer ZeroPadding1DLayer ZeroPadding3DLayer ZeroPaddingLayer"
).split()
_RULES: dict[str, Callable[[LayerFields], Parameters | None]] = {
    **dict.fromkeys(_WITHOUT_PARAMETERS, _none),
    "AutoEncoder": _autoencoder,
    "BatchNormalization": _batch_normalization,
    "Bidirectional": _bidirectional,
    "CenterLossOutputLayer": _center_loss,
    "Convolution1D": _convolution_1d,
    "Convolution1DLayer": _convolution_1d,
    "Convolution2D": _convolution,
    "Convolution3D": _convolution,
    "ConvolutionLayer": _convolution,
    "Deconvolution2D": _deconvolution,
    "Deconvolution3D": _deconvolution_3d,
    "DenseLayer": _dense,
    "DepthwiseConvolution2D": _depthwise,
    "ElementWiseMultiplicationLayer": _element_wise,
    "EmbeddingLayer": _dense,
    "EmbeddingSequenceLayer": _dense,
    "FrozenLayer": _frozen,
    "FrozenLayerWithBackprop": _underlying,
    "GravesBidirectionalLSTM": _graves_bidirectional,
    "GravesLSTM": _graves_lstm,
    "LSTM": _lstm,
    "LastTimeStep": _underlying,
    "MaskZeroLayer": _underlying,
    "OutputLayer": _dense,
    "RnnOutputLayer": _dense,
    "SeparableConvolution2D": _separable,
    "SimpleRnn": _simple_rnn,
    "TimeDistributed": _underlying,
    "VariationalAutoencoder": _variational,
}
