"""A logger that writes what SLF4J's would."""

from __future__ import annotations

import sys

from .text import text


class Logger:
    """Writes to standard error, one line a message.

    Args:
        name: of the class that logs.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def info(self, message: object, *values: object) -> None:
        """Write a message, its `{}` filled in."""
        self._write("INFO", message, values)

    def warn(self, message: object, *values: object) -> None:
        """Write a warning."""
        self._write("WARN", message, values)

    def error(self, message: object, *values: object) -> None:
        """Write an error."""
        self._write("ERROR", message, values)

    def debug(self, message: object, *values: object) -> None:
        """Nothing: that level is off."""

    def trace(self, message: object, *values: object) -> None:
        """Nothing: that level is off."""

    def _write(self, level: str, message: object, values: tuple[object, ...]) -> None:
        parts = text(message).split("{}")
        filled = parts[0]
        for i, part in enumerate(parts[1:]):
            filled += (text(values[i]) if i < len(values) else "{}") + part
        print(f"{level} {self.name} - {filled}", file=sys.stderr)
