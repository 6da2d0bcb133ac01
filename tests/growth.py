"""How much this process grows: memory, threads and open files, looked at now and then."""

import ctypes
import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jpype
import numpy as np

from dl4j_bridge.dl4j import Nd4j

# In seconds. Memory that numpy shares goes a second after its array, with the next collection.
_PATIENCE, _LEAST = 30.0, 1.6
_LIBC = ctypes.CDLL(None)
_SLACK = 4 * 1024  # KB above the first sample for which nothing is waited


class Sample(NamedTuple):
    """What the process has after garbage collection; memory in KB."""

    resident: int
    heap: int
    arrays: int  # buffers of ND4J whose memory was not given back
    threads: int  # that Java knows of
    files: int
    mappings: int


class Growth:
    """Samples by how much was done until then; the first is taken when it is made."""

    def __init__(self) -> None:
        self._known = _buffers()
        before = int(self._known.size()) + 1
        while (now := int(self._known.size())) < before:
            before = now
            _settle(lambda: True)
        self._allowed = now + 30
        self.done = [0]
        self.samples = [_sample(self._known)]

    def look(self, done: int) -> None:
        """Take a sample after so many networks, predictions or whatever it is."""
        _settle(lambda: self._known.size() <= self._allowed)
        roomy = self.samples[0].resident + _SLACK
        _settle(lambda: _resident() < roomy, least=0.0, patience=_PATIENCE / 3)
        self.done.append(done)
        self.samples.append(_sample(self._known))

    def slope(self, what: str) -> float:
        """Growth for each one done: the line nearest to all samples."""
        values = [getattr(sample, what) for sample in self.samples]
        return float(np.polyfit(self.done, values, 1)[0])

    def more(self, what: str) -> int:
        """Growth from the first sample to the last."""
        return int(getattr(self.samples[-1], what) - getattr(self.samples[0], what))

    def table(self) -> str:
        """All samples, a line each."""
        head = f"{'done':>8}" + "".join(f"{name:>10}" for name in Sample._fields)
        rows = zip(self.done, self.samples, strict=True)
        return "\n".join([head, *(f"{n:>8}" + "".join(f"{v:>10}" for v in s) for n, s in rows)])


def _settle(
    is_settled: Callable[[], bool], least: float = _LEAST, patience: float = _PATIENCE
) -> None:
    """Collect garbage until ND4J has given back what it does, a second late."""
    begun = time.monotonic()
    while (waited := time.monotonic() - begun) < least or (waited < patience and not is_settled()):
        gc.collect()
        jpype.java.lang.System.gc()
        time.sleep(0.1)
        if hasattr(_LIBC, "malloc_trim"):
            _LIBC.malloc_trim(0)  # what malloc keeps for later is no growth


def _buffers() -> Any:
    service = "org.nd4j.linalg.api.memory.deallocation.DeallocatorService"
    field = jpype.JClass("java.lang.Class").forName(service).getDeclaredField("referenceMap")
    field.setAccessible(True)
    return field.get(Nd4j.getDeallocatorService())


def _sample(buffers: Any) -> Sample:
    beans = jpype.JClass("java.lang.management.ManagementFactory")
    return Sample(
        _resident(),
        int(beans.getMemoryMXBean().getHeapMemoryUsage().getUsed()) // 1024,
        int(buffers.size()),
        int(beans.getThreadMXBean().getThreadCount()),
        len(list(Path("/proc/self/fd").iterdir())),
        len(Path("/proc/self/maps").read_text("utf-8").splitlines()),
    )


def _resident() -> int:
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0])
