"""Fashion-MNIST and EMNIST from folders: names, labels, where they are looked for."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge import datasets
from dl4j_bridge.datasets import idx, places
from dl4j_bridge.datasets.fashion import is_fashion_mnist
from dl4j_bridge.datasets.published import FASHION_MNIST, Remote
from dl4j_bridge.datasets.verifying import verify
from dl4j_bridge.errors import DataError, SetupError, UsageError

from .test_datasets_folder import write_idx_folder

DEBIAN = Path("/usr/share/datasets/fashion-mnist")
needs_debian = pytest.mark.skipif(not DEBIAN.exists(), reason="needs dataset-fashion-mnist")


def write_emnist(folder: Path, split: str, first: int = 0, classes: int = 26) -> Path:
    """A split with one picture a class, in which the first row of the file is white."""
    folder.mkdir(exist_ok=True)
    pixels = np.zeros((classes, 28, 28), np.uint8)
    pixels[:, 0] = 255
    labels = np.arange(first, first + classes, dtype=np.uint8)
    for part in ("train", "test"):
        idx.write(folder / f"emnist-{split}-{part}-images-idx3-ubyte.gz", pixels)
        idx.write(folder / f"emnist-{split}-{part}-labels-idx1-ubyte.gz", labels)
    return folder


def as_published(file: Remote) -> bytes:
    """A file of Fashion-MNIST with the name and time its authors packed, which Debian left out."""
    packed_at = {"train": 1504176606, "t10k": 1504176627}  # 2017-08-31
    time = struct.pack("<I", packed_at[file.name.partition("-")[0]])
    name = file.name.removesuffix(".gz").encode()
    deflated = (DEBIAN / file.name).read_bytes()[10:]
    return b"\x1f\x8b\x08\x08" + time + b"\x00\x03" + name + b"\0" + deflated


@pytest.fixture(autouse=True)
def nothing_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DL4J_BRIDGE_OFFLINE", "1")
    monkeypatch.delenv("DL4J_BRIDGE_DATA", raising=False)
    monkeypatch.setattr(places, "_SYSTEM", (tmp_path / "system",))


class TestFashion:
    def test_a_folder_that_is_named(self, tmp_path):
        folder = write_idx_folder(tmp_path / "x")
        for data in (datasets.load(f"fashion-mnist:{folder}"), datasets.fashion_mnist(folder)):
            assert (data.name, data.image) == ("fashion-mnist", (1, 4, 3))
            assert data.classes[0] == "T-shirt/top"
            assert data.classes[9] == "Ankle boot"
            assert data.train.x[1, 0] == np.float32(12) / np.float32(255)

    def test_only_there_is_looked(self, tmp_path):
        write_idx_folder(_made(tmp_path / "system" / "fashion-mnist"))
        assert len(datasets.fashion_mnist().train) == 20
        with pytest.raises(DataError, match=r"empty: Fashion-MNIST is not there\. Its folder"):
            datasets.load(f"fashion-mnist:{_made(tmp_path / 'empty')}")

    def test_where_it_is_looked_for(self, tmp_path, monkeypatch):
        monkeypatch.setenv("DL4J_BRIDGE_DATA", str(tmp_path / "own"))
        expected = [tmp_path / "own", tmp_path / "cache" / "data", tmp_path / "system"]
        assert places.folders(FASHION_MNIST) == [base / "fashion-mnist" for base in expected]
        for base in reversed(expected):
            write_idx_folder(_made(base / "fashion-mnist"), suffix=".gz")
            found = places.find(FASHION_MNIST, is_fashion_mnist)
            assert found == base / "fashion-mnist"

    def test_a_folder_that_lacks_a_file_is_passed_over(self, tmp_path):
        folder = write_idx_folder(_made(tmp_path / "system" / "fashion-mnist"))
        (folder / "t10k-labels-idx1-ubyte").unlink()
        with pytest.raises(SetupError, match=r"Debian's package dataset-fashion-mnist brings it"):
            datasets.load("fashion-mnist")

    def test_what_means_nothing_is_refused(self):
        with pytest.raises(UsageError, match="classes=3 means nothing for fashion-mnist"):
            datasets.load("fashion-mnist", classes=3)

    def test_a_misspelt_name(self):
        with pytest.raises(DataError, match="Did you mean 'fashion-mnist'"):
            datasets.load("fashion_mnist")

    @needs_debian
    def test_the_real_one(self):
        data = datasets.fashion_mnist(DEBIAN)
        assert (data.train.x.shape, data.test.x.shape) == ((60000, 784), (10000, 784))
        assert data.image == (1, 28, 28)
        for split, count in ((data.train, 6000), (data.test, 1000)):
            assert np.bincount(split.labels).tolist() == [count] * 10
        assert data.classes[data.train.labels[0]] == "Ankle boot"
        assert len(verify(FASHION_MNIST, DEBIAN)) == 4

    @needs_debian
    def test_the_checksums_are_those_of_debians_files_as_their_authors_packed_them(self):
        for file in FASHION_MNIST.files:
            content = as_published(file)
            assert len(content) == file.size
            assert hashlib.sha256(content).hexdigest() == file.sha256

    def test_another_file_is_not_verified(self, tmp_path):
        folder = write_idx_folder(tmp_path / "x", suffix=".gz")
        with pytest.raises(DataError, match=r"train-images-idx3-ubyte\.gz: not the file of Fashi"):
            verify(FASHION_MNIST, folder)


class TestEmnist:
    def test_letters_begin_with_a(self, tmp_path):
        data = datasets.emnist("letters", write_emnist(tmp_path / "x", "letters", first=1))
        assert (data.name, data.image) == ("emnist-letters", (1, 28, 28))
        assert "".join(data.classes) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        assert data.train.labels.tolist() == list(range(26))

    def test_pictures_stand_upright(self, tmp_path):
        data = datasets.emnist("letters", write_emnist(tmp_path / "x", "letters", first=1))
        first = data.train.x[0].reshape(28, 28)
        assert first[:, 0].tolist() == [1] * 28
        assert not first[:, 1:].any()

    @pytest.mark.parametrize(
        ("split", "classes", "last"),
        [
            ("balanced", 47, "t"),
            ("bymerge", 47, "t"),
            ("byclass", 62, "z"),
            ("digits", 10, "9"),
            ("mnist", 10, "9"),
        ],
    )
    def test_every_split_has_its_classes(self, tmp_path, split, classes, last):
        folder = write_emnist(tmp_path / "x", split, classes=3)
        data = datasets.load(f"emnist-{split}:{folder}")
        assert (len(data.classes), data.classes[-1], data.train.classes) == (classes, last, classes)
        assert data.train.labels.tolist() == [0, 1, 2]

    def test_one_split_of_many_in_a_folder(self, tmp_path):
        folder = write_emnist(tmp_path / "x", "letters", first=1)
        write_emnist(folder, "digits", classes=10)
        assert len(datasets.emnist("digits", folder).classes) == 10
        assert len(datasets.load(f"emnist-letters:{folder}").classes) == 26

    @pytest.mark.parametrize("first", [0, 2])
    def test_a_label_that_is_no_letter(self, tmp_path, first):
        folder = write_emnist(tmp_path / "x", "letters", first=first)
        with pytest.raises(DataError, match=rf"label {(0, 27)[first > 0]} of image"):
            datasets.emnist("letters", folder)

    @pytest.mark.parametrize("suffix", ["", ".gz"])
    def test_unpacked_for_dl4j(self, tmp_path, suffix):
        folder = write_emnist(tmp_path / "x", "digits", classes=10)
        for path in list(folder.iterdir()):
            idx.write(path.with_suffix(suffix), idx.read(path))
        target = tmp_path / "resources" / "EMNIST"
        paths = datasets.unpack_emnist("digits", target, folder)
        assert sorted(target.iterdir()) == sorted(paths)
        assert [path.name for path in paths][1] == "emnist-digits-train-labels-idx1-ubyte"
        assert datasets.emnist("digits", target).train.labels.tolist() == list(range(10))

    def test_what_is_damaged_is_not_unpacked(self, tmp_path):
        folder = write_emnist(tmp_path / "x", "digits", classes=10)
        (folder / "emnist-digits-test-labels-idx1-ubyte.gz").write_bytes(b"\x1f\x8b")
        with pytest.raises(DataError, match="cut short"):
            datasets.unpack_emnist("digits", tmp_path / "target", folder)
        assert not (tmp_path / "target").exists()

    def test_a_split_there_is_not(self):
        with pytest.raises(UsageError, match=r"no split 'leters'\. Did you mean 'letters'"):
            datasets.emnist("leters")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
