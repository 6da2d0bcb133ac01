"""Ctrl-C, SIGTERM or SIGHUP, heard once in the main thread."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

# Windows has no SIGHUP.
STOPS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)

_stopped_by: int | None = None


def listen() -> None:
    """Let the first of the signals raise KeyboardInterrupt, and all others be without effect.

    At a terminal Ctrl-C reaches a whole group of processes, so that one may hear of it twice.
    What whoever started us has us ignore (nohup) stays ignored.
    """
    for number in STOPS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def be_deaf() -> None:
    """Let none of the signals have an effect any more."""
    global _stopped_by
    _stopped_by = _stopped_by or 0


def exit_code(code: int) -> int:
    """The code to end with: that of the signal, where it was not Ctrl-C."""
    return code if _stopped_by in (None, 0, signal.SIGINT) else 128 + (_stopped_by or 0)


@contextmanager
def undisturbed() -> Iterator[None]:
    """The signals wait for the end of the block."""
    if current_thread() is not main_thread():
        yield  # signals are for the main thread
        return
    caught: list[int] = []
    before = {number: signal.getsignal(number) for number in STOPS}
    # None is a handler that is not Python's.
    heard = [number for number in STOPS if before[number] not in (None, signal.SIG_IGN)]
    for number in heard:
        signal.signal(number, lambda number, frame: caught.append(number))
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])
    if caught:
        signal.raise_signal(caught[0])


def _stop(number: int, frame: FrameType | None) -> None:
    global _stopped_by
    if _stopped_by is None:
        _stopped_by = number
        raise KeyboardInterrupt
