"""Threads of Python that leave the JVM when they end."""

from __future__ import annotations

import os
import threading

import jpype

_own = threading.local()


def leave_at_end() -> None:
    """Have the calling thread leave the JVM at its end.

    JPype lets a thread in at its first call of Java and never out again: its Java half and what
    ND4J keeps for each thread (workspaces, a generator) would stay until the process ends.
    """
    if not hasattr(_own, "visit") and threading.current_thread() is not threading.main_thread():
        _own.visit = _Visit()


class _Visit:
    """Lives as long as its thread: the values of a `threading.local` go with it."""

    def __init__(self) -> None:
        self._of = (os.getpid(), threading.get_ident())

    def __del__(self) -> None:
        # After a fork and at exit, another thread clears away what was this one's.
        if self._of == (os.getpid(), threading.get_ident()) and jpype.isJVMStarted():
            jpype.JClass("java.lang.Thread").detach()
