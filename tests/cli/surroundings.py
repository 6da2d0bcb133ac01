"""Rights and limits for a command, which the tests' own user may not have."""

import ctypes
import resource
import signal
from collections.abc import Callable

_DROP_BOUND, _OVERRIDE, _SEARCH = 24, 1, 2  # prctl(2), capabilities(7)


def bound_by_rights() -> None:
    """From here on a child is refused what a folder's rights refuse, even if it is root."""
    system = ctypes.CDLL(None)
    for capability in (_OVERRIDE, _SEARCH):
        system.prctl(_DROP_BOUND, capability, 0, 0, 0)


def no_file_above(size: int) -> Callable[[], None]:
    """As on a full disk, no file grows above some bytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit
