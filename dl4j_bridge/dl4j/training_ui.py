"""Deeplearning4j's own page about a training, served to this machine only."""

from __future__ import annotations

import atexit
import time
from typing import TYPE_CHECKING, Any

import jpype

from ..errors import UsageError
from ..jvm import start
from ..jvm.exceptions import java_errors
from ..jvm.jars.extras import extra_path

if TYPE_CHECKING:
    from types import TracebackType

    from ..downloads import Progress

DEFAULT_PORT = 9000

_HOST = "127.0.0.1"
_PORT_PROPERTY = "org.deeplearning4j.ui.port"


class TrainingUI:
    """The page at `address`, until `close`; also a context manager.

    Shows what the networks do that it was told to watch: score, sizes of parameters and updates,
    histograms, memory. Source: DL4J's `VertxUIServer`, `StatsListener`, `InMemoryStatsStorage`.

        >>> with TrainingUI() as ui:
        ...     ui.watch(net)
        ...     bridge.fit(net, data, epochs=5)
    """

    def __init__(self, port: int = DEFAULT_PORT, *, on_progress: Progress | None = None) -> None:
        """Serve the page; nothing but this machine reaches it.

        Args:
            port: 0 takes a free one.
            on_progress: told how far the download of the page's jars is, the first time.

        Raises:
            UsageError: the port is taken.
            BackendError: jars that are damaged, or not to be had.
        """
        start.ensure(on_progress=on_progress)
        start.extend(extra_path("ui", on_progress=on_progress))
        with java_errors("The training UI did not start"):
            self._server = _serve(port)
            self._storage = jpype.JClass(
                "org.deeplearning4j.ui.model.storage.InMemoryStatsStorage"
            )()
            self._server.attach(self._storage)
        # At its end Python waits for the JVM, which would wait for the server's threads.
        atexit.register(self.close)

    @property
    def address(self) -> str:
        """Of the page, such as `http://127.0.0.1:9000/train/overview`."""
        return f"http://{_HOST}:{self._server.getPort()}/train/overview"

    def watch(self, network: Any, name: str = "training", every: int = 10) -> None:
        """Show a network's training; it takes the network's own `fit`, as with any listener.

        Args:
            network: MultiLayerNetwork or ComputationGraph.
            name: of the session; each network needs its own.
            every: iterations from one report to the next; a report costs some 12 ms.
        """
        listener = jpype.JClass("org.deeplearning4j.ui.model.stats.StatsListener")
        network.addListeners(listener(self._storage, every, name))

    def close(self) -> None:
        """Stop serving; the port is free afterwards."""
        atexit.unregister(self.close)
        if not self._server.isStopped():
            self._server.stop()

    def __enter__(self) -> TrainingUI:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _serve(port: int) -> Any:
    """Deploy the UI's verticle behind its stand-in, as `VertxUIServer.getInstance` does without."""
    verticle = jpype.JClass("org.deeplearning4j.ui.VertxUIServer")
    _let_find(verticle.class_.getClassLoader())
    jpype.java.lang.System.setProperty(_PORT_PROPERTY, str(port))
    vertx = jpype.JClass("io.vertx.core.Vertx").vertx()
    server = verticle()
    guarded = jpype.JClass("dl4jbridge.ui.Loopback").guard(server)
    deployed = jpype.JClass("io.vertx.core.Promise").promise()
    vertx.deployVerticle(jpype.JObject(guarded, jpype.JClass("io.vertx.core.Verticle")), deployed)
    while not deployed.future().isComplete():
        time.sleep(0.01)
    if deployed.future().failed():
        vertx.close()
        raise UsageError(
            f"The training UI cannot listen on {_HOST}:{port} "
            f"({_root(deployed.future().cause()).getMessage()}). "
            "Take another port, or 0 for a free one."
        )
    return server


def _let_find(loader: Any) -> None:
    """Let this thread, ND4J and the threads to come find the page's files, later than the start."""
    jpype.JClass("java.lang.Thread").currentThread().setContextClassLoader(loader)
    jpype.JClass("org.nd4j.common.config.ND4JClassLoading").setNd4jClassloader(loader)
    jpype.JClass("org.deeplearning4j.config.DL4JClassLoading").setDl4jClassloader(loader)


def _root(error: Any) -> Any:
    while error.getCause() is not None:
        error = error.getCause()
    return error
