"""Reads damaged files one after the other, and says which before it tries."""

from __future__ import annotations

import json
import signal
import sys
import time
import traceback
import warnings
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from .target import Target
from .targets import TARGETS

SECONDS = 2.0
"""Of the processor's time; what takes longer hangs. The kernel ends the process then."""
_PATIENCE = 30  # seconds of the clock, for what waits instead of computing


def content(name: str, target: Target, number: int) -> bytes:
    """The file of a case: always the same."""
    return target.damaged(Random(f"{name} {number}"))


def peak() -> int:
    """Bytes of memory that this process had at most."""
    status = Path("/proc/self/status").read_text("ascii", "replace")
    return 1024 * int(status.partition("VmHWM:")[2].split()[0])


def main(name: str, first: int, last: int, step: int) -> None:
    """Try the cases `first`, `first + step`, … below `last`; a line of JSON for what came out."""
    warnings.simplefilter("error")
    warnings.simplefilter("ignore", UserWarning)  # meant for users, as of an odd encoding
    target = TARGETS[name]()
    with TemporaryDirectory(prefix="fuzzing-") as scratch:
        for seed in target.seeds:
            assert target.read(seed, Path(scratch)), f"{name}: a whole file is refused"
        before = peak()
        for number in range(first, last, step):
            print(number, flush=True)
            damaged = content(name, target, number)
            started = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            signal.alarm(_PATIENCE)
            outcome = _outcome(target, damaged, Path(scratch))
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.alarm(0)
            grown = peak() - before
            print(json.dumps([number, outcome, time.process_time() - started, grown]), flush=True)


def _outcome(target: Target, damaged: bytes, folder: Path) -> str:
    """`read`, `refused`, or the trace of what should not happen."""
    try:
        return "read" if target.read(damaged, folder) else "refused"
    except Exception:
        return traceback.format_exc()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
