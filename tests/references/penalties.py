"""Regularization as the books have it: weights to a score and to its gradient."""

import numpy as np

from .comparison import Array


def l1(w: Array, strength: float) -> tuple[float, Array]:
    """Tibshirani, 1996 (lasso)."""
    return strength * np.abs(w).sum(), strength * np.sign(w)


def l2(w: Array, strength: float) -> tuple[float, Array]:
    """Hoerl, Kennard, 1970 (ridge), halved."""
    return strength / 2 * (w**2).sum(), strength * w


def elastic_net(w: Array, one: float, two: float) -> tuple[float, Array]:
    """Zou, Hastie, 2005."""
    (a, da), (b, db) = l1(w, one), l2(w, two)
    return a + b, da + db


def limited(w: Array, low: float, high: float, rate: float = 1.0, epsilon: float = 1e-6) -> Array:
    """Columns with norms between two bounds.

    Source: Srebro, Shraibman, COLT 2005; Srivastava et al., JMLR 15, 2014, section 5.1, and
    Keras's MinMaxNorm for the lower bound and the rate.
    """
    norm = np.linalg.norm(w, axis=0, keepdims=True)
    wanted = rate * np.clip(norm, low, high) + (1 - rate) * norm
    return w * wanted / (norm + epsilon)


def renormalized(gradients: list[Array]) -> list[Array]:
    """All together of norm 1."""
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g / norm for g in gradients]


def clipped_norm(gradients: list[Array], threshold: float) -> list[Array]:
    """All together of at most a norm: Pascanu et al., arXiv:1211.5063, algorithm 1."""
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g * min(1, threshold / norm) for g in gradients]
