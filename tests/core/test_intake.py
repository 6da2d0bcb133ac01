"""What people hand in as arrays and counts."""

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dl4j_bridge import counts, datasets, intake
from dl4j_bridge.errors import ArrayError, DataError, UsageError

FLOATS = hnp.arrays(
    st.sampled_from(["f2", "f4", "f8", ">f4"]),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5),
    elements=st.sampled_from([0.0, 1.0, -2.5, 6e4, -6e4, np.nan, np.inf, -np.inf]),
)


@pytest.mark.fault(20)
@settings(derandomize=True, max_examples=300, deadline=None, database=None)
@given(FLOATS, st.booleans(), st.sampled_from([1, 3, 1 << 20]))
def test_the_first_value_that_is_not_finite(values: Any, turned: bool, block: int) -> None:
    values = values.T if turned else values
    bad = np.argwhere(~np.isfinite(values))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "_BLOCK", block)
        found = intake.first_not_finite(values)
    assert found == (tuple(bad[0].tolist()) if len(bad) else None)


@pytest.mark.fault(20)
def test_large_values_are_finite_though_their_sum_is_not() -> None:
    assert intake.first_not_finite(np.full((50, 50), 3e38, np.float32)) is None
    assert intake.first_not_finite(np.full((50, 50), 6e4, np.float16)) is None
    assert intake.first_not_finite(np.array([[1, 2]])) is None


@pytest.mark.fault(20)
def test_a_check_of_mnist_copies_nothing_and_takes_milliseconds(
    record_property: Callable[[str, object], None],
) -> None:
    x = np.ones((60_000, 784), np.float32)
    tracemalloc.start()
    assert intake.first_not_finite(x) is None
    assert tracemalloc.get_traced_memory()[1] < 1e6
    tracemalloc.stop()
    best = min(_seconds(x) for _ in range(5))
    assert best < 0.5  # a busy machine
    record_property("figure", f"{best * 1e3:.0f} ms to see that 188 MB are finite")


def _seconds(x: np.ndarray) -> float:
    started = time.perf_counter()
    intake.first_not_finite(x)
    return time.perf_counter() - started


@pytest.mark.fault(21)
@pytest.mark.parametrize(
    ("given", "words"),
    [
        (np.ma.array([[1.0, 2.0]], mask=[[0, 1]]), r"x, row 0, column 1 is masked"),
        ([[1], [2, 3]], "x is no array"),
        (object(), "x is an object, but must be an array"),
        ([[1, "a"]], r"<U21.*must be real numbers"),
        ([[1, None]], "row 0, column 1 is None"),
        (np.array([[1, 2]], object), "astype"),
        ([[1j]], "complex128"),
        (np.zeros(2, "M8[s]"), "datetime64"),
        (np.zeros(2, "i4,f4"), "f0"),
    ],
)
def test_no_real_numbers(given: object, words: str) -> None:
    with pytest.raises(ArrayError, match=words):
        intake.real(given, "x")


@pytest.mark.fault(21)
def test_what_is_an_array_is_not_copied() -> None:
    values = np.zeros((3, 2), np.float32)
    for same in (values, np.ma.array(values, copy=False), values.view(np.matrix)):
        assert np.shares_memory(intake.real(same, "x"), values)
        assert type(intake.real(same, "x")) is np.ndarray


@pytest.mark.fault(22)
@pytest.mark.parametrize("labels", [np.zeros(40), np.full(40, -1)], ids=["one class", "-1"])
def test_one_class_only(labels: np.ndarray) -> None:
    with pytest.raises(DataError, match=r"every label is -?[01]; .*two classes"):
        datasets.from_arrays(np.random.default_rng(1).random((40, 2)), labels)


@pytest.mark.fault(20, 22)
@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1,nan,0", "line 4, column 2 .b.: no value"),
        ("1,inf,0", "line 4, column 2 .b.: 'inf' is not a finite number"),
        ("1e300,1,0", r"line 4, column 1 .a.: '1e\+300' is not a finite number"),
        ("1,,0", "line 4, column 2 .b.: no value"),
        ("1,2,0.5", "line 4, column 3 .label.: label 0.5 is not a whole number"),
        ("1,2,-3", "line 4, column 3 .label.: label -3 is negative"),
        ("1,2,", "line 4, column 3 .label.: no value"),
    ],
)
def test_a_table_says_the_line(tmp_path: Path, row: str, words: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text("\n".join(["a,b,label", "1,2,0", "3,4,1", row, "5,6,1"]))
    with pytest.raises(DataError, match=words):
        datasets.load(str(path))


@pytest.mark.fault(23)
@pytest.mark.parametrize("value", [0, -1, True, 2.0, 2.5, "3", None, np.nan, np.bool_(True)])
def test_no_count(value: object) -> None:
    with pytest.raises(UsageError, match=r"n is .*whole number of at least 1"):
        counts.whole("n", value)


@pytest.mark.fault(23)
def test_counts_become_pythons() -> None:
    found = [counts.whole("n", value) for value in (3, np.int8(3), np.uint64(3))]
    assert found == [3, 3, 3]
    assert {type(value) for value in found} == {int}
    with pytest.raises(UsageError, match="from 0 to 9"):
        counts.whole("n", 10, 0, 9)
