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
        # What it imports takes longer than all else a short command does; Ctrl-C may come then.
        from .outcome import outcome

        code = interruption.exit_code(outcome())
    except KeyboardInterrupt:
        print("Error: Interrupted.", file=sys.stderr)
        code = interruption.exit_code(130)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        supervision.announce(code)
    sys.exit(code)
