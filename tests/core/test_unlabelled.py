"""Rows to classify, from every kind of file."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dl4j_bridge.datasets import mnist, read_unlabelled
from dl4j_bridge.errors import DataError

ROWS = np.arange(12, dtype=np.float32).reshape(3, 4)


def npy(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def npz(**arrays: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.npy", npy(ROWS)),
        ("rows.npz", npz(x=ROWS, y=np.zeros(3))),
        ("test.npz", npz(x_test=ROWS, x_train=ROWS * 2)),
        ("one.npz", npz(anything=ROWS)),
        ("rows.csv", b"0,1,2,3\n4,5,6,7\n8,9,10,11\n"),
        ("header.csv", b"a;b;c;d\n0;1;2;3\n4;5;6;7\n8;9;10;11\n"),
    ],
)
def test_rows_of_a_file(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    np.testing.assert_array_equal(read_unlabelled(tmp_path / name), ROWS)
    if not name.endswith("csv"):
        np.testing.assert_array_equal(read_unlabelled(content), ROWS)


def test_pictures_become_rows_of_scaled_pixels() -> None:
    digit = mnist().test.x[:1]
    pixels = (digit.reshape(1, 28, 28) * 255).astype(np.uint8)
    np.testing.assert_array_equal(read_unlabelled(npy(pixels)), digit)
    file = io.BytesIO()
    Image.fromarray(pixels[0]).save(file, "PNG")
    np.testing.assert_array_equal(read_unlabelled(file.getvalue()), digit)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.npz", b"", "empty"),
        ("cut.npy", npy(ROWS)[:-1], "header promises"),
        ("long.npy", npy(ROWS) + b"x", "header promises"),
        ("objects.npy", npy(np.array([None, {}], dtype=object)), "unpickling"),
        ("cut.npz", npz(x=ROWS)[:50], "not a whole"),
        ("names.npz", npz(a=ROWS, b=ROWS), "holds the arrays a, b; expected x"),
        ("nan.npy", npy(np.array([[1.0, np.nan]])), "row 0, column 1"),
        ("words.npy", npy(np.array([["a"]])), "real numbers"),
        ("words.csv", b"1,2\n3,x\n", "line 2, column 2: 'x' is no number"),
        ("ragged.csv", b"1,2\n3\n", "line 2"),
        ("text.md", b"no picture at all", "text.md"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes, words) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=words) as caught:
        read_unlabelled(path)
    assert name in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read_unlabelled(tmp_path / "missing.png")
