"""Where the command line prints tables to."""

from __future__ import annotations

from rich.console import Console


def console() -> Console:
    """A console on standard output that neither colours nor guesses at numbers.

    Off a terminal it is wide enough that no table is cut.
    """
    out = Console(highlight=False, soft_wrap=False)
    return out if out.is_terminal else Console(highlight=False, width=200)
