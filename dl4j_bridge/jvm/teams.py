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

    They are the bridge's own; the matrix products of BLAS are made by one thread each, so that
    their bits do not depend on how many there are. All but training works with the threads native
    code started with.

    Args:
        convolution: whether the network has convolutions.
    """
    options = start.ensure()
    if not options.backend.startswith("cpu"):
        yield
        return
    team = options.team(convolution=convolution)
    _set(own=team.blas, blas=1, omp=team.omp)
    try:
        yield
    finally:
        _set(own=1, blas=options.largest_team.blas, omp=options.largest_team.omp)


def _set(own: int, blas: int, omp: int) -> None:
    openblas: Any = jpype.JClass("org.bytedeco.openblas.global.openblas_nolapack")
    native: Any = jpype.JClass("org.nd4j.nativeblas.NativeOpsHolder").getInstance()
    openblas.blas_set_num_threads(blas)
    native.getDeviceNativeOps().setOmpNumThreads(omp)
    jpype.JClass("dl4jbridge.team.Team").resize(own)
