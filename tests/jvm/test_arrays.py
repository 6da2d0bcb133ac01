"""numpy and ND4J on the same memory."""

import gc
import time
import weakref

import jpype
import numpy as np
import pytest

from dl4j_bridge.dl4j import DataType, Nd4j, NDArrayIndex
from dl4j_bridge.dl4j.arrays import to_nd4j, to_numpy
from dl4j_bridge.errors import ArrayError

DTYPES = ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "?"]
BASE = np.arange(24).reshape(2, 3, 4)
SHAREABLE = {
    "C order": BASE,
    "F order": np.asfortranarray(BASE),
    "transposed": BASE.T,
    "with gaps": np.arange(48).reshape(2, 6, 4)[:, ::2, 1:],
    "with an offset": np.arange(30)[6:].reshape(2, 3, 4),
    "one row": BASE[:1],
    "axes of length 1": BASE.reshape(2, 1, 12, 1),
    "a vector": np.arange(5),
    "a scalar": np.array(7),
}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("layout", SHAREABLE)
@pytest.mark.fault(21)
def test_memory_is_shared_both_ways(layout: str, dtype: str) -> None:
    source = _like(SHAREABLE[layout], dtype)
    array = to_nd4j(source, copy=False)
    assert tuple(array.shape()) == source.shape
    back = to_numpy(array)
    assert back.dtype == source.dtype
    np.testing.assert_array_equal(back, source)
    assert np.shares_memory(back, source)
    source[...] = 1
    assert (np.asarray(array) == 1).all()
    np.asarray(array)[...] = 0
    assert not source.any()


def _like(template: np.ndarray, dtype: str) -> np.ndarray:
    """The template's values in another type, with the same layout of strides and gaps."""
    whole = template if template.base is None else template.base
    buffer = np.arange(whole.size).astype(dtype)
    step = np.dtype(dtype).itemsize
    offset = (template.__array_interface__["data"][0] - whole.__array_interface__["data"][0]) // 8
    strides = tuple(s // 8 * step for s in template.strides)
    return np.lib.stride_tricks.as_strided(buffer[offset:], template.shape, strides)


def test_java_reads_the_values_in_numpys_order() -> None:
    array = to_nd4j(np.asfortranarray([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))
    assert [array.getDouble(i, k) for i in range(2) for k in range(3)] == [1, 2, 3, 4, 5, 6]
    assert array.ordering() == "f"


UNSHAREABLE = {
    "reversed": np.arange(6.0)[::-1],
    "broadcast": np.broadcast_to(np.float32(2), (3, 2)),
    "byte-swapped": np.arange(6, dtype=">f4"),
    "read-only": np.frombuffer(b"\x01\x02\x03", dtype=np.uint8),
    "not aligned": np.frombuffer(bytearray(9), dtype=np.uint8)[1:].view("f4"),
    "empty": np.zeros((0, 4), np.float32),
}


@pytest.mark.parametrize("why", UNSHAREABLE)
@pytest.mark.fault(21)
def test_what_cannot_be_shared_is_copied_or_refused(why: str) -> None:
    source = UNSHAREABLE[why]
    np.testing.assert_array_equal(np.asarray(to_nd4j(source)), source)
    if why != "broadcast":  # numpy makes those read-only, which is as good a reason
        with pytest.raises(ArrayError, match=f"is {why}, so its memory cannot be shared"):
            to_nd4j(source, copy=False)


@pytest.mark.parametrize("source", [["a"], [1j], [None], np.zeros(2, "M8[s]")])
@pytest.mark.fault(21)
def test_types_nd4j_does_not_have_are_refused(source: object) -> None:
    with pytest.raises(ArrayError, match="no counterpart in ND4J; convert"):
        to_nd4j(np.array(source))


def test_a_copy_is_one() -> None:
    source = np.ones(3)
    array = to_nd4j(source, copy=True)
    source[:] = 5
    assert np.asarray(array).tolist() == [1, 1, 1]
    copied = to_numpy(array, copy=True)
    array.muli(2)
    assert copied.tolist() == [1, 1, 1]


def test_views_of_java_keep_offset_and_strides() -> None:
    source = np.arange(12.0).reshape(3, 4)
    array = to_nd4j(source)
    view = array.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all())
    np.testing.assert_array_equal(np.asarray(view), source[1:3])
    np.testing.assert_array_equal(np.asarray(array.transpose()), source.T)
    assert np.shares_memory(np.asarray(view), source)


def test_numpy_memory_lives_as_long_as_java_needs_it() -> None:
    class Watched(np.ndarray):
        pass

    source = Watched((50, 40), np.float32)
    source[:] = 3
    watch = weakref.ref(source)
    view = to_nd4j(source).get(NDArrayIndex.point(49), NDArrayIndex.all())
    del source
    _collect(3)
    assert watch() is not None
    assert np.asarray(view).sum() == 120
    del view
    for _ in range(20):
        _collect(1)
        if watch() is None:
            return
    pytest.fail("numpy's memory was never released")


def _collect(times: int) -> None:
    for _ in range(times):
        gc.collect()
        jpype.java.lang.System.gc()
        time.sleep(0.05)


def test_java_memory_lives_as_long_as_numpy_needs_it() -> None:
    values = np.asarray(Nd4j.ones(1000, 1000))
    _collect(3)
    assert values.sum() == 1_000_000


def test_asarray_converts_the_type_on_request() -> None:
    assert np.asarray(Nd4j.ones(2), dtype=np.int64).tolist() == [1, 1]
    assert np.array(Nd4j.ones(2)).flags.owndata


def test_a_type_numpy_does_not_have_is_refused() -> None:
    with pytest.raises(ArrayError, match=r"BFLOAT16.*castTo"):
        np.asarray(Nd4j.ones(2).castTo(DataType.BFLOAT16))


def test_mnist_sized_data_are_shared_at_once() -> None:
    source = np.zeros((60_000, 784), np.float32)
    started = time.perf_counter()
    array = to_nd4j(source, copy=False)
    assert time.perf_counter() - started < 1.0  # a copy takes as long on a slow machine
    array.putScalar([59_999, 783], 4.0)
    assert source[-1, -1] == 4.0
