"""How many threads native code works with, changed while it runs."""

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

    Only training: all else works with the threads native code started with, whatever was
    trained before, so that the same call gives the same bits.

    Args:
        convolution: whether the network has convolutions.
    """
    options = start.ensure()
    if not options.backend.startswith("cpu"):
        yield
        return
    _set(options.team(convolution=convolution))
    try:
        yield
    finally:
        _set(options.largest_team)


def _set(team: Team) -> None:
    blas: Any = jpype.JClass("org.bytedeco.openblas.global.openblas_nolapack")
    native: Any = jpype.JClass("org.nd4j.nativeblas.NativeOpsHolder").getInstance()
    blas.blas_set_num_threads(team.blas)
    native.getDeviceNativeOps().setOmpNumThreads(team.omp)
