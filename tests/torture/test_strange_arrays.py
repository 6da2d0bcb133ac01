"""Twenty thousand arrays of every type, order and form, in processes that must not die."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import spawned

ROOT = Path(__file__).parent.parent.parent
PROCESSES, EACH = 4, 5000


@pytest.mark.fault(21)
def test_twenty_thousand_arrays(record_property: Callable[[str, object], None]) -> None:
    children = [
        spawned.start(
            [sys.executable, "-m", "tests.jvm.strange_arrays", str(EACH), str(number)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "DL4J_BRIDGE_THREADS": "1"},
        )
        for number in range(PROCESSES)
    ]
    counts = []
    for child in children:
        out, err = child.communicate(timeout=900)
        assert child.returncode == 0, err[-3000:]
        counts.append([int(word) for word in out.split()[-3:]])
    tried, right, refused = map(sum, zip(*counts, strict=True))
    assert tried == PROCESSES * EACH
    uses = f"{right:,} right, {refused:,} refused, 0 crashes"
    record_property("figure", f"{tried:,} arrays, to Java and to learn from: {uses}")
