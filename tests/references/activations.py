"""Activation functions as their papers have them; each also takes complex numbers."""

from collections.abc import Callable

import numpy as np

from .comparison import Array

Function = Callable[[Array], Array]
ALPHA, SCALE = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946


def where_positive(x: Array, positive: Array, negative: Array) -> Array:
    """One of two values, by the sign of the real part."""
    return np.where(x.real > 0, positive, negative)


def clipped(x: Array, low: float, high: float) -> Array:
    """Between two bounds; constant outside, so without a derivative there."""
    return np.where(x.real <= low, low, np.where(x.real >= high, high, x))


def sigmoid(x: Array) -> Array:
    """The logistic function."""
    return 1 / (1 + np.exp(-x))


def softplus(x: Array) -> Array:
    """Dugas et al., NIPS 2001."""
    return np.log(1 + np.exp(x))


def elu(x: Array, alpha: float = 1.0) -> Array:
    """Clevert et al., arXiv:1511.07289."""
    return where_positive(x, x, alpha * (np.exp(x) - 1))


def selu(x: Array) -> Array:
    """Klambauer et al., arXiv:1706.02515, section 2."""
    return SCALE * elu(x, ALPHA)


def leaky_relu(x: Array, slope: float = 0.01) -> Array:
    """Maas et al., ICML 2013."""
    return where_positive(x, x, slope * x)


def softmax(x: Array) -> Array:
    """Bridle 1990; over the last axis."""
    raised = np.exp(x - x.real.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


def absolute(x: Array) -> Array:
    """|x| with its derivative."""
    return where_positive(x, x, -x)


def rational_tanh(x: Array) -> Array:
    """Anguita et al. 1993, in DL4J's form: 1.7159 tanh(2x/3) by a rational function."""
    y = 2 * x / 3
    size = absolute(y)
    tanh = np.sign(y.real) * (1 - 1 / (1 + size + y**2 + 1.41645 * y**4))
    return 1.7159 * tanh


def gelu(x: Array) -> Array:
    """Hendrycks, Gimpel, arXiv:1606.08415: the approximation by a sigmoid."""
    return x * sigmoid(1.702 * x)


def precise_gelu(x: Array) -> Array:
    """The same paper's approximation by tanh."""
    return x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


FUNCTIONS: dict[str, Function] = {
    "CUBE": lambda x: x**3,
    "ELU": elu,
    "GELU": gelu,
    "HARDSIGMOID": lambda x: clipped(0.2 * x + 0.5, 0, 1),
    "HARDTANH": lambda x: clipped(x, -1, 1),
    "IDENTITY": lambda x: x,
    "LEAKYRELU": leaky_relu,
    "MISH": lambda x: x * np.tanh(softplus(x)),  # Misra, arXiv:1908.08681
    "RATIONALTANH": rational_tanh,
    "RECTIFIEDTANH": lambda x: where_positive(x, np.tanh(x), 0 * x),
    "RELU": lambda x: where_positive(x, x, 0 * x),
    "RELU6": lambda x: clipped(x, 0, 6),
    "SELU": selu,
    "SIGMOID": sigmoid,
    "SOFTMAX": softmax,
    "SOFTPLUS": softplus,
    "SOFTSIGN": lambda x: x / (1 + absolute(x)),
    "SWISH": lambda x: x * sigmoid(x),  # Ramachandran et al., arXiv:1710.05941
    "TANH": np.tanh,
    "THRESHOLDEDRELU": lambda x: np.where(x.real > 1, x, 0),  # Konda et al., arXiv:1402.3337
}


def dl4j_precise_gelu(x: Array) -> Array:
    """What DL4J makes of it: the factor is cubed, too."""
    return x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + (0.044715 * x) ** 3)))


def dl4j_precise_gelu_derivative(x: Array) -> Array:
    """What DL4J takes for its derivative: in each sum the whole product is cubed."""
    inner = 0.797885 * x + (0.0356774 * x) ** 3
    outer = 0.398942 * x + (0.0535161 * x) ** 3
    return 0.5 + outer / np.cosh(inner) ** 2 + 0.5 * np.tanh(inner)


def relu(x: Array, largest: float, threshold: float, slope: float) -> Array:
    """DL4J's rectifier with all its parameters, which are Keras's."""
    value = np.where(x.real >= threshold, x, slope * (x - threshold))
    return np.where(value.real < largest, value, largest)
