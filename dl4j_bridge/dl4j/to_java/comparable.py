"""The parts of a network whose JSON does not tell what they are."""

from __future__ import annotations

from typing import Any

from ...errors import UsageError
from .networks import layers_of
from .reflection import java, name_of, parts

INCOMPARABLE = {
    "org.deeplearning4j.nn.conf.layers.LocallyConnected2D": (
        "DL4J writes no JSON of it before its input type is known, so no code can be checked "
        "against it. Write this layer by hand, or take a ConvolutionLayer."
    ),
    "org.nd4j.linalg.activations.impl.ActivationPReLU": (
        "its JSON has no values of alpha, so no code can be checked against it. Take a "
        "PReLULayer, or write this activation by hand."
    ),
}
_DEPTH = 6


def check(configuration: Any) -> None:
    """Refuse a configuration with a part that cannot be compared.

    Raises:
        UsageError: it has one; the message names its class, why, and what to take instead.
    """
    for layer in layers_of(configuration):
        for part in parts(layer, _DEPTH):
            for name, why in INCOMPARABLE.items():
                if isinstance(part, java(name)):
                    kind = name_of(part.getClass())
                    raise UsageError(f"{kind} cannot be written as Java source: {why}")
