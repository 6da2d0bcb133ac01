"""Batch normalization as its paper has it."""

import numpy as np

from .comparison import Array


def normalize(x: Array, gamma: Array, beta: Array, epsilon: float, axes: tuple[int, ...]) -> Array:
    """Ioffe, Szegedy, arXiv:1502.03167, algorithm 1; takes complex numbers."""
    mean = x.mean(axes, keepdims=True)
    variance = ((x - mean) ** 2).mean(axes, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


def running(before: Array, batch: Array, decay: float) -> Array:
    """An exponential average; the variance is the batch's own, not Bessel's."""
    return decay * before + (1 - decay) * batch
