"""Java course programs, translated to Python."""

from .module import Ported, port

__all__ = ["Ported", "port"]
