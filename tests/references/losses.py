"""Losses as their papers have them: labels and outputs to a loss for each output.

All take complex outputs, so that `derivative` gives their gradients.
"""

from collections.abc import Callable

import numpy as np

from .activations import absolute, where_positive
from .comparison import Array

Loss = Callable[[Array, Array], Array]


def squared(y: Array, a: Array) -> Array:
    """Sum of squares."""
    return (a - y) ** 2


def distance(y: Array, a: Array) -> Array:
    """Sum of absolute errors."""
    return absolute(a - y)


def percentage(y: Array, a: Array) -> Array:
    """Mean absolute percentage error."""
    return 100 * absolute((y - a) / y) / y.shape[1]


def squared_logarithmic(y: Array, a: Array) -> Array:
    """Mean squared logarithmic error."""
    return np.log((1 + a) / (1 + y)) ** 2 / y.shape[1]


def cross_entropy(y: Array, a: Array) -> Array:
    """Bishop, Pattern recognition and machine learning, 2006, eq. 4.108."""
    return -y * np.log(a)


def binary_cross_entropy(y: Array, a: Array) -> Array:
    """Bishop 2006, eq. 4.90, summed over the outputs."""
    return -y * np.log(a) - (1 - y) * np.log(1 - a)


def divergence(y: Array, a: Array) -> Array:
    """Kullback, Leibler, 1951; DL4J takes labels below 1e-5 for 1e-5."""
    y = np.clip(y, 1e-5, 1)
    return y * np.log(y / a)


def cosine(y: Array, a: Array) -> Array:
    """Minus the cosine of the angle between labels and outputs."""
    norm = np.sqrt((a**2).sum(1, keepdims=True))
    return -y * a / (norm * np.linalg.norm(y, axis=1, keepdims=True))


def hinge(y: Array, a: Array) -> Array:
    """Cortes, Vapnik, 1995; labels are -1 or 1."""
    margin = 1 - y * a
    return where_positive(margin, margin, 0 * margin)


def poisson(y: Array, a: Array) -> Array:
    """Negative logarithm of the Poisson probability, without the term of the labels alone."""
    return a - y * np.log(a)


def wasserstein(y: Array, a: Array) -> Array:
    """Arjovsky et al., arXiv:1701.07875: a critic's mean output, labels are -1 or 1."""
    return y * a / y.shape[1]


def multi_label(y: Array, a: Array) -> Array:
    """Zhang, Zhou, Multilabel neural networks, IEEE TKDE 18(10), 2006, eq. 3, for each row."""
    gaps = np.exp(-(a[:, :, None] - a[:, None, :]))
    pairs = (y[:, :, None] == 1) & (y[:, None, :] == 0)
    return (gaps * pairs).sum((1, 2)) / np.maximum(pairs.sum((1, 2)), 1)


def f_measure(y: Array, a: Array, beta: float = 1.0) -> Array:
    """1 - F of the probabilities, for the batch; van Rijsbergen 1979."""
    positive, negative = y[:, -1], 1 - y[:, -1]
    p = a[:, -1]
    hits, false = (positive * p).sum(), (negative * p).sum()
    missed = (positive * (1 - p)).sum()
    weighted = (1 + beta**2) * hits
    return 1 - weighted / (weighted + beta**2 * missed + false)


def mixture_density(y: Array, a: Array, mixtures: int) -> Array:
    """Bishop, Mixture density networks, 1994, eq. 29, for each row."""
    width = y.shape[1]
    share = np.exp(a[:, :mixtures])
    share = share / share.sum(1, keepdims=True)
    sigma = np.exp(a[:, mixtures : 2 * mixtures])
    mean = a[:, 2 * mixtures :].reshape(len(a), mixtures, width)
    squares = ((y[:, None, :] - mean) ** 2).sum(2)
    density = np.exp(-squares / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma) ** width
    return -np.log((share * density).sum(1))
