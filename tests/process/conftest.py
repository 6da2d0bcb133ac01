"""What is tested here runs in child processes."""

from tests.brief import brief, lasting

__all__ = ["brief", "lasting"]
