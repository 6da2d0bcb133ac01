"""Model files that ask for much are refused in a fifth of a second."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.process.test_model_bombs import pytestmark, refusals

__all__ = ["pytestmark"]


@pytest.mark.fault(3)
def test_they_are_refused_fast(tmp_path: Path, record_property: Callable[[str, str], None]) -> None:
    slowest = max(seconds for seconds, _ in refusals(tmp_path).values())
    assert slowest < 0.2
    record_property("figure", f"the slowest refused in {slowest * 1000:.0f} ms")
