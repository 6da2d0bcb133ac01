"""Data sets from numpy arrays: any usable one is understood, any other refused."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge import datasets
from dl4j_bridge.datasets.shared import shared_folder
from dl4j_bridge.errors import ArrayError, DataError, UsageError

from .dataset_checks import assert_equal


class TestArrays:
    def test_colour_pictures_run_through_channels_first(self):
        x = np.arange(8 * 4 * 5 * 3, dtype=np.uint8).reshape(8, 4, 5, 3)
        last = datasets.from_arrays(x, np.arange(8) % 2, test_fraction=0)
        first = datasets.from_arrays(x.transpose(0, 3, 1, 2), np.arange(8) % 2, test_fraction=0)
        assert_equal(last, first)
        assert last.image == (3, 4, 5)
        plane = last.train.x[0].reshape(3, 4, 5)[1]
        assert any(np.array_equal(plane, x[i, :, :, 1] / np.float32(255)) for i in range(8))

    @pytest.mark.parametrize(
        ("width", "image", "top"), [(784, (1, 28, 28), 1), (3072, (3, 32, 32), 1), (2, None, 255)]
    )
    def test_rows_of_bytes_are_pictures_if_square(self, width, image, top):
        x = np.full((8, width), 255, np.uint8)
        data = datasets.from_arrays(x, np.arange(8) % 2)
        assert (data.image, data.train.x.max()) == (image, top)

    @pytest.mark.parametrize("dtype", ["f2", ">f4", "f8", "i8", "?", "u2", "i1"])
    def test_any_real_type_keeps_its_values(self, dtype):
        x = np.array([[0, 1], [1, 0], [1, 1], [0, 0]], dtype)
        data = datasets.from_arrays(np.asfortranarray(x)[::-1], [0, 1, 0, 1], test_fraction=0)
        assert sorted(data.train.x.tolist()) == sorted(x.astype(float).tolist())

    @pytest.mark.parametrize(
        "labels",
        [
            [2, 0, 1, 0],
            [2.0, 0.0, 1.0, 0.0],
            [[2], [0], [1], [0]],
            ["c", "a", "b", "a"],
            np.array(["c", "a", "b", "a"], dtype=object),
            np.eye(3)[[2, 0, 1, 0]],
            np.eye(3, dtype=np.uint8)[[2, 0, 1, 0]],
        ],
    )
    def test_every_way_to_write_labels(self, labels):
        x = np.arange(4.0)[:, None]
        data = datasets.from_arrays(x, labels, x, labels)
        assert data.train.labels.tolist() == data.test.labels.tolist() == [2, 0, 1, 0]
        assert data.train.labels.dtype == np.int64

    @pytest.mark.parametrize(
        ("labels", "what"),
        [
            ([0, 1, -1, 2], "row 2 .*label -1 is negative"),
            ([0, 1, 0.5, 2], "row 2 .*label 0.5 is not a whole number.*regression=True"),
            ([0, 1, np.nan, 2], "row 2 .*not a whole number"),
            ([[0, 1], [1, 0], [1, 1], [0, 1]], r"row 2 .*\[1, 1\] is not one-hot"),
            ([[0, 1], [1, 0], [0, 2], [0, 1]], r"row 2 .*\[0, 2\] is not one-hot"),
            ([[0, 1], [1, 0], [1, 2], [0, 1]], r"row 2 .*\[1, 2\] is not one-hot"),
            ([[0, 1], [1, 0], [0, 0], [0, 1]], r"row 2 .*\[0, 0\] is not one-hot"),
            (["a", "b", "", "a"], "row 2 .*label '' is empty"),
            ([7, 7, 7, 7], "every label is 7"),
            ([0, 1, 2], r"labels of shape \(3,\) for 4 rows"),
            ([1j, 0, 1, 0], "complex128 are not classes"),
            ([None, "a", "b", "a"], "object are not classes"),
            (np.zeros((4, 2, 2)), r"shape \(4, 2, 2\)"),
        ],
    )
    @pytest.mark.fault(22)
    def test_bad_labels_are_refused_with_the_first_bad_row(self, labels, what):
        with pytest.raises(DataError, match=what):
            datasets.from_arrays(np.zeros((4, 1)), labels)

    @pytest.mark.parametrize(
        ("x", "what"),
        [
            ([1.0, 2.0], r"shape \(2,\)"),
            (np.zeros((0, 3)), r"shape \(0, 3\)"),
            (np.zeros((2, 0)), r"shape \(2, 0\)"),
            (np.zeros((2, 5, 6, 7)), "no axis of 1, 3 or 4 channels"),
            (np.zeros((2, 1, 1, 1, 1)), "expected"),
            ([["a"], ["b"]], "<U1 .*real numbers"),
            ([[1j], [2j]], "complex128 .*real"),
            ([[1.0, 2.0], [3.0, np.nan]], "row 1, column 1 .*nan is not a finite float32"),
            (np.ma.array([[1.0], [2.0]], mask=[[0], [1]]), r"x, row 1, column 0 is masked"),
            ([[1.0], [2.0, 3.0]], "x is no array"),
            ([[1.0], [None]], "row 1, column 0 is None"),
            ([[1.0, 2.0], [1e300, 0.0]], r"row 1, column 0 .*1e\+300 is not a finite float32"),
        ],
    )
    @pytest.mark.fault(20, 21)
    def test_bad_features_are_refused(self, x, what):
        with pytest.raises(DataError, match=what):
            datasets.from_arrays(x, [0, 1])

    def test_test_rows_of_another_kind(self):
        x = np.zeros((4, 2))
        with pytest.raises(DataError, match=r"test, row 1 .*label 2 does not occur"):
            datasets.from_arrays(x, [0, 1, 0, 1], x, [0, 2, 0, 1])
        with pytest.raises(ArrayError, match="both need the same kind"):
            datasets.from_arrays(x, [0, 1, 0, 1], x, ["0", "1", "0", "1"])
        with pytest.raises(ArrayError, match="both need the same kind"):
            datasets.from_arrays(x, np.eye(2)[[0, 1, 0, 1]], x, [0, 1, 0, 1])
        with pytest.raises(ArrayError, match="2 features, a test row 3"):
            datasets.from_arrays(x, [0, 1, 0, 1], np.zeros((4, 3)), [0, 1, 0, 1])
        with pytest.raises(UsageError, match="together"):
            datasets.from_arrays(x, [0, 1, 0, 1], x)

    def test_regression_targets(self):
        data = datasets.from_arrays(np.zeros((4, 1)), np.ones((4, 2)), regression=True)
        assert data.train.y.shape == (3, 2)
        with pytest.raises(DataError, match=r"row 3 .*not a finite float32"):
            datasets.from_arrays(np.zeros((4, 1)), [0, 1, 2, np.inf], regression=True)


def test_a_folder_of_shared_data_goes_with_its_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    killed = "import os; from dl4j_bridge.datasets import shared; "
    killed += "context = shared.shared_folder(); print(context.__enter__()); os._exit(9)"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", killed], env=environment, check=False)
    [left] = tmp_path.iterdir()
    os.utime(left, (0, 0))
    with shared_folder() as first, shared_folder() as second:
        os.utime(first, (0, 0))
        with shared_folder():
            assert first.exists()
        assert second.exists()
        assert not left.exists()
    assert not list(tmp_path.iterdir())
