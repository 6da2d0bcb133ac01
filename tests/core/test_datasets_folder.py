"""Data sets in folders of IDX files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge import datasets
from dl4j_bridge.datasets import catalog, idx
from dl4j_bridge.errors import DataError

from .dataset_checks import assert_equal

FILES = Path(catalog.__file__).parent / "files"


def write_idx_folder(folder: Path, prefix: str = "", test: str = "t10k", suffix: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    images = np.arange(20 * 12, dtype=np.uint8).reshape(20, 4, 3)
    labels = np.arange(20, dtype=np.uint8) % 10
    for part, rows in [("train", 20), (test, 10)]:
        idx.write(folder / f"{prefix}{part}-images-idx3-ubyte{suffix}", images[:rows])
        idx.write(folder / f"{prefix}{part}-labels-idx1-ubyte{suffix}", labels[:rows])
    return folder


class TestFolder:
    @pytest.mark.parametrize("suffix", ["", ".gz"])
    def test_mnists_names(self, tmp_path, suffix):
        data = datasets.load(write_idx_folder(tmp_path / "fashion", suffix=suffix))
        assert (data.name, data.image, len(data.classes)) == ("fashion", (1, 4, 3), 10)
        assert data.train.x[1, 0] == np.float32(12) / np.float32(255)
        assert (len(data.train), len(data.test)) == (20, 10)

    def test_kaggles_names(self, tmp_path):
        folder = write_idx_folder(tmp_path)
        for path in list(folder.iterdir()):
            path.rename(path.with_name(path.name.replace("-idx", ".idx")))
        assert len(datasets.load(folder).test) == 10

    def test_the_embedded_folder_is_mnist(self):
        assert_equal(datasets.load(FILES / "mnist"), datasets.mnist())

    def test_emnist_stands_upright_with_the_classes_of_its_split(self, tmp_path):
        folder = write_idx_folder(tmp_path, "emnist-letters-", "test", ".gz")
        for path in folder.glob("*labels*"):
            idx.write(path, idx.read(path) + np.uint8(1))
        data = datasets.load(folder)
        assert data.name == "emnist-letters"
        assert data.image == (1, 3, 4)
        assert "".join(data.classes) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        assert data.train.labels[:3].tolist() == [0, 1, 2]
        first = data.train.x[0].reshape(3, 4) * 255
        np.testing.assert_allclose(first, np.arange(12).reshape(4, 3).T, rtol=1e-6)

    def test_another_number_of_classes(self, tmp_path):
        assert len(datasets.load(write_idx_folder(tmp_path), classes=26).classes) == 26

    @pytest.mark.parametrize(
        ("name", "array", "what"),
        [
            ("train-labels-idx1-ubyte", np.zeros(19, np.uint8), "byte 4: 19 labels, .* 20 images"),
            ("t10k-labels-idx1-ubyte", np.zeros(10, np.int32), "byte 2: int32 values"),
            ("t10k-images-idx3-ubyte", np.zeros((10, 5, 3), np.uint8), "byte 8: pictures of"),
            ("t10k-images-idx3-ubyte", np.zeros((10, 12), np.uint8), "byte 3: 2 dimensions"),
        ],
    )
    def test_files_that_do_not_fit(self, tmp_path, name, array, what):
        idx.write(write_idx_folder(tmp_path) / name, array)
        with pytest.raises(DataError, match=f"{name}, {what}"):
            datasets.load(tmp_path)

    def test_a_missing_file(self, tmp_path):
        (write_idx_folder(tmp_path) / "t10k-labels-idx1-ubyte").unlink()
        with pytest.raises(DataError, match="no file of test labels beside t10k-images"):
            datasets.load(tmp_path)

    def test_several_sets_or_none(self, tmp_path):
        with pytest.raises(DataError, match="holds no IDX files"):
            datasets.load(tmp_path)
        write_idx_folder(write_idx_folder(tmp_path), "emnist-letters-")
        with pytest.raises(DataError, match=r"several data sets \(\(no prefix\), emnist-letters"):
            datasets.load(tmp_path)


@pytest.mark.fault(10)
def test_a_label_that_is_no_class(tmp_path):
    path = write_idx_folder(tmp_path) / "train-labels-idx1-ubyte"
    labels = idx.read(path)
    labels[3] = 10
    idx.write(path, labels)
    with pytest.raises(DataError, match=rf"{path.name}, byte 11: label 10 of image 3"):
        datasets.load(tmp_path)
