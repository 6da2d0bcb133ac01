"""IDX files: right ones come back exactly, every other one is refused with its place."""

from __future__ import annotations

import gzip
import os
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dl4j_bridge.datasets import idx
from dl4j_bridge.errors import ArrayError, DataError

IMAGES = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
PLAIN = bytes([0, 0, 8, 3]) + struct.pack(">3I", 2, 3, 4) + IMAGES.tobytes()


def header(*dims: int, code: int = 8) -> bytes:
    return bytes([0, 0, code, len(dims)]) + struct.pack(f">{len(dims)}I", *dims)


def written(folder: Path, data: bytes) -> Path:
    path = folder / "some-idx3-ubyte"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("dtype", ["u1", "i1", "i2", "i4", "f4", "f8", ">i2", ">f8"])
def test_every_type_comes_back_as_written(tmp_path, dtype, suffix):
    array = np.array([[0, 1, 2], [100, 101, 127]], dtype=dtype)
    path = tmp_path / f"array{suffix}"
    idx.write(path, array)
    back = idx.read(path)
    assert back.dtype == np.dtype(dtype).newbyteorder("=")
    np.testing.assert_array_equal(back, array)
    assert back.flags.c_contiguous
    assert back.flags.writeable


def test_the_bytes_are_those_of_the_format(tmp_path):
    path = tmp_path / "images"
    idx.write(path, IMAGES)
    assert path.read_bytes() == PLAIN


def test_a_view_is_written_in_c_order(tmp_path):
    path = tmp_path / "view"
    idx.write(path, IMAGES.transpose(2, 0, 1)[::2])
    np.testing.assert_array_equal(idx.read(path), IMAGES.transpose(2, 0, 1)[::2])


def test_gzip_is_told_by_content_not_by_name(tmp_path):
    np.testing.assert_array_equal(idx.read(written(tmp_path, gzip.compress(PLAIN))), IMAGES)


@pytest.mark.parametrize(
    "array", [np.zeros((0, 28, 28), np.uint8), np.zeros(3, np.int64), np.array(["a"]), np.uint8(1)]
)
def test_what_idx_cannot_hold_is_not_written(tmp_path, array):
    with pytest.raises(ArrayError, match="IDX cannot hold"):
        idx.write(tmp_path / "x", np.asarray(array))


FAULTS = {
    "empty": (b"", 0, "ends inside its magic"),
    "half a magic number": (PLAIN[:3], 3, "ends inside its magic"),
    "a web page": (b"<!DOCTYPE html>", 0, "begins with 3c 21 44 4f, not 00 00"),
    "one byte": (b"\x07", 0, "begins with 07"),
    "wrong magic": (b"\0\1" + PLAIN[2:], 0, "not an IDX file"),
    "unknown type": (header(2, code=0x0A), 2, "unknown type code 0x0a"),
    "no dimension": (header(), 3, "0 dimensions, expected 3"),
    "wrong number of dimensions": (header(2, 3), 3, "2 dimensions, expected 3"),
    "255 dimensions": (bytes([0, 0, 8, 255]), 3, "255 dimensions"),
    "dimensions missing": (PLAIN[:10], 10, "ends inside its 3 dimensions"),
    "no images": (header(0, 28, 28), 4, "hold no data"),
    "no columns": (header(2, 28, 0), 12, "hold no data"),
    "cut short": (PLAIN[:-1], len(PLAIN) - 1, "cut short"),
    "too long": (PLAIN + b"!", len(PLAIN), "goes on after"),
    "2^31 images": (header(2**31, 28, 28), 16, "promises 1683627180032 bytes"),
}


@pytest.mark.fault(10)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_malformed_file_is_refused_with_name_and_offset(tmp_path, fault, packed):
    data, offset, what = FAULTS[fault]
    path = written(tmp_path, gzip.compress(data) if packed else data)
    with pytest.raises(DataError) as caught:
        idx.read(path, ndim=3)
    assert str(caught.value).startswith(f"{path}, byte {offset}: ")
    assert what in str(caught.value)


GZIP_FAULTS = {
    "header only": (lambda z: z[:9], 0, "cut short"),
    "cut in the trailer": (lambda z: z[:-4], len(PLAIN), "cut short"),
    "wrong checksum": (lambda z: z[:-8] + bytes([z[-8] ^ 1]) + z[-7:], len(PLAIN), "CRC"),
    "wrong length": (lambda z: z[:-1] + b"\x01", len(PLAIN), "length"),
    "garbage behind it": (lambda z: z + b"garbage", len(PLAIN), "Not a gzipped file"),
    "a second member": (lambda z: z + gzip.compress(b"more"), len(PLAIN), "goes on after"),
    "garbage inside": (lambda z: z[:10] + b"\xff" * 20, 0, "damaged"),
    "unknown method": (lambda z: z[:2] + b"\x07" + z[3:], 0, "damaged"),
}


@pytest.mark.fault(10)
@pytest.mark.parametrize("fault", GZIP_FAULTS)
def test_a_damaged_gzip_file_is_refused_with_name_and_offset(tmp_path, fault):
    damage, offset, what = GZIP_FAULTS[fault]
    path = written(tmp_path, damage(gzip.compress(PLAIN)))
    with pytest.raises(DataError) as caught:
        idx.read(path)
    assert str(caught.value).startswith(f"{path}, byte {offset}: ")
    assert what in str(caught.value)


@pytest.mark.fault(10)
def test_a_gzip_cut_in_the_middle_names_the_last_good_byte(tmp_path):
    noise = np.random.RandomState(0).randint(0, 256, 300_000).astype(np.uint8)
    packed = gzip.compress(header(300_000) + noise.tobytes())
    path = written(tmp_path, packed[: len(packed) // 2])
    with pytest.raises(DataError, match="gzip data is cut short") as caught:
        idx.read(path)
    offset = int(str(caught.value).split("byte ")[1].split(":")[0])
    assert 100_000 < offset < 150_100


def peak_of_refusal(path: Path) -> int:
    """Bytes that reading a bad file allocates at most."""
    tracemalloc.start()
    try:
        with pytest.raises(DataError):
            idx.read(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.fault(10)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize("dims", [(2**31, 28, 28), (2**32 - 1,) * 8, (50_000_000,)])
def test_a_forged_header_allocates_next_to_nothing(tmp_path, dims, packed):
    data = header(*dims) + bytes(1000)
    assert peak_of_refusal(written(tmp_path, gzip.compress(data) if packed else data)) < 600_000


@pytest.mark.fault(10)
@pytest.mark.parametrize("code", [0x08, 0x0D, 0x0E])
def test_a_whole_file_takes_less_memory_than_twice_its_size(tmp_path, code, record_property):
    width = {0x08: 1, 0x0D: 4, 0x0E: 8}[code]
    path = written(tmp_path, header(8_000_000 // width, code=code) + bytes(8_000_000))
    tracemalloc.start()
    try:
        idx.read(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 * path.stat().st_size
    record_property("figure", f"memory: {peak / path.stat().st_size:.2f} times the file's size")


@pytest.mark.fault(10)
def test_more_than_gzip_can_pack_is_refused_before_reading(tmp_path):
    path = written(tmp_path, gzip.compress(header(200_000) + bytes(1000)))
    with pytest.raises(DataError, match="byte 8: cut short: the header promises 200000 bytes"):
        idx.read(path)


@pytest.mark.fault(10)
def test_a_forged_size_that_gzip_could_hold_is_not_allocated_either(tmp_path):
    # 100 kB of noise could pack 100 MB, so only reading shows that it does not.
    data = header(100_000_000) + os.urandom(100_000)
    assert peak_of_refusal(written(tmp_path, gzip.compress(data))) < 900_000


@pytest.mark.fault(10)
def test_a_gzip_bomb_is_not_unpacked_beyond_its_promise(tmp_path):
    bomb = gzip.compress(header(1000) + bytes(50_000_000))
    assert peak_of_refusal(written(tmp_path, bomb)) < 600_000


@pytest.mark.fault(10)
def test_no_file_a_folder_and_a_device_are_refused(tmp_path):
    for path, what in [(tmp_path / "none", "no such file"), (tmp_path, "not a file")]:
        with pytest.raises(DataError, match=what):
            idx.read(path)
    with pytest.raises(DataError, match="no such file"):
        idx.read("x" * 300)


@pytest.mark.fault(10)
@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such device here")
def test_an_endless_device_is_not_read():
    with pytest.raises(DataError, match="not a file"):
        idx.read("/dev/zero")


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """A valid file, plain or gzipped, with a few bytes replaced, cut or added."""
    data = bytearray(draw(st.sampled_from([PLAIN, gzip.compress(PLAIN)])))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(["set", "cut", "insert"])):
            case "set" if place < len(data):
                data[place] = draw(st.integers(0, 255))
            case "cut":
                del data[place : place + draw(st.integers(1, 8))]
            case _:
                data[place:place] = draw(st.binary(max_size=8))
    packed_again = draw(st.booleans())
    return gzip.compress(data) if packed_again else bytes(data)


@pytest.mark.fault(10)
@settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "500")),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=mutations())
def test_any_damage_is_refused_or_read_right(tmp_path, data):
    path = written(tmp_path, data)
    refusal = ""
    try:
        values = idx.read(path)
    except DataError as fault:
        refusal = str(fault)
    if refusal:
        assert refusal.startswith(f"{path}, byte ")
        return
    content = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    count = content[3]
    assert values.shape == struct.unpack_from(f">{count}I", content, 4)
    assert values.astype(values.dtype.newbyteorder(">")).tobytes() == content[4 + 4 * count :]
