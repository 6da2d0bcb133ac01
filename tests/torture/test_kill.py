"""Runs that are killed at 200 random moments."""

import os
from pathlib import Path

import pytest

from tests.kills import kill_often

KILLS = 200


@pytest.mark.fault(5)
def test_every_killed_run_can_be_resumed(tmp_path: Path, record_property) -> None:
    workers = os.cpu_count() or 1
    survived = kill_often(tmp_path, epochs=10, kills=KILLS, chain=10, workers=workers)
    print(f"{survived} of {KILLS} kills survived", flush=True)
    record_property("figure", f"{survived} of {KILLS} resumable, to the same bits")
    assert survived == KILLS
