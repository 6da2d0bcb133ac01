"""This package as a contender, with several copies of the network or one that is DL4J's own."""

from __future__ import annotations

import os
import warnings
from typing import Any

import dl4j_bridge as bridge
from dl4j_bridge.errors import TrainingWarning

from .ours import Ours, versions
from .serve import serve


class Parallel(Ours):
    """`bridge.fit` with DL4J's own layers, and with as many workers as the environment says."""

    def __init__(self) -> None:
        super().__init__()
        workers, averaging = int(os.environ["BENCH_WORKERS"]), int(os.environ["BENCH_AVERAGING"])
        self._copies: dict[str, Any] = {"workers": workers, "averaging": averaging}

    def train(self) -> None:
        """One epoch."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", TrainingWarning)
            bridge.fit(
                self._network,
                self._rows,
                batch_size=self._batch,
                progress=False,
                accelerate="off",
                **self._copies,
            )


if __name__ == "__main__":
    serve(Parallel(), versions())
