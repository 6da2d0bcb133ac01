"""Arrays of every type, order and form: numpy's result or a clear refusal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import dl4j_bridge as bridge
from dl4j_bridge.errors import ArrayError, DataError
from tests.jvm import strange_arrays
from tests.jvm.strange_arrays import FORMS, SHARED, WIDTH, Machine, formed

pytestmark = pytest.mark.fault(21)


@pytest.fixture(scope="module")
def machine() -> Machine:
    return Machine()


@settings(
    derandomize=True,
    max_examples=400,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(array=strange_arrays.arrays())
def test_drawn_arrays(machine: Machine, array: Any) -> None:
    machine.takes(array)


@pytest.mark.parametrize("form", FORMS)
def test_each_type_in_each_form(machine: Machine, form: str) -> None:
    before = machine.right
    for dtype in SHARED:
        for order in strange_arrays.ORDERS:
            array = np.array(np.arange(3 * WIDTH).reshape(3, WIDTH), dtype, order=order)
            machine.takes(formed(array, form))
    taken = machine.right - before
    assert taken == (0 if form == "masked" else 2 * 2 * len(SHARED))


def test_more_elements_than_an_int_counts(
    machine: Machine, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """A sparse file: only its few pages that are touched take memory."""
    count = 2**31 + 5
    memory = np.memmap(tmp_path / "large", np.uint8, "w+", shape=(count,))
    memory[-1] = 7
    array = bridge.to_nd4j(memory, copy=False)
    assert array.length() == count
    assert array.getDouble(count - 1) == 7
    back = bridge.to_numpy(array)
    assert back.shape == (count,)
    assert back[-1] == 7
    record_property("figure", f"{count:,} elements shared")


def test_broadcast_beyond_all_memory_is_refused(machine: Machine) -> None:
    endless = np.broadcast_to(np.float32(1), (2**40, WIDTH))
    with pytest.raises(MemoryError):
        bridge.to_nd4j(endless)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([[1, 2], [3]], "no array"),
        ([[1, None]], r"row 0, column 1 is None"),
        (np.array([[1, 2.5]], object), "astype"),
        (np.ma.array([[1.0, 2.0]], mask=[[0, 1]]), r"row 0, column 1 is masked.*filled"),
        (object(), "an object, but must be an array"),
        ({"a": 1}, "a dict"),
        (None, "a NoneType"),
        (3.0, "at least two axes"),
        (np.zeros((3, 0)), "rows have no values"),
        (np.zeros((1,) * 5), "Prediction failed|expected"),
    ],
)
def test_what_is_no_array_of_numbers(machine: Machine, given: Any, words: str) -> None:
    with pytest.raises(DataError, match=words):
        bridge.predict(machine._network, given)


def test_what_offers_itself_as_an_array(machine: Machine) -> None:
    pandas = pytest.importorskip("pandas")
    values = np.arange(2 * WIDTH, dtype=np.float32).reshape(2, WIDTH)
    expected = bridge.predict(machine._network, values)

    class Tensor:
        def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
            return values if dtype is None else values.astype(dtype)

    for offer in (Tensor(), pandas.DataFrame(values), bridge.to_nd4j(values)):
        assert bridge.predict(machine._network, offer).tobytes() == expected.tobytes()
    frame = pandas.DataFrame(values).astype(object)
    frame.iloc[1, 2] = None
    with pytest.raises(ArrayError, match="row 1, column 2 is None"):
        bridge.predict(machine._network, frame)


def test_java_does_not_write_to_what_is_read_only() -> None:
    frozen = np.ones(3, np.float32)
    frozen.flags.writeable = False
    bridge.to_nd4j(frozen).addi(1)
    assert frozen.tolist() == [1, 1, 1]


def test_a_nan_written_through_a_view_is_found(machine: Machine) -> None:
    x = np.ones((5, WIDTH), np.float32)
    bridge.to_nd4j(x).putScalar([3, 1], float("nan"))
    with pytest.raises(DataError, match="row 3, column 1"):
        bridge.predict(machine._network, x)
