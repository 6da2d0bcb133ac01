"""The doctor where the command line itself cannot be loaded: needs Python alone."""

from __future__ import annotations

import sys

from .examining import examine
from .findings import sound
from .screen import lines


def main() -> int:
    """Print what is found; the exit code says whether training can be tried."""
    checks = examine()
    print("\n".join(lines(checks)))
    return 0 if sound(checks) else 4


if __name__ == "__main__":
    sys.exit(main())
