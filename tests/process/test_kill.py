"""A run that is killed now and then."""

from pathlib import Path

import pytest

from tests.kills import kill_often


@pytest.mark.fault(5)
def test_a_run_survives_kills_at_random_moments(tmp_path: Path) -> None:
    assert kill_often(tmp_path, kills=6, chain=6, workers=1, seed=1) == 6
