"""Model files that ask for much are refused before they get it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.model_bombs import bombs
from tests.modelfiles import mlp, saved

pytestmark = [
    pytest.mark.fault(3),
    pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux tells it"),
]

MOST_MEMORY = 50e6
# Reads each file three times; for each the best time in seconds, the growth of memory in bytes.
CHILD = """
import json, re, sys, time
from dl4j_bridge import modelfile
from dl4j_bridge.errors import ModelFileError

def peak():
    # Unlike getrusage's, this one is not the parent's.
    return int(re.search(r"VmHWM:\\s*([0-9]+)", open("/proc/self/status").read())[1]) * 1024

modelfile.read(sys.argv[1])
for path in sys.argv[2:]:
    before, times = peak(), []
    for _ in range(3):
        begin = time.perf_counter()
        try:
            modelfile.read(path)
            raise SystemExit(f"{path} was not refused")
        except ModelFileError as error:
            message = str(error)
        times.append(time.perf_counter() - begin)
    print(json.dumps([min(times), peak() - before, message]))
"""


def refusals(folder: Path) -> dict[str, tuple[float, float]]:
    """Seconds and bytes that each bomb took, after it was refused in the right words."""
    files = bombs()
    paths = [
        str(saved(folder, content, f"{i}.zip")) for i, (content, _) in enumerate(files.values())
    ]
    good = saved(folder, mlp(), "good.zip")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, good, *paths], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    taken = {}
    for name, line in zip(files, done.stdout.splitlines(), strict=True):
        seconds, growth, message = json.loads(line)
        assert files[name][1] in message, (name, message)
        taken[name] = (seconds, growth)
    return taken


def test_they_are_refused(tmp_path: Path, record_property: Callable[[str, str], None]) -> None:
    taken = refusals(tmp_path)
    slowest = max(seconds for seconds, _ in taken.values())
    growth = sum(growth for _, growth in taken.values())
    assert slowest < 1, taken  # 0.2 s on a machine of one's own: tests/torture
    assert growth < MOST_MEMORY, taken
    record_property(
        "figure",
        f"{len(taken)} of {len(taken)} refused, the slowest in {slowest * 1000:.0f} ms; "
        f"{growth / 1e6:.0f} MB for all of them",
    )
