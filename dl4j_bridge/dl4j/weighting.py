"""Weights of single rows, through what DL4J's cross-entropy does with its labels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jpype
import numpy as np

from ..errors import UsageError
from .arrays import to_nd4j

_LOSS = "org.nd4j.linalg.lossfunctions.impl.LossMCXENT"
_SOFTMAX = "org.nd4j.linalg.activations.impl.ActivationSoftmax"


@contextmanager
def weighted_labels(network: Any, classes: int) -> Iterator[None]:
    """Inside the context labels times w count as labels of a row with the weight w.

    A loss with a weight for each class, here 1 for all of them, takes the sum of a row's labels
    as that row's weight: its gradient is sum(y) · softmax − y. A label mask would not do: DL4J
    multiplies the layer's pre-output by it too, so that it can say whether a row counts, not how
    much.

    Args:
        network: initialized MultiLayerNetwork.
        classes: how many labels a row has.

    Raises:
        UsageError: the network does not end in softmax with cross-entropy.

    Source: `LossMCXENT.computeGradient`; masks: `BaseLayer.preOutputWithPreNorm`.
    """
    layer = network.getOutputLayer().conf().getLayer()
    loss: Any = layer.getLossFn() if hasattr(layer, "getLossFn") else None
    is_plain = isinstance(loss, jpype.JClass(_LOSS)) and loss.getWeights() is None
    if not (is_plain and isinstance(layer.getActivationFn(), jpype.JClass(_SOFTMAX))):
        raise UsageError(
            "Weights of rows need a network that ends in SOFTMAX with MCXENT or "
            "NEGATIVELOGLIKELIHOOD, without class weights of its own. Train without sample_weight."
        )
    ones = to_nd4j(np.ones((1, classes), np.float32), copy=True)
    layer.setLossFn(type(loss)(ones))
    try:
        yield
    finally:
        layer.setLossFn(loss)
