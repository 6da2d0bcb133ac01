"""The examples compute in the session's one JVM."""

from tests.jvm.conftest import jvm

__all__ = ["jvm"]
