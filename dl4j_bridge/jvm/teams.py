"""How many threads work together, changed while they run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jpype

from . import start
from .settings import Team


@contextmanager
def training_team(*, convolution: bool) -> Iterator[None]:
    """Train with the threads that the settings have for a kind of network.

    Args:
        convolution: whether the network has convolutions.
    """
    options = start.ensure()
    _set(options.team(convolution=convolution))
    try:
        yield
    finally:
        _set(options.largest_team)


def _set(team: Team) -> None:
    native: Any = jpype.JClass("org.nd4j.nativeblas.NativeOpsHolder").getInstance()
    native.getDeviceNativeOps().setOmpNumThreads(team.omp)
    jpype.JClass("dl4jbridge.team.Team").resize(team.threads)
