"""Updaters as their papers have them: gradient and step number to what is subtracted."""

from collections.abc import Callable

import numpy as np

from .comparison import Array

# Of the gradient and the step, counted from 1; keeps its own state.
Rule = Callable[[Array, int], Array]


def sgd(learningRate: float) -> Rule:
    """Robbins, Monro, A stochastic approximation method, 1951."""
    return lambda g, t: learningRate * g


def no_op() -> Rule:
    """DL4J's: the gradient itself is subtracted."""
    return lambda g, t: g


def nesterovs(learningRate: float, momentum: float) -> Rule:
    """Sutskever et al., On the importance of initialization and momentum, ICML 2013.

    In the form of Bengio et al., arXiv:1212.0901, eq. 7: parameters are those looked ahead to.
    """
    v: Array | float = 0.0

    def step(g: Array, t: int) -> Array:
        nonlocal v
        before, v = v, momentum * v - learningRate * g
        return momentum * before - (1 + momentum) * v

    return step


def ada_grad(learningRate: float, epsilon: float, initial: float = 1e-6) -> Rule:
    """Duchi, Hazan, Singer, JMLR 12, 2011; DL4J starts the sum at 1e-6."""
    total: Array | float = initial

    def step(g: Array, t: int) -> Array:
        nonlocal total
        total = total + g**2
        return learningRate * g / (np.sqrt(total) + epsilon)

    return step


def rms_prop(learningRate: float, rmsDecay: float, epsilon: float) -> Rule:
    """Hinton, Neural networks for machine learning, lecture 6e, 2012; starts at epsilon."""
    mean: Array | float = epsilon

    def step(g: Array, t: int) -> Array:
        nonlocal mean
        mean = rmsDecay * mean + (1 - rmsDecay) * g**2
        return learningRate * g / (np.sqrt(mean) + epsilon)

    return step


def ada_delta(rho: float, epsilon: float) -> Rule:
    """Zeiler, arXiv:1212.5701, algorithm 1."""
    squares: Array | float = 0.0
    updates: Array | float = 0.0

    def step(g: Array, t: int) -> Array:
        nonlocal squares, updates
        squares = rho * squares + (1 - rho) * g**2
        update: Array = np.sqrt(updates + epsilon) / np.sqrt(squares + epsilon) * g
        updates = rho * updates + (1 - rho) * update**2
        return update

    return step


def adam(learningRate: float, beta1: float, beta2: float, epsilon: float) -> Rule:
    """Kingma, Ba, arXiv:1412.6980, the faster form at the end of section 2."""
    m: Array | float = 0.0
    v: Array | float = 0.0

    def step(g: Array, t: int) -> Array:
        nonlocal m, v
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        rate = learningRate * np.sqrt(1 - beta2**t) / (1 - beta1**t)
        return rate * m / (np.sqrt(v) + epsilon)

    return step


def ada_max(learningRate: float, beta1: float, beta2: float, epsilon: float) -> Rule:
    """Kingma, Ba, arXiv:1412.6980, algorithm 2; no epsilon there."""
    m: Array | float = 0.0
    u: Array | float = 0.0

    def step(g: Array, t: int) -> Array:
        nonlocal m, u
        m = beta1 * m + (1 - beta1) * g
        u = np.maximum(beta2 * u, np.abs(g))
        return learningRate / (1 - beta1**t) * m / u

    return step


def ams_grad(learningRate: float, beta1: float, beta2: float, epsilon: float) -> Rule:
    """Reddi, Kale, Kumar, On the convergence of Adam and beyond, ICLR 2018; Adam's rate."""
    m: Array | float = 0.0
    v: Array | float = 0.0
    largest: Array | float = 0.0

    def step(g: Array, t: int) -> Array:
        nonlocal m, v, largest
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        largest = np.maximum(largest, v)
        rate = learningRate * np.sqrt(1 - beta2**t) / (1 - beta1**t)
        return rate * m / (np.sqrt(largest) + epsilon)

    return step


def nadam(
    learningRate: float, beta1: float, beta2: float, epsilon: float, *, corrected: bool = False
) -> Rule:
    """Dozat, Incorporating Nesterov momentum into Adam, ICLR 2016 workshop.

    DL4J does not correct the second moment; the paper does.
    """
    m: Array | float = 0.0
    v: Array | float = 0.0

    def step(g: Array, t: int) -> Array:
        nonlocal m, v
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        ahead = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
        spread = v / (1 - beta2**t) if corrected else v
        return learningRate * ahead / (np.sqrt(spread) + epsilon)

    return step


def ada_belief(learningRate: float, beta1: float, beta2: float, epsilon: float) -> Rule:
    """Zhuang et al., arXiv:2010.07468, algorithm 2, with Adam's faster form of the rate."""
    m: Array | float = 0.0
    s: Array | float = 0.0

    def step(g: Array, t: int) -> Array:
        nonlocal m, s
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * (g - m) ** 2 + epsilon
        rate = learningRate * np.sqrt(1 - beta2**t) / (1 - beta1**t)
        return rate * m / (np.sqrt(s) + epsilon)

    return step


RULES: dict[str, Callable[..., Rule]] = {
    "AMSGrad": ams_grad,
    "AdaBelief": ada_belief,
    "AdaDelta": ada_delta,
    "AdaGrad": ada_grad,
    "AdaMax": ada_max,
    "Adam": adam,
    "Nadam": nadam,
    "Nesterovs": nesterovs,
    "NoOp": no_op,
    "RmsProp": rms_prop,
    "Sgd": sgd,
}
