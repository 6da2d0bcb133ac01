"""All that the project's own tests import is set up from nothing."""

import sys
from pathlib import Path

from tests.process.test_clean_clone import clone, online, run

__all__ = ["clone", "online"]


def test_make_setup_is_enough_for_every_test(clone: Path) -> None:
    run(["make", "setup", f"PYTHON={sys.executable}"], clone)
    run([clone / ".venv" / "bin" / "python", "-m", "pytest", "--collect-only", "-qq"], clone)
