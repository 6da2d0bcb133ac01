"""A network that can be pickled, by its model file."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..dl4j import models
from ..jvm import start
from ..jvm.options import JvmOptions


def ensure_jvm() -> None:
    """Start the JVM; in a worker process with one thread, unless `DL4J_BRIDGE_THREADS` is set."""
    in_worker = multiprocessing.current_process().name != "MainProcess"
    if in_worker and start.running() is None and not os.environ.get("DL4J_BRIDGE_THREADS"):
        start.ensure(JvmOptions.from_environment(threads=1))
    else:
        start.ensure()


class PortableNetwork:
    """A network; pickled or copied it is the bytes of its model file.

    They become a network, and start the JVM, when it is first asked for.

    Args:
        network: MultiLayerNetwork.
    """

    def __init__(self, network: Any) -> None:
        self._network = network
        self._file = b""

    @property
    def network(self) -> Any:
        """The MultiLayerNetwork.

        Raises:
            ModelFileError: the bytes are damaged, or hold something that could run code.
        """
        ensure_jvm()
        if self._network is None:
            with TemporaryDirectory() as folder:
                path = Path(folder, "model.zip")
                path.write_bytes(self._file)
                self._network = models.load(path)
            self._file = b""
        return self._network

    def __getstate__(self) -> bytes:
        if self._network is None:
            return self._file
        with TemporaryDirectory() as folder:
            return models.save(self._network, Path(folder, "model.zip")).read_bytes()

    def __setstate__(self, file: bytes) -> None:
        self._network, self._file = None, file
