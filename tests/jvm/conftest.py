"""One JVM for the whole session, as it starts for a user."""

import gc
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from dl4j_bridge.jvm import start
from dl4j_bridge.jvm.options import JvmOptions


@pytest.fixture(scope="session", autouse=True)
def jvm() -> JvmOptions:
    return start.ensure()


@pytest.fixture
def ctrl_c() -> Iterator[Callable[[float], None]]:
    """Have Ctrl-C come after so many seconds.

    Meanwhile the garbage collector calls nothing (Hypothesis has it call something): Python
    prints what is raised there, and goes on.
    """
    called = gc.callbacks[:]
    gc.callbacks.clear()
    yield lambda seconds: threading.Timer(seconds, signal.raise_signal, [signal.SIGINT]).start()
    gc.callbacks[:] = called
