"""Words to calls: the command line `dl4j-bridge`."""

from __future__ import annotations

import sys
from typing import NoReturn

from .. import interruption, supervision
from ..jvm.variables import agree_on_file_names
from . import streams


def main() -> NoReturn:
    """Run the command line; the exit code is the one `errors` has for what went wrong."""
    code = 1
    agree_on_file_names()
    streams.prepare()
    try:
        code = _outcome()
    except KeyboardInterrupt:
        print("Error: Interrupted.", file=sys.stderr)
        code = interruption.exit_code(130)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        supervision.announce(code)
    sys.exit(code)


def _outcome() -> int:
    """What becomes of the command, or of a command line that cannot be loaded."""
    try:
        # What it imports takes longer than all else a short command does; Ctrl-C may come then.
        from .outcome import outcome
    except ImportError as error:
        from ..lab.doctor.__main__ import main as doctor

        print(f"Error: The command line cannot be loaded: {error}.", file=sys.stderr)
        doctor()
        return 4
    return interruption.exit_code(outcome())
