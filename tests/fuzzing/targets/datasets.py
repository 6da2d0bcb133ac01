"""Data files: IDX, .npz, tables, CIFAR-10, pictures."""

from __future__ import annotations

import csv
import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dl4j_bridge.datasets import idx
from dl4j_bridge.datasets.cifar import cifar10
from dl4j_bridge.datasets.dataset import Dataset
from dl4j_bridge.datasets.images import read_digit
from dl4j_bridge.datasets.npz import load_npz
from dl4j_bridge.datasets.table import load_csv
from dl4j_bridge.errors import DataError

from .. import damage
from ..target import refused


def _unpacked(content: bytes) -> bytes:
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


def _in_gzip(content: bytes, random: Random) -> bytes:
    """Damage within gzipped data, with a checksum that is right again."""
    return gzip.compress(damage.in_bytes(_unpacked(content), random), 1, mtime=0)


class Idx:
    """`idx.read`: every byte behind the header is a byte of the array."""

    def __init__(self) -> None:
        pixels = np.random.default_rng(1).integers(0, 256, (5, 4, 3), np.uint8)
        plain = [_idx(0x08, pixels), _idx(0x08, pixels[:, 0, 0]), _idx(0x0D, pixels.astype(">f4"))]
        self.seeds = (*plain, _idx(0x0B, pixels.astype(">i2")), *map(gzip.compress, plain))

    def damaged(self, random: Random) -> bytes:
        seed = random.choice(self.seeds)
        if random.random() < 0.3:
            return _in_gzip(seed, random)
        return damage.in_bytes(seed, random, self.seeds)

    def read(self, content: bytes, folder: Path) -> bool:
        path = folder / "some-idx3-ubyte"
        path.write_bytes(content)
        try:
            values = idx.read(path)
        except DataError as error:
            return refused(error, f"{path}, byte ")
        whole = _unpacked(content)
        count = whole[3]
        assert values.shape == struct.unpack_from(f">{count}I", whole, 4)
        assert values.astype(values.dtype.newbyteorder(">")).tobytes() == whole[4 + 4 * count :]
        return True


def _idx(code: int, array: NDArray[Any]) -> bytes:
    header = bytes((0, 0, code, array.ndim)) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.tobytes()


class Npz:
    """`load_npz`: the numbers are those numpy itself reads."""

    def __init__(self) -> None:
        x = np.arange(12, dtype=np.float32).reshape(6, 2)
        pictures = np.arange(6 * 64, dtype=np.uint8).reshape(6, 8, 8)
        y = np.array([0, 1, 0, 1, 0, 1])
        self.seeds = (
            _npz(np.savez, x=x, y=y),
            _npz(np.savez_compressed, x=pictures, y=y.astype(str)),
            _npz(np.savez, x_train=x, y_train=y, x_test=np.asfortranarray(x), y_test=y),
        )

    def damaged(self, random: Random) -> bytes:
        seed = random.choice(self.seeds)
        if random.random() < 0.4:
            return damage.in_bytes(seed, random, self.seeds)
        with zipfile.ZipFile(io.BytesIO(seed)) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
        name = random.choice([*entries])
        if random.random() < 0.5:
            words = [b"-1", b"99999999999", b"'|O'", b"'<f8'", b"True", b"(", b"lambda", b"0"]
            entries[name] = damage.in_words(entries[name], random, words)
        else:
            entries[name] = damage.in_bytes(entries[name], random, [*entries.values()])
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", random.choice((0, 8))) as archive:
            for entry, held in entries.items():
                archive.writestr(entry, held)
        return packed.getvalue()

    def read(self, content: bytes, folder: Path) -> bool:
        path = folder / "data.npz"
        path.write_bytes(content)
        try:
            data = load_npz(path, test_fraction=0)
        except DataError as error:
            return refused(error)
        with zipfile.ZipFile(path) as archive:
            stored = {name.lower(): name for name in archive.namelist()}
            keys = next(keys for keys in _KEYS if set(keys) <= {*stored})
            held = [archive.read(stored[key]) for key in keys]
        x, y = (np.load(io.BytesIO(one), allow_pickle=False) for one in held)
        rows = x.reshape(len(x), -1).astype(np.float32)
        if x.dtype == np.uint8 and data.image:
            rows /= np.float32(255)
        if y.ndim == 2:
            y = y.argmax(axis=1) if y.shape[1] > 1 else y[:, 0]
        assert _rows(data) == _sorted(rows, y)
        return True


_KEYS = [("x_train.npy", "y_train.npy"), ("x.npy", "y.npy")]


def _rows(data: Dataset) -> list[tuple[object, ...]]:
    """The training rows, each with the name of its class, in ascending order."""
    return _sorted(data.train.x, [data.classes[label] for label in data.train.labels])


def _sorted(x: NDArray[Any], labels: Iterable[Any]) -> list[tuple[object, ...]]:
    return sorted((*row, _name(label)) for row, label in zip(x.tolist(), labels, strict=True))


def _name(label: object) -> str:
    """A class's name; numbers that are equal have the same."""
    text = str(label).strip()
    try:
        return str(float(text.replace(",", ".")))
    except ValueError:
        return text


def _npz(save: Any, **arrays: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


class Csv:
    """`load_csv`: the numbers are those that Python's csv with float gives."""

    seeds = (
        b"a,b,kind\n1,2,x\n3,4.5,y\n-1e3,0,x\n.5,1,y\n",
        b"\xef\xbb\xbf1;2,5;0\r\n3;4,5;1\r\n5;6;0\r\n",
        b'one\ttwo\tlabel\n1\t2\t"yes, it is"\n3\t4\tno\n5\t6\tno\n',
        b",sepal,petal,class\n0,1,2,0\n1,3,4,1\n2,5,6,1\n",
        "größe,y\n1,ä\n2,ö\n3,ä\n".encode(),
    )
    _WORDS = (
        *(b"nan", b"inf", b"1e999", b"1_0", b"0x10", b'"', b"\n", b"\r", b",", b";", b"\t", b"?"),
        *("٣".encode(), b"\0", b"\xff", "\u2028".encode(), b"-0", b"9" * 400, b'"\n"', b" "),
    )

    def damaged(self, random: Random) -> bytes:
        seed = random.choice(self.seeds)
        if random.random() < 0.3:
            return damage.in_bytes(seed, random, self.seeds)
        return damage.in_words(seed, random, self._WORDS, self.seeds)

    def read(self, content: bytes, folder: Path) -> bool:
        path = folder / "table.csv"
        path.write_bytes(content)
        try:
            data = load_csv(path, test_fraction=0)
        except DataError as error:
            return refused(error, "table")
        assert any(_rows(data) == _parsed(data, content, mark) for mark in "\t;,"), _rows(data)
        return True


def _parsed(data: Dataset, content: bytes, delimiter: str) -> list[tuple[object, ...]] | None:
    """The rows by Python's csv with float; features are the columns before the last."""
    width, count = data.train.x.shape[1], len(data.train.x)
    lines = io.StringIO(content.decode("utf-8-sig"), newline="")
    found = [r for r in csv.reader(lines, delimiter=delimiter, skipinitialspace=True) if r]
    cells = [row[-1 - width : -1] for row in found[-count:]]
    if delimiter != ",":
        cells = [[cell.replace(",", ".") for cell in row] for row in cells]
    try:
        x = np.array([[float(cell.strip()) for cell in row] for row in cells]).astype(np.float32)
        return _sorted(x, [row[-1] for row in found[-count:]])
    except ValueError:
        return None


_RECORD = 1 + 3 * 32 * 32


class Cifar:
    """`cifar10` with one damaged batch file of six."""

    def __init__(self) -> None:
        pixels = np.random.default_rng(2).integers(0, 10, (3, _RECORD), np.uint8)
        self.seeds = (pixels.tobytes(), pixels[:1].tobytes())

    def damaged(self, random: Random) -> bytes:
        return damage.in_bytes(random.choice(self.seeds), random, self.seeds)

    def read(self, content: bytes, folder: Path) -> bool:
        for number in range(1, 6):
            (folder / f"data_batch_{number}.bin").write_bytes(bytes(_RECORD))
        (folder / "test_batch.bin").write_bytes(content)
        try:
            data = cifar10(folder)
        except DataError as error:
            return refused(error)
        _check_pictures(data.test.x, data.test.labels, content)
        return True


class CifarArchive:
    """`cifar10` out of a damaged archive."""

    def __init__(self) -> None:
        names = [*(f"data_batch_{number}.bin" for number in range(1, 6)), "test_batch.bin"]
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as archive:
            for name in names:
                entry = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
                entry.size = _RECORD
                archive.addfile(entry, io.BytesIO(bytes(_RECORD)))
        self.seeds = (packed.getvalue(),)

    def damaged(self, random: Random) -> bytes:
        if random.random() < 0.3:
            return damage.in_bytes(self.seeds[0], random)
        return _in_gzip(self.seeds[0], random)

    def read(self, content: bytes, folder: Path) -> bool:
        path = folder / "cifar-10-binary.tar.gz"
        path.write_bytes(content)
        try:
            data = cifar10(path)
        except DataError as error:
            return refused(error)
        with tarfile.open(path) as archive:
            member = next(m for m in archive if m.name.endswith("test_batch.bin") and m.isreg())
            stored = archive.extractfile(member)
            assert stored is not None
            _check_pictures(data.test.x, data.test.labels, stored.read())
        return True


def _check_pictures(x: NDArray[np.float32], labels: NDArray[Any], content: bytes) -> None:
    records = np.frombuffer(content, np.uint8).reshape(-1, _RECORD)
    np.testing.assert_array_equal(labels, records[:, 0])
    np.testing.assert_array_equal(x, records[:, 1:].astype(np.float32) / np.float32(255))


class Picture:
    """`read_digit`: a picture of the right size, or a refusal."""

    def __init__(self) -> None:
        pixels = np.zeros((40, 30), np.uint8)
        pixels[5:30, 10:14] = 255
        picture = Image.fromarray(pixels)
        self.seeds = tuple(_saved(picture, kind) for kind in ("PNG", "BMP", "GIF", "TIFF", "JPEG"))

    def damaged(self, random: Random) -> bytes:
        return damage.in_bytes(random.choice(self.seeds), random, self.seeds)

    def read(self, content: bytes, folder: Path) -> bool:
        try:
            digit = read_digit(content)
        except DataError as error:
            return refused(error)
        assert digit.shape == (1, 784)
        assert digit.dtype == np.float32
        assert 0 <= digit.min() < digit.max() <= 1
        return True


def _saved(picture: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()
