"""A JVM whose arrays are float64 by default, and a table of what was compared."""

from collections.abc import Iterator

import pytest

from dl4j_bridge.dl4j import DataType, Nd4j

from ..jvm.conftest import jvm as jvm
from .comparison import GROUPS


@pytest.fixture(scope="module", autouse=True)
def double(jvm: object) -> Iterator[None]:
    """Some losses make arrays of the default type, whatever the network's own is."""
    before = Nd4j.dataType()
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE)
    yield
    Nd4j.setDefaultDataTypes(before, before)


@pytest.fixture(autouse=True)
def seed(double: None) -> None:
    """What is drawn is the same in every run."""
    Nd4j.getRandom().setSeed(20)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not GROUPS:
        return
    terminalreporter.section("references: numbers compared, largest relative difference")
    for name, group in sorted(GROUPS.items()):
        terminalreporter.write_line(f"{name:24} {group.values:9,} {group.largest:8.1e}")
