"""Data sets: their two classes, the embedded ones, folders of IDX files, the one door to all."""

from __future__ import annotations

import dataclasses
import errno
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge import datasets
from dl4j_bridge.datasets import Dataset, Split, catalog, idx, storing
from dl4j_bridge.errors import ArrayError, DataError, ResourceExhausted, SetupError, UsageError

from .dataset_checks import assert_equal

PUBLISHED_MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
FILES = Path(catalog.__file__).parent / "files"


@pytest.fixture(scope="module")
def mnist() -> Dataset:
    return datasets.mnist()


def split_of(rows: int = 6, classes: int = 3) -> Split:
    x = np.arange(rows * 4, dtype=np.float32).reshape(rows, 4)
    return Split(x, np.arange(rows, dtype=np.int64) % classes, classes)


class TestSplit:
    def test_y_is_one_hot(self):
        y = split_of(rows=3).y
        assert y.dtype == np.float32
        np.testing.assert_array_equal(y, np.eye(3))

    def test_y_of_regression_is_the_targets(self):
        targets = np.array([[0.5], [2.0]], np.float32)
        split = Split(np.zeros((2, 3), np.float32), targets, 0)
        np.testing.assert_array_equal(split.y, targets)
        assert repr(split) == "Split(2 × 3, 1 targets)"

    def test_size_and_repr(self):
        split = split_of()
        assert (len(split), split.features) == (6, 4)
        assert repr(split) == "Split(6 × 4, 3 classes)"

    def test_take_gives_the_first_rows(self):
        np.testing.assert_array_equal(split_of().take(2).x, split_of().x[:2])

    @pytest.mark.parametrize("count", [0, -1, 7])
    def test_take_more_than_there_is(self, count):
        with pytest.raises(UsageError, match=f"Cannot take {count} rows of 6"):
            split_of().take(count)

    def test_is_frozen(self):
        with pytest.raises(dataclasses.FrozenInstanceError):
            split_of().classes = 2  # type: ignore[misc]

    @pytest.mark.parametrize(
        ("x", "got"),
        [
            (np.zeros((6, 4)), "float64"),
            (np.zeros((6, 4), ">f4"), ">f4"),
            (np.zeros(6, np.float32), re.escape("shape (6,)")),
            (np.zeros((4, 6), np.float32).T, "non-contiguous"),
            ([[1.0]], "list"),
        ],
    )
    def test_refuses_another_array(self, x, got):
        with pytest.raises(ArrayError, match=f"x must be a C-contiguous float32 .*got.*{got}"):
            Split(x, np.zeros(6, np.int64), 2)

    @pytest.mark.parametrize("label", [-1, 3])
    def test_refuses_a_label_that_is_no_class(self, label):
        labels = np.array([0, 1, 2, label], np.int64)
        with pytest.raises(DataError, match=f"Row 3 has label {label}.*0..2"):
            Split(np.zeros((4, 1), np.float32), labels, 3)

    def test_refuses_too_few_labels(self):
        with pytest.raises(ArrayError, match="4 rows of features have 3 labels"):
            Split(np.zeros((4, 1), np.float32), np.zeros(3, np.int64), 3)


class TestDataset:
    def test_repr_features_take(self):
        data = Dataset("toy", split_of(), split_of(4), ("a", "b", "c"), (1, 2, 2))
        assert repr(data) == ("Dataset('toy', train 6, test 4, 4 features, 3 classes, image 1×2×2)")
        small = data.take(train=3)
        assert (data.features, len(small.train), len(small.test)) == (4, 3, 4)
        assert len(data.take(test=1).test) == 1

    @pytest.mark.parametrize(
        ("classes", "image", "what"),
        [(("a", "b"), None, "2 class names for 3"), (("a", "b", "c"), (1, 2, 3), "1×2×3 needs 6")],
    )
    def test_refuses_parts_that_do_not_fit(self, classes, image, what):
        with pytest.raises(ArrayError, match=what):
            Dataset("toy", split_of(), split_of(), classes, image)


class TestMnist:
    def test_is_the_published_one(self):
        for name, md5 in PUBLISHED_MD5.items():
            data = gzip.decompress((FILES / "mnist" / f"{name}.gz").read_bytes())
            assert hashlib.md5(data).hexdigest() == md5

    def test_shape(self, mnist):
        assert mnist.train.x.shape == (60000, 784)
        assert mnist.test.y.shape == (10000, 10)
        assert (mnist.image, mnist.classes) == ((1, 28, 28), tuple("0123456789"))
        assert mnist.train.x.flags.c_contiguous
        assert mnist.train.labels[:5].tolist() == [5, 0, 4, 1, 9]

    def test_pixels_are_the_quotients_java_computes(self, mnist):
        raw = idx.read(FILES / "mnist" / "t10k-images-idx3-ubyte.gz").reshape(10000, 784)
        quotients = np.array([np.float32(byte) / np.float32(255) for byte in range(256)])
        assert quotients.dtype == np.float32
        assert mnist.test.x.tobytes() == quotients[raw].tobytes()

    def test_binarized_pixels_are_dl4js(self, mnist):
        x = datasets.mnist(binarize=True).test.x
        assert x.dtype == np.float32
        np.testing.assert_array_equal(x, mnist.test.x > 30.5 / 255)

    @pytest.mark.parametrize("damage", ["flip", "remove"])
    def test_a_damaged_package_says_so(self, tmp_path, monkeypatch, damage):
        shutil.copytree(FILES, tmp_path / "files")
        victim = tmp_path / "files" / "mnist" / "t10k-labels-idx1-ubyte.gz"
        data = bytearray(victim.read_bytes())
        data[100] ^= 1
        victim.unlink()
        if damage == "flip":
            victim.write_bytes(data)
        monkeypatch.setattr(catalog, "_FILES", tmp_path / "files")
        with pytest.raises(DataError, match=r"t10k-labels.*(damaged|missing).*Install the package"):
            datasets.mnist()


class TestUnpackMnist:
    def test_unpacks_what_dl4j_looks_for(self, tmp_path):
        paths = datasets.unpack_mnist(tmp_path / "deep" / "folder")
        assert {p.name: hashlib.md5(p.read_bytes()).hexdigest() for p in paths} == PUBLISHED_MD5
        assert sorted((tmp_path / "deep" / "folder").iterdir()) == sorted(paths)

    def test_leaves_whole_files_alone_but_repairs_damaged_ones(self, tmp_path):
        paths = datasets.unpack_mnist(tmp_path)
        before = {path: path.stat().st_ino for path in paths}
        shortened, flipped = paths[1], paths[3]
        shortened.write_bytes(shortened.read_bytes()[:-1])
        data = bytearray(flipped.read_bytes())
        data[5000] ^= 1
        flipped.write_bytes(data)
        datasets.unpack_mnist(tmp_path)
        for path in (shortened, flipped):
            assert hashlib.md5(path.read_bytes()).hexdigest() == PUBLISHED_MD5[path.name]
        assert all(path.stat().st_ino == before[path] for path in (paths[0], paths[2]))

    def test_a_failed_write_leaves_nothing_behind(self, tmp_path, monkeypatch):
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(storing.shutil, "copyfileobj", full)
        with pytest.raises(ResourceExhausted, match="disk is full"):
            datasets.unpack_mnist(tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_the_old_file_stays_until_the_new_one_is_whole(self, tmp_path, monkeypatch):
        def refused(*_: object) -> None:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

        old = tmp_path / "train-images-idx3-ubyte"
        old.write_bytes(b"old")
        monkeypatch.setattr(storing.os, "replace", refused)
        with pytest.raises(SetupError, match="Permission denied"):
            datasets.unpack_mnist(tmp_path)
        assert old.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [old]

    def test_a_folder_that_cannot_be(self, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(SetupError, match="MNIST cannot be put there"):
            datasets.unpack_mnist(tmp_path / "file")


class TestDigitsAndIris:
    def test_digits_are_scikit_learns(self):
        reference = pytest.importorskip("sklearn.datasets").load_digits()
        data = datasets.digits()
        assert (len(data.train), len(data.test), data.image) == (1438, 359, (1, 8, 8))
        ours = np.concatenate([data.train.x, data.test.x])
        theirs = (reference.data / 16).astype(np.float32)
        np.testing.assert_array_equal(np.sort(ours, axis=0), np.sort(theirs, axis=0))
        labels = np.concatenate([data.train.labels, data.test.labels])
        pairs = {(row.tobytes(), int(label)) for row, label in zip(ours, labels, strict=True)}
        assert pairs == {
            (row.tobytes(), int(label)) for row, label in zip(theirs, reference.target, strict=True)
        }

    def test_iris(self):
        data = datasets.iris()
        assert data.classes == ("setosa", "versicolor", "virginica")
        assert (len(data.train), len(data.test), data.image) == (120, 30, None)
        assert np.bincount(data.test.labels).tolist() == [10, 10, 10]
        assert data.train.x.max() == np.float32(7.9)

    def test_the_splits_never_change(self):
        digest = hashlib.sha256()
        for data in (datasets.digits(), datasets.iris()):
            digest.update(data.train.x.tobytes() + data.test.labels.tobytes())
        assert digest.hexdigest() == (
            "df5a6f334e25e00db3ee9efcd7a407602d08e613680cd655b1424f37eae94874"
        )


class TestLoad:
    def test_a_name(self):
        assert_equal(datasets.load("iris"), datasets.iris())

    def test_a_misspelt_name(self):
        with pytest.raises(DataError, match=r"'mnits'\. Did you mean 'mnist'.*digits, iris, mnist"):
            datasets.load("mnits")

    def test_no_such_file(self, tmp_path):
        for name in ("none.csv", "none.npz"):
            with pytest.raises(DataError, match=f"{name}: no such file"):
                datasets.load(tmp_path / name)
        with pytest.raises(DataError, match="No data set, file or folder"):
            datasets.load(tmp_path / "none")

    @pytest.mark.parametrize("source", ["", "x" * 300, "\0", "x" * 300 + ".csv", "~nobody/x"])
    def test_no_path_at_all(self, source):
        with pytest.raises(DataError):
            datasets.load(source)

    def test_an_unknown_kind_of_file(self, tmp_path):
        (tmp_path / "data.xlsx").write_bytes(b"")
        with pytest.raises(DataError, match=r"data.xlsx: no reader for \.xlsx"):
            datasets.load(tmp_path / "data.xlsx")

    @pytest.mark.parametrize(
        ("source", "option"),
        [
            ("mnist", {"label": 0}),
            ("mnist", {"regression": True}),
            (FILES / "mnist", {"label": "x"}),
            (FILES / "iris.csv", {"classes": 3}),
            ("none.npz", {"label": 0}),
        ],
    )
    def test_an_option_that_would_have_no_effect(self, source, option):
        with pytest.raises(UsageError, match=f"{next(iter(option))}=.* means nothing"):
            datasets.load(source, **option)


def test_no_java_and_no_pillow_is_imported():
    program = "import sys, dl4j_bridge.datasets; print({'jpype', 'PIL'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.stdout.strip() == "set()", result.stderr
