"""The same seed, again and again: the same bits."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dl4j_bridge.jvm.toolchain import find_java
from tests.process.test_reproducible import digests

RUNS = 20


@pytest.mark.fault(28)
def test_twenty_processes_train_the_same_networks(
    record_property: Callable[[str, object], None],
) -> None:
    """Of one thread, two and four, in each Java that is installed."""
    javas = installed()
    settings = [
        {"DL4J_BRIDGE_THREADS": threads, "JAVA_HOME": str(home)}
        for threads in ("1", "1", "1", "2", "4")
        for home in javas.values()
    ]
    found = digests([settings[run % len(settings)] for run in range(RUNS)])
    record_property(
        "figure",
        f"{found.count(found[0])} of {RUNS} runs with the same bits: "
        f"1, 2 and 4 threads, Java {' and '.join(javas)}",
    )
    assert len(set(found)) == 1, found


def installed() -> dict[str, Path]:
    """The homes of Java, one of each version; that of the JVM found first without any."""
    found = {}
    for java in sorted(Path("/usr/lib/jvm").glob("*/bin/java")):
        said = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
        number = re.search(r'version "(\d+)', said)
        if number and int(number[1]) >= 11:
            found.setdefault(number[1], java.parent.parent)
    return found or {"found": find_java().home}
