"""The command line, but that Ctrl-C comes at one of the moments at which Python looks for it.

Arguments: `early` or `worker` (the process that is meant), a number, a file; then the command line.
Moments are calls, and returns from calls of C. At number 0 nothing comes: the first moment of each
line goes into the file. At others the file tells where Ctrl-C came.
"""

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from dl4j_bridge import interruption, supervision
from dl4j_bridge.cli import main

meant, at, told = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]).absolute()
sys.argv = ["dl4j-bridge", *sys.argv[4:]]
first: dict[tuple[str, int], int] = {}
moments = 0
listen, ignore = interruption.listen, interruption.ignore


def is_meant() -> bool:
    return (supervision._channel is None) == (meant == "early")


def look(frame: FrameType, event: str, of: Any) -> None:
    global moments
    if event not in ("call", "c_return"):
        return
    moments += 1
    if not at:
        first.setdefault((frame.f_code.co_filename, frame.f_lineno), moments)
    elif moments == at:
        sys.setprofile(None)
        told.write_text(f"{frame.f_code.co_filename}:{frame.f_lineno} {event} {of}")
        os.kill(os.getpid(), signal.SIGINT)


def begin() -> None:
    listen()
    sys.setprofile(look if is_meant() else None)


def end() -> None:
    sys.setprofile(None)
    if is_meant() and not at:
        told.write_text(json.dumps(list(first.values())))
    ignore()


interruption.listen, interruption.ignore = begin, end
main()
