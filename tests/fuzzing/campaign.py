"""Many damaged files for one reader, in processes side by side."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from .child import content
from .targets import TARGETS

ROOT = Path(__file__).parents[2]
LARGEST_GROWTH = 200_000_000
"""Bytes that a process may grow by, however many files it reads."""
_HUNG = {-signal.SIGPROF, -signal.SIGALRM}


class Case(NamedTuple):
    """What came of one file.

    Attributes:
        number: the file's, which makes it again.
        outcome: `read`, `refused`, `hang`, `crash`, or the trace of what should not happen.
        seconds: of the processor's time.
        growth: bytes by which its process had grown by then, at most.
    """

    number: int
    outcome: str
    seconds: float = 0.0
    growth: int = 0


@dataclass(frozen=True)
class Campaign:
    """What came out.

    Attributes:
        name: of the reader.
        cases: what came of each file.
    """

    name: str
    cases: tuple[Case, ...]

    def __str__(self) -> str:
        outcomes = Counter(case.outcome for case in self.cases)
        known = {kind: outcomes[kind] for kind in ("crash", "hang", "refused", "read")}
        return (
            f"{self.name}: {len(self.cases):,} mutations: {known['crash']} crashes, "
            f"{known['hang']} hangs, slowest {max(case.seconds for case in self.cases):.2f} s, "
            f"memory +{self._growth / 1e6:.0f} MB, "
            f"{len(self.cases) - sum(known.values())} wrong loads or errors; "
            f"{known['refused']:,} refused, {known['read']:,} read"
        )

    @property
    def _growth(self) -> int:
        return max(case.growth for case in self.cases)

    def check(self) -> str:
        """Fail, with the files kept, if anything is not as it should be; else the figure."""
        faults = [case for case in self.cases if case.outcome not in ("read", "refused")]
        kept = [f"{self._keep(fault)}: {fault.outcome}" for fault in faults[:20]]
        assert not faults, "\n".join([str(self), *kept])
        assert self._growth < LARGEST_GROWTH, str(self)
        return str(self)

    def _keep(self, fault: Case) -> Path:
        """Save the file, so that it can be tried again."""
        path = Path(tempfile.gettempdir()) / f"fuzzing-{self.name}-{fault.number}"
        path.write_bytes(content(self.name, TARGETS[self.name](), fault.number))
        return path


def fuzz(name: str, cases: int, processes: int = 1) -> Campaign:
    """Try a reader with that many damaged files."""
    with ThreadPoolExecutor(processes) as pool:
        shares = pool.map(
            lambda first: list(_share(name, first, cases, processes)), range(processes)
        )
        return Campaign(name, tuple(case for share in shares for case in share))


def _share(name: str, first: int, last: int, step: int) -> Iterator[Case]:
    """Every `step`th case; a process that dies of one has a successor for the rest."""
    while first < last:
        begun = None
        with TemporaryFile() as errors, _child(name, first, last, step, errors) as child:
            for line in child.stdout or ():
                value = json.loads(line)
                if isinstance(value, int):
                    begun = value
                else:
                    yield Case(*value)
            code = child.wait()
            errors.seek(0)
            words = errors.read().decode()
        if code == 0:
            return
        assert begun is not None, words
        assert code < 0, words
        yield Case(begun, "hang" if code in _HUNG else "crash")
        first = begun + step


def _child(name: str, first: int, last: int, step: int, errors: IO[bytes]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"{__package__}.child", name, *map(str, (first, last, step))]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
