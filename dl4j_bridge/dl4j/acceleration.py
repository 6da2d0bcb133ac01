"""Faster layers in the place of DL4J's own while a network trains."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, get_args

import jpype

from ..errors import UsageError
from ..jvm import start
from ..jvm.exceptions import java_errors
from .inputs import initialize

Mode = Literal["exact", "off"]


@dataclass(frozen=True)
class LayerSpeed:
    """How a layer trains.

    Attributes:
        name: as the configuration has it.
        type: DL4J's class, such as `DenseLayer`.
        reason: why the layer stays stock; None if it is accelerated.
    """

    name: str
    type: str
    reason: str | None

    @property
    def accelerated(self) -> bool:
        """True if a faster layer takes its place."""
        return self.reason is None


def acceleration(network: Any) -> list[LayerSpeed]:
    """Which layers of a network `fit` accelerates, and why not the others.

    Args:
        network: MultiLayerNetwork or ComputationGraph; initialized here if it is not yet.

    Raises:
        UsageError: it is no network.
    """
    start.ensure()
    with java_errors("The network could not be examined"):
        initialize(network)
        with accelerated(network, "exact") as reasons:
            layers = [layer.conf().getLayer() for layer in network.getLayers()]
        return [
            LayerSpeed(str(layer.getLayerName()), str(layer.getClass().getSimpleName()), reason)
            for layer, reason in zip(layers, reasons, strict=True)
        ]


def check_mode(mode: str) -> None:
    """Refuse a mode that does not exist.

    Raises:
        UsageError: it is none of `Mode`.
    """
    if mode not in get_args(Mode):
        raise UsageError(f"accelerate is {mode!r}, but must be one of {', '.join(get_args(Mode))}.")


@contextmanager
def accelerated(network: Any, mode: Mode) -> Iterator[list[str | None]]:
    """Accelerate an initialized network; outside of the context it is stock again.

    Args:
        network: MultiLayerNetwork or ComputationGraph.
        mode: "exact" takes layers that give the same bits as stock ones, "off" changes nothing.

    Yields:
        For each layer why it stays stock, None if it does not; nothing for "off".
    """
    if mode == "off":
        yield []
        return
    accelerator = jpype.JClass("dl4jbridge.accel.Accelerator")
    try:
        yield [reason and str(reason) for reason in accelerator.install(network)]
    finally:
        accelerator.remove(network)
