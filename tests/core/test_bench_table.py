"""The bench's tables, from measurements made up for the purpose."""

import pytest

from bench.peers import requirements
from bench.results import Measurement, Ratio, Results
from bench.table import markdown
from bench.targets import TARGETS, Target
from bench.workloads import ROWS

LECTURE, CONVERT = ROWS[0].name, ROWS[-1].name


@pytest.fixture
def results() -> Results:
    return Results(
        machine={"processor": "a test's"},
        versions={"torch": "2"},
        missing={"Keras": "not in the index"},
        measurements=[
            Measurement(LECTURE, "ours", 1, (8.0, 9.0, 10.0)),
            Measurement(LECTURE, "ours", 2, (5.0, 6.0, 9.0)),
            Measurement(LECTURE, "stock, nothing set", None, (80.0, 60.0, 60.0)),
            Measurement(LECTURE, "PyTorch", 2, (5.0, 4.0, 9.0)),
            Measurement(CONVERT, "ours", 1, (2.0, 3.0, 4.0), bytes=4096),
        ],
    )


def line(text: str, start: str) -> list[str]:
    found = next(one for one in text.splitlines() if one.startswith(f"| {start} |"))
    return [cell.strip() for cell in found.strip("|").split("|")]


def test_a_ratio_pairs_the_rounds() -> None:
    ours = Measurement("row", "ours", 1, (1.0, 10.0, 4.0))
    theirs = Measurement("row", "theirs", 1, (2.0, 20.0, 4.0))
    assert Ratio.of(ours, theirs) == Ratio(0.5, 0.5, 1.0)


def test_the_best_number_of_threads_counts(results: Results) -> None:
    best = results.best(LECTURE, "ours")
    assert best is not None
    assert best.threads == 2
    assert results.best(LECTURE, "scikit-learn") is None


def test_targets_say_what_was_reached(results: Results) -> None:
    text = markdown(results)
    assert line(text, f"{LECTURE}: ours / stock, nothing set")[1:] == [
        "≤ 0.12",
        "0.10 (0.06–0.15)",
        "yes",
    ]
    assert line(text, f"{LECTURE}: ours / PyTorch")[1:] == ["≤ 0.80", "1.00 (1.00–1.50)", "no"]
    assert line(text, f"{CONVERT}: ours")[1:] == ["≤ 30 ms", "3 ms (2–4)", "yes"]
    assert line(text, f"{CONVERT}: ours, extra memory")[1:] == ["0 MB", "0.0 MB", "yes"]
    assert line(text, f"{ROWS[1].name}: ours / PyTorch")[1:] == ["≤ 0.80", "not measured", "–"]


def test_every_number_of_threads_has_its_table(results: Results) -> None:
    one, two = markdown(results).partition("## Everybody with 1 thread")[2].split("with 2 threads")
    assert line(one, LECTURE)[1:] == ["9 (8–10, 1 thr.)"]
    assert line(two, LECTURE)[1:] == ["6 (5–9, 2 thr.)", "5 (4–9, 2 thr.)"]


def test_what_was_left_out_is_said(results: Results) -> None:
    assert "## Left out\n\n- Keras: not in the index\n" in markdown(results)
    results.missing.clear()
    assert "Left out" not in markdown(results)


def test_the_machine_is_said(results: Results) -> None:
    assert "- processor: a test's\n- torch: 2\n" in markdown(results)


def test_targets_are_about_rows_of_the_bench() -> None:
    assert len({(target.row, target.peer) for target in TARGETS}) == len(TARGETS)
    assert Target("row", 0.5, "PyTorch").wanted == "≤ 0.50"


def test_requirements_by_name() -> None:
    assert requirements("# peers\nkeras>=3.8  # on JAX\n\ntorch\n") == {
        "keras": "keras>=3.8",
        "torch": "torch",
    }
