"""What each layer of a network answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ..jvm import start
from ..jvm.exceptions import java_errors
from . import inputs
from .arrays import to_nd4j


def activations(network: Any, x: inputs.Arrays) -> list[npt.NDArray[Any]]:
    """Output of every layer for some rows, all at once and without dropout.

    Args:
        network: MultiLayerNetwork or ComputationGraph.
        x: shape (n, features), or what the network's input takes.

    Returns:
        An array (n, ...) of the network's type for each layer; for a ComputationGraph for each
        vertex, in the order in which they are computed. Convolutions have (n, channels, height,
        width), or channels last where the layer says NHWC.

    Raises:
        DataError: data that does not fit the network.

    Source: DL4J's `feedForward`.
    """
    start.ensure()
    with java_errors("The activations could not be computed"):
        inputs.initialize(network)
        arrays = [to_nd4j(array) for array in inputs.features(network, x)]
        if not inputs.is_graph(network):
            return [np.array(seen) for seen in network.feedForward(arrays[0], False)][1:]
        seen = network.feedForward(arrays, False)
        vertices = [network.getVertices()[int(i)] for i in network.topologicalSortOrder()]
        return [np.array(seen[v.getVertexName()]) for v in vertices if not v.isInputVertex()]
