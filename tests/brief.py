"""JVMs of child processes, which live for seconds."""

from collections.abc import Iterator

import pytest

OPTIONS = "-XX:TieredStopAtLevel=1"
# What each JVM says of it, in the standard error of its process.
NOTICE = f"Picked up JAVA_TOOL_OPTIONS: {OPTIONS}\n"


@pytest.fixture(scope="module", autouse=True)
def brief() -> Iterator[None]:
    """The JVM's second compiler, which computes alike, would take half of such a life."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", OPTIONS)
        yield


@pytest.fixture(scope="module")
def lasting(brief: None) -> Iterator[None]:
    """For trainings that take longer: that compiler pays, and one thread takes the least in all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("JAVA_TOOL_OPTIONS")
        patch.setenv("DL4J_BRIDGE_THREADS", "1")
        yield
