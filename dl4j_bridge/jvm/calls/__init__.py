"""Java calls from Python, with the overload that javac would choose."""

from ..whole import jpype as jpype
