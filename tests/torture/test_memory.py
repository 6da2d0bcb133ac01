"""Memory that is full, at several limits."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.process.test_deaths import full_memory

LIMITS = {"600M": ("600 MiB", "1.17G"), "1G": ("1 GiB", "2G"), "1500M": ("1.46 GiB", "2.93G")}


@pytest.mark.fault(18)
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", ["heap", "native", "pointer"])
def test_it_ends_with_8_at_every_limit(
    tmp_path: Path, how: str, record_property: Callable[[str, object], None]
) -> None:
    for limit, (words, larger) in LIMITS.items():
        (tmp_path / limit).mkdir()
        message = full_memory(tmp_path / limit, how, limit)
        assert f"The limit is {words} in all" in message
        assert f"Raise it: --memory {larger} " in message
    record_property("figure", f"{how}: exit 8 at {', '.join(LIMITS)}")
