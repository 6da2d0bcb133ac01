"""`--version`: every part's, without a JVM, whatever is missing."""

import platform
from importlib.metadata import version

import pytest

from dl4j_bridge import __version__
from dl4j_bridge.jvm.toolchain import find_java

from .conftest import Cli


def test_every_part_has_a_line_the_bridge_the_first(cli: Cli) -> None:
    lines = cli("--version").stdout.splitlines()
    assert lines[0] == f"dl4j-bridge {__version__}" == f"dl4j-bridge {version('dl4j-bridge')}"
    parts = dict(line.split(" ", 1) for line in lines)
    assert parts["Deeplearning4j"] == "1.0.0-M2.1"
    assert parts["ND4J"].startswith("1.0.0-M2.1 (cpu/")
    java = find_java()
    assert parts["Java"].startswith(str(java.version))
    assert str(java.home) in parts["Java"]
    assert parts["JPype"] == version("jpype1")
    assert parts["numpy"] == version("numpy")
    assert parts["Python"] == platform.python_version()


@pytest.mark.parametrize(
    ("environment", "part"),
    [
        ({"DL4J_BRIDGE_NATIVE": "linux-x86_64-avx1024"}, "ND4J"),
        ({"DL4J_BRIDGE_THREADS": "none"}, "ND4J"),
        ({"JAVA_HOME": "/nowhere", "PATH": ""}, "Python"),
    ],
)
def test_what_is_missing_keeps_no_other_part_from_its_line(
    cli: Cli, environment: dict[str, str], part: str
) -> None:
    done = cli("--version", **environment)
    assert done.returncode == 0
    [line] = [line for line in done.stdout.splitlines() if line.startswith(part)]
    assert ("doctor" in line) == (part == "ND4J")
