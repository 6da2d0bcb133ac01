"""Writes what is made from the jars for the mirror, or with `--check` tells what is out of date."""

from __future__ import annotations

import argparse
import sys

from . import out_of_date, write


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tools.mirror", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; 1 if they differ")
    if not parser.parse_args().check:
        write()
        return 0
    differences = out_of_date()
    print("\n".join(differences) or "Everything is as the jars have it.")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
