"""A page on this machine on which one draws, and sees what a network makes of it."""

from .reader import Reader
from .server import DemoServer

__all__ = ["DemoServer", "Reader"]
