"""Words to calls: the command line `dl4j-bridge`."""

from __future__ import annotations

import sys
from typing import NoReturn

from .. import interruption


def main() -> NoReturn:
    """Run the command line; the exit code is the one `errors` has for what went wrong."""
    try:
        interruption.listen()
        code = _outcome()
    except KeyboardInterrupt:
        # There is only one, so that no second one disturbs this.
        from .outcome import interrupted

        code = interrupted()
    interruption.ignore()
    sys.exit(code)


def _outcome() -> int:
    """What becomes of the command, or of a command line that cannot be loaded."""
    try:
        # Python keeps half of a module whose import is interrupted; `interrupted` needs all of it.
        with interruption.undisturbed():
            from .outcome import outcome
    except ImportError as error:
        from ..lab.doctor.__main__ import main as doctor

        print(f"Error: The command line cannot be loaded: {error}.", file=sys.stderr)
        doctor()
        return 4
    return outcome()
