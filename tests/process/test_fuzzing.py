"""Each reader with a few hundred damaged files; ten thousand are in tests/torture."""

import pytest

from tests.fuzzing.campaign import fuzz
from tests.fuzzing.targets import READERS


@pytest.mark.fault(1, 10, 26, 33)
@pytest.mark.parametrize("name", READERS)
def test_damaged_files_are_refused_or_read_rightly(name: str) -> None:
    fuzz(name, 200).check()


def test_crashes_hangs_and_wrong_loads_are_seen() -> None:
    campaign = fuzz("traps", 20, processes=2)
    outcomes = [case.outcome.strip().rpartition("\n")[2] for case in campaign.cases]
    assert len(campaign.cases) == 20
    assert set(outcomes) == {
        *("read", "refused", "crash", "hang"),
        "AssertionError: another value",
        "KeyError: 'inner'",
    }
    with pytest.raises(AssertionError, match=r"traps: 20 mutations: [1-9] crashes, [1-9] hangs"):
        campaign.check()
