"""What is tested here runs in child processes."""

from tests.brief import brief

__all__ = ["brief"]
