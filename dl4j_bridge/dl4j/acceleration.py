"""Faster layers in the place of DL4J's own while a network trains."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

import jpype

from ..errors import UsageError
from ..jvm import start
from ..jvm.exceptions import java_errors
from .inputs import has_convolution, initialize

Mode = Literal["auto", "exact", "fast", "off"]
Kind = Literal["exact", "fast", "stock"]

# Threads that train, by the identity of the network that each trains.
_trained_by: dict[int, int] = {}


@dataclass(frozen=True)
class LayerSpeed:
    """How a layer trains.

    Attributes:
        name: as the configuration has it.
        type: DL4J's class, such as `DenseLayer`.
        kind: "exact" gives the same bits as DL4J's own layer, "fast" the same up to rounding,
            "stock" is DL4J's own.
        reason: why nothing faster that was asked for takes its place; None if it does.
    """

    name: str
    type: str
    kind: Kind
    reason: str | None

    @property
    def accelerated(self) -> bool:
        """True if a faster layer takes its place."""
        return self.kind != "stock"


def acceleration(network: Any, mode: Mode = "auto") -> list[LayerSpeed]:
    """Which layers of a network `fit` accelerates, and why not the others.

    Args:
        network: MultiLayerNetwork or ComputationGraph; initialized here if it is not yet.
        mode: as that of `fit`.

    Raises:
        UsageError: it is no network, or there is no such mode.
    """
    check_mode(mode)
    start.ensure()
    with java_errors("The network could not be examined"):
        initialize(network)
        with accelerated(network, mode) as reasons:
            kinds = _accelerator().kinds(network)
            layers = [layer.conf().getLayer() for layer in network.getLayers()]
        return [_speed(*layer) for layer in zip(layers, kinds, reasons, strict=True)]


def _speed(configuration: Any, kind: Any, reason: str | None) -> LayerSpeed:
    name, type_name = configuration.getLayerName(), configuration.getClass().getSimpleName()
    return LayerSpeed(str(name), str(type_name), cast(Kind, str(kind)), reason)


def check_mode(mode: str) -> None:
    """Refuse a mode that does not exist.

    Raises:
        UsageError: it is none of `Mode`.
    """
    if mode not in get_args(Mode):
        raise UsageError(f"accelerate is {mode!r}, but must be one of {', '.join(get_args(Mode))}.")


def resolve(network: Any, mode: Mode) -> Mode:
    """What "auto" stands for: "fast" where a network convolves, else "exact".

    Args:
        network: initialized MultiLayerNetwork or ComputationGraph.
        mode: any; all but "auto" stand for themselves.
    """
    if mode != "auto":
        return mode
    return "fast" if has_convolution(network) else "exact"


@contextmanager
def training_step(network: Any, mode: Mode) -> Iterator[Any]:
    """The fastest way to make an iteration; outside of the context the network is stock again.

    Args:
        network: initialized MultiLayerNetwork or ComputationGraph.
        mode: as that of `fit`.

    Yields:
        A `dl4jbridge.step.Step`.

    Raises:
        UsageError: another thread trains the network.
    """
    steps = jpype.JClass("dl4jbridge.step.Step")
    with _claimed(network):
        step = steps.own(network) if mode == "off" else steps.of(network)
        with accelerated(network, mode):
            yield step


@contextmanager
def _claimed(network: Any) -> Iterator[None]:
    """Keep other threads from training the network too."""
    me = threading.get_ident()
    identity = int(jpype.JClass("java.lang.System").identityHashCode(network))
    before = _trained_by.get(identity)
    if _trained_by.setdefault(identity, me) != me:
        raise UsageError(
            "Another thread is training this network. Wait until it is through, or train a copy: "
            "network.clone()."
        )
    try:
        yield
    finally:
        if before is None:
            del _trained_by[identity]


@contextmanager
def accelerated(network: Any, mode: Mode) -> Iterator[list[str | None]]:
    """Accelerate an initialized network; outside of the context it is stock again.

    Args:
        network: MultiLayerNetwork or ComputationGraph.
        mode: as that of `fit`.

    Yields:
        For each layer why nothing faster that was asked for takes its place, None if it does.
    """
    mode = resolve(network, mode)
    if mode == "off":
        yield ["acceleration is off"] * len(network.getLayers())
        return
    accelerator = _accelerator()
    try:
        reasons = accelerator.install(network, mode == "fast")
        yield [reason and str(reason) for reason in reasons]
    finally:
        accelerator.remove(network)


def _accelerator() -> Any:
    return jpype.JClass("dl4jbridge.accel.Accelerator")
