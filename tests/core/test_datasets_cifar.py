"""CIFAR-10's binary format: from folders and archives, damaged or hostile."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge import datasets
from dl4j_bridge.errors import DataError

NAMES = [*(f"data_batch_{number}.bin" for number in range(1, 6)), "test_batch.bin"]
RECORD = 3073


def batch(number: int, count: int = 4) -> np.ndarray:
    """Records whose pixels depend on batch, picture and place."""
    records = np.arange(count * RECORD).reshape(count, RECORD) * 7 + number
    records[:, 0] = (np.arange(count) + number) % 10
    return records.astype(np.uint8)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "cifar-10-batches-bin"
    made.mkdir()
    for number, name in enumerate(NAMES):
        batch(number).tofile(made / name)
    return made


def pack(target: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(target, "w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return target


def contents(folder: Path) -> dict[str, bytes]:
    return {f"cifar-10-batches-bin/{name}": (folder / name).read_bytes() for name in NAMES}


def test_records_become_rows(folder: Path) -> None:
    data = datasets.cifar10(folder)
    assert (data.name, data.image, len(data.train), len(data.test)) == (
        "cifar10",
        (3, 32, 32),
        20,
        4,
    )
    assert data.classes[3] == "cat"
    expected = np.concatenate([batch(number) for number in range(5)])
    assert data.train.labels.tolist() == expected[:, 0].tolist()
    np.testing.assert_array_equal(
        data.train.x, expected[:, 1:].astype(np.float32) / np.float32(255)
    )
    np.testing.assert_array_equal(data.test.labels, batch(5)[:, 0])


def test_red_comes_before_green_before_blue(folder: Path) -> None:
    record = np.zeros((1, RECORD), np.uint8)
    record[0, 1:1025] = 255
    record.tofile(folder / "test_batch.bin")
    channels = datasets.cifar10(folder).test.x.reshape(3, 32, 32).mean(axis=(1, 2))
    assert channels.tolist() == [1, 0, 0]


@pytest.mark.parametrize("form", ["folder", "above", "archive", "beside"])
def test_wherever_it_lies(folder: Path, tmp_path: Path, form: str) -> None:
    expected = datasets.cifar10(folder)
    archive = pack(tmp_path / "cifar-10-binary.tar.gz", contents(folder))
    where = {"folder": folder, "above": tmp_path, "archive": archive, "beside": tmp_path}[form]
    if form in ("archive", "beside"):
        for path in folder.iterdir():
            path.unlink()
    data = datasets.load(f"cifar10:{where}")
    np.testing.assert_array_equal(data.train.x, expected.train.x)
    np.testing.assert_array_equal(data.test.labels, expected.test.labels)


@pytest.mark.fault(10)
@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "byte 0: the file is empty"),
        (bytes(RECORD + 5), "byte 3073: cut short: 5 of 3073 bytes of a picture"),
        (bytes(RECORD) + b"\x0a" + bytes(3072), "byte 3073: label 10 of picture 1, expected 0..9"),
        (bytes(10_001 * RECORD), "byte 30730000: data goes on after the 10,000 pictures"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_batch_that_is_none(
    folder: Path, tmp_path: Path, content: bytes, what: str, packed: bool
) -> None:
    (folder / "data_batch_3.bin").write_bytes(content)
    place = pack(tmp_path / "x.tar.gz", contents(folder)) if packed else folder
    with pytest.raises(DataError, match=rf"data_batch_3\.bin, {what}"):
        datasets.cifar10(place)


def test_a_missing_batch(folder: Path, tmp_path: Path) -> None:
    members = contents(folder)
    del members["cifar-10-batches-bin/data_batch_2.bin"]
    archive = pack(tmp_path / "x.tar.gz", members)
    with pytest.raises(DataError, match=r"x\.tar\.gz: no data_batch_2\.bin in it"):
        datasets.cifar10(archive)
    (folder / "data_batch_2.bin").unlink()
    with pytest.raises(DataError, match=r"CIFAR-10 is not there\. Its folder holds cifar-10-bin"):
        datasets.cifar10(folder)


def test_an_archive_writes_nothing_and_its_links_lead_nowhere(folder: Path, tmp_path: Path) -> None:
    members = {f"../../{name}": content for name, content in contents(folder).items()}
    archive = tmp_path / "x.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            link = tarfile.TarInfo("data_batch_1.bin")
            link.type, link.linkname = kind, "/etc/hostname"
            tar.addfile(link)
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    before = sorted(tmp_path.rglob("*"))
    assert len(datasets.cifar10(archive).train) == 20
    assert sorted(tmp_path.rglob("*")) == before


def test_an_archive_that_swells(tmp_path: Path) -> None:
    """A gigabyte of zeros in a megabyte, in a file nobody asked for."""
    archive = tmp_path / "x.tar.gz"
    member = tarfile.TarInfo("data_batch_9.bin")
    member.size = 1 << 30
    with gzip.open(archive, "wb", compresslevel=1) as packed:
        packed.write(member.tobuf())
        for _ in range(256):
            packed.write(bytes(1 << 20))
    tracemalloc.start()
    with pytest.raises(DataError, match="holds far more than it should"):
        datasets.cifar10(archive)
    assert tracemalloc.get_traced_memory()[1] < 16 << 20
    tracemalloc.stop()


def test_a_file_of_nothing_but_holes(tmp_path: Path) -> None:
    """A sparse member may claim any size; what is read of it has an end."""
    member = tarfile.TarInfo("data_batch_1.bin")
    member.pax_headers = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "1",
        "GNU.sparse.map": "0,0",
        "GNU.sparse.size": str(1 << 40),
        "GNU.sparse.name": "data_batch_1.bin",
    }
    archive = tmp_path / "x.tar.gz"
    with tarfile.open(archive, "w:gz", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(member)
    with pytest.raises(DataError):
        datasets.cifar10(archive)


def test_damaged_archives(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "x.tar.gz"
    whole = pack(archive, contents(folder)).read_bytes()
    unpacked = gzip.decompress(whole)
    damaged = [
        b"",
        b"\x1f\x8b",
        b"no archive at all" * 100,
        gzip.compress(b"no tar in it" * 100),
        *(whole[: len(whole) * part // 7] for part in range(1, 7)),
        *(gzip.compress(unpacked[: len(unpacked) * part // 7]) for part in range(1, 7)),
    ]
    for place in range(0, len(whole), max(1, len(whole) // 40)):
        damaged.append(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
    for content in damaged:
        archive.write_bytes(content)
        with pytest.raises(DataError, match=re.escape(str(archive))):
            datasets.cifar10(archive)
