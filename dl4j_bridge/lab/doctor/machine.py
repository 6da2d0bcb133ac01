"""Processor, cores, memory, with the limits of the system and of its containers."""

from __future__ import annotations

import platform
import sys

from ...jvm import cpu
from ...jvm.machine import this_machine
from .findings import Check, Problem, Row

_NEEDED = 512 << 20  # bytes, with Deeplearning4j loaded and no data
# A 64-bit JVM reserves far more addresses than it uses.
_ADDRESSES = 6 << 30


def look() -> Check:
    """Look at what this process may use."""
    machine = this_machine()
    quota, memory = machine.limits.cores, machine.limits.memory
    flags = sorted(flag for flag in cpu.cpu_flags() if flag.startswith(("avx", "fma", "amx")))
    addresses = _addresses()
    rows = (
        Row("system", platform.platform()),
        Row("processor", machine.cpu),
        Row("instructions", " ".join(flags), _shortened(flags)),
        Row(
            "cores",
            machine.cores,
            f"{machine.cores} of {machine.online}",
            f"affinity {machine.affinity}, control group {_limit(quota, '{:g}')}",
        ),
        Row(
            "memory",
            machine.memory,
            f"{gigabytes(machine.memory)} of {gigabytes(machine.physical)}",
            f"control group {_limit(memory and memory / 1e9, '{:.1f} GB')}, "
            f"ulimit -v {_limit(addresses and addresses / 1e9, '{:.1f} GB')}",
        ),
    )
    return Check("Machine", rows, _of_memory(machine.memory, addresses))


def gigabytes(size: int | None) -> str:
    """Bytes as GB, for people."""
    return "unknown" if size is None else f"{size / 1e9:.1f} GB"


def _of_memory(memory: int | None, addresses: int | None) -> tuple[Problem, ...]:
    problems = []
    if memory is not None and memory < _NEEDED:
        text = f"There are {gigabytes(memory)} of memory, and Deeplearning4j alone takes 0.5 GB."
        problems.append(Problem(f"{text} Give the container or machine more."))
    if addresses is not None and addresses < _ADDRESSES:
        text = f"`ulimit -v` leaves {gigabytes(addresses)} of addresses; Java reserves more."
        problems.append(Problem(text, "ulimit -v unlimited", fatal=False))
    return tuple(problems)


def _addresses() -> int | None:
    if sys.platform == "win32":
        return None
    import resource

    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if limit == resource.RLIM_INFINITY else limit


def _shortened(flags: list[str]) -> str:
    """The parts of AVX-512 in one word: a screen has no room for twelve."""
    parts = sum(flag.startswith("avx512") for flag in flags)
    others = [flag for flag in flags if not flag.startswith("avx512")]
    return " ".join([*others, *([f"avx512 ({parts} parts)"] if parts else [])]) or "unknown"


def _limit(value: float | None, form: str) -> str:
    return "without limit" if value is None else form.format(value)
