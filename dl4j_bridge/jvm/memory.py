"""The limit of this process's memory: where it is exceeded, something says so and ends."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from ..errors import ResourceExhausted
from ..sizes import MIB, size_text
from .settings import decide

# What stacks, heaps and BLAS reserve but never touch: an idle JVM has 600 MiB of data, and 200 in
# memory.
_RESERVED = 512 * MIB
# Data that a JVM with Deeplearning4j needs to start; where it got less, it was seen to hang.
_START = 640 * MIB


def limit_this_process() -> None:
    """Let the system refuse this process, and each child, more memory than the settings have.

    Linux only. Files that are mapped and code do not count.

    Raises:
        UsageError: a setting makes no sense.
    """
    memory = decide().memory.value
    if sys.platform != "linux" or memory is None:
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = memory * MIB + _RESERVED
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def check_room() -> None:
    """Refuse to start a JVM that would get stuck for want of memory.

    Raises:
        ResourceExhausted: what this process has already leaves no room for one.
    """
    if sys.platform != "linux":
        return
    import resource

    limit = resource.getrlimit(resource.RLIMIT_DATA)[0]
    taken = re.search(r"^VmData:\s*(\d+) kB", Path("/proc/self/status").read_text(), re.M)
    if limit == resource.RLIM_INFINITY or taken is None:
        return
    used = int(taken[1]) << 10
    if used + _START > limit:
        raise ResourceExhausted(
            f"Memory is full: {size_text(used)} are taken, most of them by the data, of "
            f"{size_text(limit)}, and Deeplearning4j needs {size_text(_START)}. {advice()}"
        )


def advice() -> str:
    """Which limit is in force, and the option to raise."""
    settings = decide()
    memory, heap = settings.memory.value, settings.heap.value
    limits = [f"{size_text(memory * MIB)} in all"] if memory else []
    limits += [f"{size_text(heap * MIB)} for Java's heap"] if heap else []
    said = f"The limit is {', '.join(limits)}. " if limits else ""
    larger = size_text(2 * memory * MIB).replace(" ", "").replace("iB", "") if memory else "4G"
    return f"{said}Raise it: --memory {larger} (DL4J_BRIDGE_MEMORY), or use less data at a time."
