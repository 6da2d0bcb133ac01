"""Ctrl-C, SIGTERM or SIGHUP, heard once in the main thread."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer, current_thread, main_thread
from types import FrameType

# Windows has no SIGHUP.
STOPS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)

_stopped_by: int | None = None
_again = False


def listen() -> None:
    """Let the first of the signals raise KeyboardInterrupt, and all others be without effect.

    At a terminal Ctrl-C reaches a whole group of processes, so that one may hear of it twice.
    What whoever started us has us ignore (nohup) stays ignored.
    """
    for number in STOPS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    sys.unraisablehook = _unraised


def check() -> None:
    """Raise KeyboardInterrupt anew, where one was raised and a library let it not through.

    That is what `except:` around an import does.
    """
    global _again
    if _stopped_by and current_thread() is main_thread():
        _again = False
        raise KeyboardInterrupt


def finish() -> None:
    """Raise at once what would be raised again soon, when all is done."""
    if _again:
        check()


def is_behind(error: BaseException) -> bool:
    """Whether an error came of a KeyboardInterrupt.

    Python 3.11 raises one from it where a dataclass is defined, a zip file that must close does.
    """
    behind = error.__cause__ or error.__context__
    return behind is not None and (isinstance(behind, KeyboardInterrupt) or is_behind(behind))


def be_deaf() -> None:
    """Let none of the signals have an effect any more."""
    global _stopped_by, _again
    _stopped_by, _again = _stopped_by or 0, False


def ignore() -> None:
    """Ignore the signals from here on: Python, as it ends, would let them kill."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)


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
    global _stopped_by, _again
    if _stopped_by is None or _again:
        _stopped_by, _again = _stopped_by or number, False
        raise KeyboardInterrupt


def _unraised(lost: sys.UnraisableHookArgs) -> None:
    """Raise a KeyboardInterrupt again, soon, that came where none can be raised.

    That is a weak reference's callback, of which imports have many, or a `__del__`. What else goes
    wrong there after an interruption goes wrong because of it.
    """
    global _again
    if not _stopped_by:
        sys.__unraisablehook__(lost)
    elif issubclass(lost.exc_type, KeyboardInterrupt):
        _again = True
        Timer(0.01, _raise_anew, [_stopped_by]).start()


def _raise_anew(number: int) -> None:
    if os.name == "nt":
        signal.raise_signal(number)  # os.kill would end the process at once
    else:
        os.kill(os.getpid(), number)  # wakes the main thread
