"""A few steps of Python that Ctrl-C finds done or not begun."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_Handler = Callable[[int, FrameType | None], object]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Inside the block Ctrl-C and SIGTERM wait; what Python does about them follows at its end.

    Keep it to milliseconds. Outside of the main thread, which never sees signals, it does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[tuple[int, FrameType | None]] = []
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    # What the system itself does, or nobody, has no moment in between to wait for.
    ours: dict[int, _Handler] = {n: h for n, h in handlers.items() if callable(h)}
    for number in ours:
        signal.signal(number, lambda *arrived: waiting.append(arrived))
    try:
        yield
    finally:
        for number, handler in ours.items():
            signal.signal(number, handler)
        for arrived in waiting:
            ours[arrived[0]](*arrived)
