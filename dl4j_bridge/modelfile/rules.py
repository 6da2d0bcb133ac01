"""Which parameters a layer of each type has, in the order in which DL4J lays them out.

Source: org.deeplearning4j.nn.params.*ParamInitializer at 1.0.0-M2.1; each rule is compared with
DL4J's own parameter tables by a test with a JVM.
"""

from __future__ import annotations

from dataclasses import replace

from .fields import LayerFields
from .parameter import Parameter, Parameters

_DISTRIBUTION_INPUTS = {
    "BernoulliReconstructionDistribution": 1,
    "ExponentialReconstructionDistribution": 1,
    "GaussianReconstructionDistribution": 2,
}


def _bias(layer: LayerFields) -> Parameters:
    return [Parameter("b", (layer.n_out,), bias=True)] if layer.flag("hasBias", True) else []


def _gain(layer: LayerFields, times: int = 1) -> Parameters:
    return [Parameter("g", (times * layer.n_out,))] if layer.flag("hasLayerNorm", False) else []


def none(layer: LayerFields) -> Parameters:
    """No parameters."""
    return []


def dense(layer: LayerFields) -> Parameters:
    """Weights, biases, gains of layer normalization."""
    return [Parameter("W", (layer.n_in, layer.n_out)), *_bias(layer), *_gain(layer)]


def center_loss(layer: LayerFields) -> Parameters:
    """A dense layer, and the centers of its classes."""
    centers = Parameter("cL", (layer.n_out, layer.n_in), "C", updated=False)
    # This layer asks for its own updater, whatever the parameter.
    return [*(replace(p, bias=False) for p in dense(layer)), centers]


def autoencoder(layer: LayerFields) -> Parameters:
    """A dense layer, and the biases of its way back."""
    return [*dense(layer), Parameter("vb", (layer.n_in,))]


def element_wise(layer: LayerFields) -> Parameters:
    """A weight and a bias for each input."""
    return [Parameter("W", (1, layer.n_in)), Parameter("b", (layer.n_in,), bias=True)]


def prelu(layer: LayerFields) -> Parameters:
    """A slope for each input, or for each of the axes that are not shared."""
    shape = layer.sizes("inputShape")
    shared = layer.sizes("sharedAxes") if layer.has("sharedAxes") else []
    # Axis 0 would be that of the examples.
    axes = (1 if axis in shared else size for axis, size in enumerate(shape, start=1))
    return [Parameter("W", tuple(axes))]


def convolution(layer: LayerFields) -> Parameters:
    """Biases first, then kernels of two or three dimensions."""
    shape = (layer.n_out, layer.n_in, *layer.sizes("kernelSize"))
    return [*_bias(layer), Parameter("W", shape, "C")]


def convolution_1d(layer: LayerFields) -> Parameters:
    """A convolution whose kernels have width 1."""
    shape = (layer.n_out, layer.n_in, layer.sizes("kernelSize")[0], 1)
    return [*_bias(layer), Parameter("W", shape, "C")]


def deconvolution(layer: LayerFields) -> Parameters:
    """A convolution with inputs and outputs exchanged."""
    shape = (layer.n_in, layer.n_out, *layer.sizes("kernelSize"))
    return [*_bias(layer), Parameter("W", shape, "C")]


def deconvolution_3d(layer: LayerFields) -> Parameters:
    """Kernels first, outputs and inputs last."""
    shape = (*layer.sizes("kernelSize"), layer.n_out, layer.n_in)
    return [*_bias(layer), Parameter("W", shape, "C")]


def depthwise(layer: LayerFields) -> Parameters:
    """Kernels first, inputs and their multiples last."""
    shape = (*layer.sizes("kernelSize"), layer.n_in, layer.size("depthMultiplier"))
    return [*_bias(layer), Parameter("W", shape, "C")]


def separable(layer: LayerFields) -> Parameters:
    """A convolution of each channel, then one of each point."""
    multiplier = layer.size("depthMultiplier")
    kernels = (multiplier, layer.n_in, *layer.sizes("kernelSize"))
    points = (layer.n_out, multiplier * layer.n_in, 1, 1)
    return [*_bias(layer), Parameter("W", kernels, "C"), Parameter("pW", points, "C")]


def batch_normalization(layer: LayerFields) -> Parameters:
    """What it learns, then the running mean and spread."""
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


def simple_rnn(layer: LayerFields) -> Parameters:
    """Input weights, recurrent weights, biases."""
    return [*_recurrent(layer, 1, 0), *_gain(layer, times=2)]


def lstm(layer: LayerFields) -> Parameters:
    """Four gates: input, forget, output, modulation."""
    return _recurrent(layer, 4, 0)


def graves_lstm(layer: LayerFields) -> Parameters:
    """Four gates, three of them with peepholes."""
    return _recurrent(layer, 4, 3)


def graves_bidirectional(layer: LayerFields) -> Parameters:
    """Two LSTMs with peepholes, forwards (F) and backwards (B)."""
    one_way = _recurrent(layer, 4, 3)
    return [replace(p, name=p.name + way) for way in "FB" for p in one_way]


def variational(layer: LayerFields) -> Parameters | None:
    """Encoder, mean, deviation, decoder, reconstruction; None for composite distributions."""
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
    for name, n_in, n_out in zip(names, sizes[:-1], sizes[1:], strict=True):
        found.append(Parameter(f"{name}W", (n_in, n_out)))
        found.append(Parameter(f"{name}b", (n_out,), bias=True))
    return found


def samediff(layer: LayerFields) -> Parameters:
    """The shapes that the layer itself has written down."""
    shapes = layer.inner("layerParams")
    weights, biases = shapes.shapes("weightParams"), shapes.shapes("biasParams")
    found = [Parameter(name, shape, "C") for name, shape in weights.items()]
    return found + [Parameter(name, shape, "C", bias=True) for name, shape in biases.items()]
