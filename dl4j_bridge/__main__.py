"""`python -m dl4j_bridge`: the command line, where its script is not on the path."""

import os
import sys

# Else a user's own `random.py` in the current folder would be taken for Python's.
sys.path[:] = [place for place in sys.path if place != os.getcwd()]

from .cli import main  # noqa: E402

main()
