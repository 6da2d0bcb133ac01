"""Schedules as functions of the iteration or epoch, counted from 0."""

import numpy as np

from .comparison import Array


def exponential(i: Array, *, initial: float, gamma: float) -> Array:
    """Caffe's policy "exp", which DL4J's ExponentialSchedule names."""
    return initial * gamma**i


def inverse(i: Array, *, initial: float, gamma: float, power: float) -> Array:
    """Caffe's policy "inv"."""
    return initial * (1 + gamma * i) ** -power


def step(i: Array, *, initial: float, decay: float, step: float) -> Array:
    """Caffe's policy "step"."""
    return initial * decay ** (i // step)


def sigmoid(i: Array, *, initial: float, gamma: float, step: float) -> Array:
    """Caffe's policy "sigmoid"."""
    return initial / (1 + np.exp(-gamma * (i - step)))


def polynomial(i: Array, *, initial: float, power: float, last: float, sign: int) -> Array:
    """Caffe's policy "poly" for the sign -1, so that the value falls; DL4J has +1."""
    return np.where(i < last, initial * (1 + sign * i / last) ** power, 0.0)


def piecewise(i: Array, *, values: dict[int, float]) -> Array:
    """The value of the largest key reached, DL4J's MapSchedule."""
    keys = np.array(sorted(values))
    chosen = keys[np.searchsorted(keys, i, side="right") - 1]
    return np.array([values[int(key)] for key in chosen])


def cycle(i: Array, *, low: float, high: float, length: int, annealing: int, decay: float) -> Array:
    """Smith, A disciplined approach to neural network hyper-parameters, arXiv:1803.09820.

    Up, down, then exponentially below the lowest rate.
    """
    half = (length - annealing) // 2
    at = i % length
    triangle = high - (high - low) * np.abs(at - half) / half
    return np.where(at < 2 * half, triangle, low * decay ** (at - (length - annealing)))


def ramp(iteration: Array, base: Array, *, length: int) -> Array:
    """Goyal et al., arXiv:1706.02677, section 2.2: a linear warm-up of another schedule."""
    return np.minimum((iteration + 1) / length, 1) * base
