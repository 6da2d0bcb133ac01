"""docs/reliability.md: true to the tests' marks."""

from tests.faults import FAULTS
from tools import make_reliability


def test_the_page_is_what_the_marks_say() -> None:
    assert make_reliability.PAGE.read_text("utf-8") == make_reliability.page(), (
        "Run: python -m tools.make_reliability"
    )


def test_every_test_named_holds_a_fault_that_is_listed() -> None:
    assert set(make_reliability.marked()) == set(FAULTS)
