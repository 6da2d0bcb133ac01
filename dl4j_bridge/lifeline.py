"""Processes that end with their parent, however it ends."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def tied() -> Callable[[], None] | None:
    """What `subprocess.Popen` takes as `preexec_fn`, so that the child is killed when we end.

    Linux only; more precisely, it is killed when the thread ends that has started it.

    Source: prctl(2), PR_SET_PDEATHSIG.
    """
    if sys.platform != "linux":
        return None
    import ctypes

    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
        if os.getppid() != parent:
            os._exit(128 + signal.SIGKILL)  # it was gone already

    return tie


def end_at_eof(pipe: int) -> None:
    """Kill this process when nobody is left to write to a pipe, for systems without `tied`."""

    def watch() -> None:
        while os.read(pipe, 1):
            pass
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()
