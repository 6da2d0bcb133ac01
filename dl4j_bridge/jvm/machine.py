"""What this process may use of the machine it runs on."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from .cpu import has_avx512, model_name

_CGROUPS = Path("/sys/fs/cgroup")
_OWN_GROUPS = Path("/proc/self/cgroup")


@dataclass(frozen=True)
class Limits:
    """What a control group (a container, a systemd unit) leaves of the machine.

    Attributes:
        cores: processor time a second, in cores; None without a limit.
        memory: bytes; None without a limit.
    """

    cores: float | None = None
    memory: int | None = None


@dataclass(frozen=True)
class Machine:
    """The machine, with the share of it that is ours.

    Attributes:
        cpu: model name of the processor.
        online: cores of the whole machine.
        affinity: cores the scheduler lets this process run on.
        physical: bytes of memory of the whole machine, None where nothing tells.
        limits: of the control group.
        avx512: whether the processor has the AVX-512 that native builds are compiled for.
    """

    cpu: str
    online: int
    affinity: int
    physical: int | None
    limits: Limits
    avx512: bool = False

    @property
    def amd_with_avx512(self) -> bool:
        """Whether it is one of AMD's processors since Zen 4."""
        return self.avx512 and self.cpu.startswith("AMD")

    @property
    def cores(self) -> int:
        """How many cores may be busy at once; a part of a core counts as a whole one."""
        quota = self.limits.cores
        return min(self.affinity, math.ceil(quota)) if quota else self.affinity

    @property
    def memory(self) -> int | None:
        """Bytes this process may use."""
        known = [size for size in (self.physical, self.limits.memory) if size is not None]
        return min(known, default=None)


def this_machine() -> Machine:
    """The machine as it is now: affinity and limits may change while a process runs."""
    online = os.cpu_count() or 1
    affinity = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else online
    return Machine(
        _model_name(), online, affinity, _physical_memory(), cgroup_limits(), _has_avx512()
    )


def cgroup_limits(root: Path = _CGROUPS, own: Path = _OWN_GROUPS) -> Limits:
    """The tightest limits on the way from this process's control group up to the root.

    Args:
        root: where the control groups are mounted, version 1 or 2.
        own: the file that names the groups of this process.

    Source: cgroups(7); the kernel's cgroup-v2.rst, sched-bwc.rst and memcg v1 documents.
    """
    cores: list[float] = []
    memory: list[int] = []
    for folder in _own_folders(root, own):
        cores += _quota(folder)
        memory += _memory_limit(folder)
    return Limits(min(cores, default=None), min(memory, default=None))


_model_name = cache(model_name)
_has_avx512 = cache(has_avx512)


def _own_folders(root: Path, own: Path) -> Iterator[Path]:
    """Folders of this process's groups and of all groups above them.

    Inside a container the named path often does not exist: its own group is then the mount's root.
    """
    try:
        lines = own.read_text("utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        mounts = [root / name for name in controllers.split(",")] if controllers else []
        for mount in (*mounts, *([root / controllers] if "," in controllers else []), root):
            inner = PurePosixPath(path.lstrip("/"))
            yield from (mount / part for part in (inner, *inner.parents))


def _quota(folder: Path) -> list[float]:
    words = _words(folder / "cpu.max")
    if not words:
        words = _words(folder / "cpu.cfs_quota_us") + _words(folder / "cpu.cfs_period_us")
    # `max` and -1 stand for no limit.
    if len(words) != 2 or not all(word.isdecimal() for word in words) or int(words[1]) == 0:
        return []
    return [int(words[0]) / int(words[1])]


def _memory_limit(folder: Path) -> list[int]:
    words = _words(folder / "memory.max") or _words(folder / "memory.limit_in_bytes")
    # Version 1 writes no limit as the largest number of whole pages.
    known = len(words) == 1 and words[0].isdecimal() and int(words[0]) < 1 << 60
    return [int(words[0])] if known else []


def _words(file: Path) -> list[str]:
    try:
        return file.read_text("ascii").split()
    except (OSError, ValueError):
        return []


def _physical_memory() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
