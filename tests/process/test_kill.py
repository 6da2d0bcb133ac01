"""A run that is killed now and then."""

from pathlib import Path

import pytest

from tests.kills import kill_often


@pytest.mark.fault(5)
def test_a_run_survives_kills_at_random_moments(tmp_path: Path, monkeypatch) -> None:
    # A JVM that lives so shortly does better without the compiler of long ones.
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
    assert kill_often(tmp_path, epochs=3, kills=3, chain=3, workers=1) == 3
