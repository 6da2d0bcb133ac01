"""A process that does the work, and its parent that hears how it ends."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from . import interruption
from .lifeline import end_at_eof, tied

# Two signals within this time are one that came by two ways, to the process and to its group.
_SAME = 0.1

_LOOK = 0.1  # seconds between two looks at the worker's memory
_PATIENCE = 10.0  # seconds that a worker has to end after SIGTERM; Docker gives as many

_channel: int | None = None
_ours = False


@dataclass(frozen=True)
class Ending:
    """How a worker ended.

    Attributes:
        pid: its process.
        begun: when it was started, seconds since 1970.
        code: with which it ended by itself, or was stopped; None if it died.
        signal: what killed it; 0 for none.
        status: its exit status, where no signal killed it.
        exhausted: it was killed because it took more memory than allowed.
        run: the run folder it was writing, if it told of one.
    """

    pid: int
    begun: float
    code: int | None
    signal: int
    status: int
    exhausted: bool
    run: Path | None


def tell(run: Path) -> None:
    """Tell the parent, if there is one, which run folder is being written."""
    _say(f"run {run.absolute()}")


def announce(code: int) -> None:
    """Tell the parent that we end by ourselves; signals have no effect from here on."""
    interruption.be_deaf()
    _say(f"end {code}")


def own() -> None:
    """Say that this process is the command line's own; others are never forked."""
    global _ours
    _ours = True


def supervised(memory: int | None = None) -> Ending | None:
    """Go on twice: as a worker, where this gives None, and as its parent once that has ended.

    The parent hands Ctrl-C, SIGTERM and SIGHUP on and kills the worker when a second one comes;
    the worker is killed if the parent is. Call it before there are threads. A system without fork,
    and who calls the command from a program of theirs (see `own`), has only the one process.

    Args:
        memory: bytes that the worker and its children may have together (Linux); a system's own
            limit would not do: OpenBLAS tries for ever where it is refused memory.
    """
    if not _ours or not hasattr(os, "fork"):
        return None
    interruption.check()
    tie, channel = tied(), os.pipe()
    lifeline = None if tie else os.pipe()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    begun = time.time()
    with _blocked():
        pid = os.fork()
        if pid == 0:
            if tie:
                tie()
            elif lifeline:
                os.close(lifeline[1])
                end_at_eof(lifeline[0])
            _become_worker(channel)
            return None
        parent = _Parent(pid, channel, memory)
    return parent.wait(begun)


def _become_worker(channel: tuple[int, int]) -> None:
    global _channel
    import resource

    os.close(channel[0])
    _channel = channel[1]
    os.set_blocking(_channel, False)
    # A core has the size of the memory; it takes longer to write than anybody waits.
    if not os.environ.get("DL4J_BRIDGE_CORE"):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    interruption.listen()


def _say(line: str) -> None:
    if _channel is not None:
        with suppress(OSError):
            os.write(_channel, f"{line}\n".encode(errors="surrogateescape"))


class _Parent:
    """Waits for a worker; passes signals on."""

    def __init__(self, pid: int, channel: tuple[int, int], memory: int | None) -> None:
        os.close(channel[1])
        os.set_blocking(channel[0], False)
        self._pid, self._channel = pid, channel[0]
        self._said = b""
        self._stopped_by = 0
        self._stopped_at = 0.0
        self._killed = self._over = self._exhausted = False
        self._memory = memory
        self._restore_terminal = _terminal()
        self._before = {number: signal.getsignal(number) for number in interruption.STOPS}
        for number, handler in self._before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, self._hear)
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, _LOOK, _LOOK)

    def wait(self, begun: float) -> Ending:
        _, status = os.waitpid(self._pid, 0)
        self._over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        said = self._listen()
        if os.WIFSIGNALED(status):
            self._restore_terminal()
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0
        runs = [line[4:] for line in said if line.startswith("run ")]
        return Ending(
            pid=self._pid,
            begun=begun,
            code=self._code(said, number, code),
            signal=number,
            status=code,
            exhausted=self._exhausted,
            run=Path(runs[-1]) if runs else None,
        )

    def _code(self, said: list[str], number: int, status: int) -> int | None:
        if self._killed:
            return 128 + self._stopped_by
        if said and said[-1].startswith("end "):
            # What kills it now comes too late to matter.
            return int(said[-1][4:]) if number else status
        return 128 + number if number in interruption.STOPS else None

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self._over:
            return
        now, said = time.monotonic(), self._listen()
        if self._stopped_by and now - self._stopped_at < _SAME:
            return
        self._killed = bool(self._stopped_by) or (bool(said) and said[-1].startswith("end "))
        if not self._stopped_by:
            self._stopped_by, self._stopped_at = number, now
        self._send(signal.SIGKILL if self._killed else number)

    def _look(self, number: int, frame: FrameType | None) -> None:
        """Kill a worker that takes too much memory, or too long to heed SIGTERM."""
        if self._over:
            return
        late = time.monotonic() - self._stopped_at > _PATIENCE
        # Who pressed Ctrl-C can do so again.
        self._killed |= late and self._stopped_by not in (0, signal.SIGINT)
        self._exhausted = self._memory is not None and memory_of(self._pid) > self._memory
        if self._killed or self._exhausted:
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._send(signal.SIGKILL)

    def _send(self, number: int) -> None:
        with suppress(ProcessLookupError):  # it has ended this moment
            os.kill(self._pid, number)

    def _listen(self) -> list[str]:
        """All lines that the worker has said so far."""
        with suppress(BlockingIOError):
            while more := os.read(self._channel, 1 << 16):
                self._said += more
        return self._said.decode(errors="surrogateescape").splitlines()


def signal_name(number: int) -> str:
    """Name of a signal, such as SIGSEGV."""
    names = {one.value: one.name for one in signal.Signals}
    return names.get(number, f"signal {number}")


def memory_of(process: int) -> int:
    """Bytes that a process and its descendants have of their own; 0 where nobody tells."""
    folder, total = Path(f"/proc/{process}"), 0
    with suppress(OSError, ValueError):
        lines = (folder / "status").read_text().splitlines()
        total = sum(int(line.split()[1]) << 10 for line in lines if line.startswith("RssAnon:"))
        for thread in (folder / "task").iterdir():
            total += sum(memory_of(int(child)) for child in _words(thread / "children"))
    return total


def _words(file: Path) -> list[str]:
    try:
        return file.read_text().split()
    except OSError:
        return []  # the thread has ended


@contextmanager
def _blocked() -> Iterator[None]:
    """No signal comes between the fork and the handlers of both."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, interruption.STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _terminal() -> Callable[[], None]:
    """Gives what puts the terminal right after a worker that was killed while it drew on it."""
    try:
        import termios

        terminal = sys.stderr.fileno()
        before = termios.tcgetattr(terminal)
    except Exception:  # termios.error has no better base
        return lambda: None

    def restore() -> None:
        # Who is in the background must not touch it.
        with suppress(OSError, termios.error):
            if os.tcgetpgrp(terminal) == os.getpgrp():
                termios.tcsetattr(terminal, termios.TCSADRAIN, before)
                if os.environ.get("TERM", "dumb") != "dumb":
                    os.write(terminal, b"\x1b[?25h")  # progress bars hide the cursor

    return restore
