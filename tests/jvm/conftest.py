"""One JVM for the whole session, as it starts for a user."""

import pytest

from dl4j_bridge.jvm import start
from dl4j_bridge.jvm.options import JvmOptions


@pytest.fixture(scope="session", autouse=True)
def jvm() -> JvmOptions:
    return start.ensure()
