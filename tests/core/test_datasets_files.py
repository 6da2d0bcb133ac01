"""Data sets in .npz files or text tables."""

from __future__ import annotations

import pickle
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge import datasets
from dl4j_bridge.datasets import Dataset
from dl4j_bridge.errors import DataError, UsageError

from .dataset_checks import assert_equal


class TestNpz:
    @staticmethod
    def saved(folder: Path, save: Callable[..., None] = np.savez, **arrays: object) -> Path:
        path = folder / "some.npz"
        save(path, **arrays)
        return path

    @pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
    def test_pictures_as_keras_saves_them(self, tmp_path, save):
        x = np.random.RandomState(0).randint(0, 256, (20, 4, 5)).astype(np.uint8)
        y = np.arange(20, dtype=np.uint8) % 10
        path = self.saved(tmp_path, save, x_train=x, y_train=y, x_test=x[:10], y_test=y[:10])
        data = datasets.load(path)
        assert (data.image, data.classes) == ((1, 4, 5), tuple("0123456789"))
        np.testing.assert_array_equal(data.train.x, x.reshape(20, 20) / np.float32(255))
        np.testing.assert_array_equal(data.test.labels, y[:10])

    @pytest.mark.parametrize("names", [("x", "y"), ("X", "Y"), ("data", "target")])
    def test_two_arrays_are_split(self, tmp_path, names):
        x, y = np.random.RandomState(0).rand(50, 3), np.repeat(np.arange(5), 10)
        data = datasets.load(self.saved(tmp_path, **dict(zip(names, (x, y), strict=True))))
        assert (data.name, len(data.train), len(data.test)) == ("some", 40, 10)
        assert np.bincount(data.test.labels).tolist() == [2] * 5

    def test_fortran_order_and_big_endian_are_read_right(self, tmp_path):
        x = np.arange(60, dtype=">f8").reshape(20, 3)
        path = self.saved(tmp_path, x=np.asfortranarray(x), y=np.arange(20) % 2)
        data = datasets.load(path, test_fraction=0)
        np.testing.assert_array_equal(np.sort(data.train.x, axis=0), x)

    def test_pickled_objects_are_refused_unread(self, tmp_path):
        class Bomb:
            def __reduce__(self) -> tuple[object, ...]:
                return (Path.touch, (tmp_path / "ran",))

        x = np.array([[Bomb()], [Bomb()]], dtype=object)
        path = self.saved(tmp_path, x=x, y=np.arange(2))
        with pytest.raises(DataError, match=r"x\.npy: holds Python objects"):
            datasets.load(path)
        assert not (tmp_path / "ran").exists()
        pickle.loads(pickle.dumps(Bomb()))  # proof that the bomb would have gone off
        assert (tmp_path / "ran").exists()

    def test_missing_arrays_are_named(self, tmp_path):
        with pytest.raises(DataError, match="holds the arrays a, b; expected x_train"):
            datasets.load(self.saved(tmp_path, a=np.zeros(1), b=np.zeros(1)))

    @pytest.mark.parametrize("cut", [0, 10, 100, -30])
    def test_a_damaged_file(self, tmp_path, cut):
        path = self.saved(tmp_path, x=np.zeros((20, 3)), y=np.arange(20) % 2)
        path.write_bytes(path.read_bytes()[:cut])
        with pytest.raises(DataError, match=r"some.npz: not a whole \.npz file"):
            datasets.load(path)

    def test_a_flipped_bit(self, tmp_path):
        path = self.saved(tmp_path, x=np.zeros((20, 3)), y=np.arange(20) % 2)
        data = bytearray(path.read_bytes())
        data[300] ^= 1
        path.write_bytes(data)
        with pytest.raises(DataError, match="CRC"):
            datasets.load(path)

    @pytest.mark.parametrize(
        ("shape", "what"),
        [
            ("(1000000000000, 3)", "can hold"),
            ("(10000, 8)", "not the 640000 bytes"),
            ("(1, 3)", "not the 24 bytes"),
            ("(-1, 3)", "promises"),
        ],
    )
    def test_a_forged_shape_is_refused_without_memory(self, tmp_path, shape, what):
        path = tmp_path / "forged.npz"
        with zipfile.ZipFile(path, "w") as archive:
            header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}}}".ljust(117)
            array = b"\x93NUMPY\x01\x00\x76\x00" + header.encode() + b"\n" + bytes(480)
            archive.writestr("x.npy", array)
            archive.writestr("y.npy", array)
        tracemalloc.start()
        with pytest.raises(DataError, match=rf"forged\.npz, x\.npy: .*{what}"):
            datasets.load(path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 600_000


class TestTable:
    IRIS = "5.1,3.5,setosa\n4.9,3.0,setosa\n6.0,2.2,virginica\n6.3,3.3,virginica\n"

    @staticmethod
    def load(folder: Path, text: str | bytes, **options: object) -> Dataset:
        path = folder / "table.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return datasets.load(path, **{"test_fraction": 0, **options})  # type: ignore[arg-type]

    def rows(self, folder: Path, text: str | bytes, **options: object) -> set[tuple[object, ...]]:
        """Every row as its features with its label's name or target."""
        data = self.load(folder, text, **options)
        labels = [data.classes[i] if data.classes else i.tolist() for i in data.train.labels]
        pairs = zip(data.train.x.tolist(), labels, strict=True)
        return {(*(round(value, 4) for value in row), str(label)) for row, label in pairs}

    def test_every_way_to_write_a_table(self, tmp_path):
        expected = {
            (5.1, 3.5, "setosa"),
            (4.9, 3.0, "setosa"),
            (6.0, 2.2, "virginica"),
            (6.3, 3.3, "virginica"),
        }
        text = self.IRIS
        lines = text.splitlines()
        ways = {
            "plain": text,
            "header": "length,width,species\n" + text,
            "byte order mark": b"\xef\xbb\xbf" + text.encode(),
            "Windows": text.replace("\n", "\r\n"),
            "old Mac": text.replace("\n", "\r"),
            "semicolons": text.replace(",", ";"),
            "decimal commas": text.replace(",", ";").replace(".", ","),
            "tabs, decimal commas": text.replace(",", "\t").replace(".", ","),
            "spaces": text.replace(",", " , "),
            "blank lines": "\n" + text.replace("\n", "\n\n"),
            "no end of line": text.rstrip(),
            "quotes": text.replace("setosa", '"setosa"').replace("5.1", '"5.1"'),
            "quoted header": '"length; cm","width","species"\n' + text,
            "row numbers": ",a,b,c\n" + "".join(f"{i},{row}\n" for i, row in enumerate(lines)),
        }
        for way, content in ways.items():
            assert self.rows(tmp_path, content) == expected, way

    def test_pandas_names_of_bare_columns_are_a_header(self, tmp_path):
        assert len(self.load(tmp_path, "0,1,2,kind\n3,4,5,1\n6,7,8,0\n").train) == 2

    @pytest.mark.parametrize("label", [0, "0", "kind", -3])
    def test_the_label_column_by_name_or_number(self, tmp_path, label):
        text = "kind,a,b\nu,1,2\nv,3,4\n"
        assert self.rows(tmp_path, text, label=label) == {(1, 2, "u"), (3, 4, "v")}

    def test_whole_numbers_sort_as_numbers(self, tmp_path):
        text = "".join(f"{i},{i % 12}\n" for i in range(24))
        assert self.load(tmp_path, text).classes == tuple(map(str, range(12)))

    def test_plus_and_minus_one_are_two_classes(self, tmp_path):
        assert self.load(tmp_path, "1,-1\n2,1\n3,-1\n4,+1\n").classes == ("-1", "1")

    def test_regression(self, tmp_path):
        data = self.load(tmp_path, "1,0.5\n2,1.5\n3,-2\n", regression=True)
        assert data.classes == ()
        assert data.train.y.dtype == np.float32
        assert self.rows(tmp_path, "1;0,5\n2;1,5\n", regression=True) == {
            (1, "[0.5]"),
            (2, "[1.5]"),
        }

    def test_the_split_keeps_the_shares_and_the_seed_decides(self, tmp_path):
        text = "".join(f"{i},{'abb'[i % 3]}\n" for i in range(60))
        one = self.load(tmp_path, text, test_fraction=0.25)
        assert np.bincount(one.test.labels).tolist() == [5, 10]
        assert not set(one.train.x.ravel()) & set(one.test.x.ravel())
        assert len(one.train) + len(one.test) == 60
        assert_equal(one, self.load(tmp_path, text, test_fraction=0.25))
        other = self.load(tmp_path, text, test_fraction=0.25, seed=5)
        assert one.test.x.tolist() != other.test.x.tolist()

    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("", "table.csv: the file is empty"),
            ("\n\n", "the file is empty"),
            ("a,b,c\n", "no row below it"),
            ("1\n2\n", "one column only"),
            ("1,2,a\n3,b\n", "line 2: 2 columns, the rows above have 3"),
            ("1,2,a\n3,4,b,\n", "line 2: 4 columns"),
            ("x,y,z\n1,2,a\n3,oops,b\n", r"line 3, column 2 \(y\): 'oops' is not a finite"),
            ("1,2,a\n3,,b\n", "line 2, column 2: no value"),
            ("1,2,a\nNA,3,b\n", "line 2, column 1: no value"),
            ("1,2,a\n\n3,nan,b\n", "line 3, column 2: no value"),
            ("1,2,a\n3,inf,b\n", "line 2, column 2: 'inf' is not a finite"),
            ("1,2,a\n3,1e39,b\n", "line 2, column 2: '1e.39' is not a finite"),
            ("1,2,a\n3,4,\n", "line 2, column 3: no value"),
            ("1,2,0.5\n3,4,1\n", "line 1, column 3: label 0.5 .* regression=True"),
            ("1,2,a\n3,4,a\n", "every label is a"),
            ("".join(f"{i},{i}\n" for i in range(30)), "30 different labels in 30 rows"),
            ('1,2,a\n3,"4,b\n', "line 2: .*quote"),
            ("1,2,a\n3,4,%s\n" % ("x" * 200_000), "line 2: field larger"),
            ("1,2,3,-4\n1,2,3,0\n", "line 1, column 4: label -4 is negative"),
            (b"1,2,a\n3,4,\xff\n", "byte 10: not UTF-8"),
            ("1,2,a\n".encode("utf-16"), "byte 0: not UTF-8"),
        ],
    )
    def test_a_bad_table_is_refused_with_its_place(self, tmp_path, text, what):
        with pytest.raises(DataError, match=what):
            self.load(tmp_path, text)

    @pytest.mark.parametrize(
        ("label", "what"),
        [
            ("spezies", "no column 'spezies'; its columns are .*Did you mean 'species'"),
            (3, "no column 3; it has 3, numbered 0 to 2"),
        ],
    )
    def test_no_such_label_column(self, tmp_path, label, what):
        with pytest.raises(DataError, match=what):
            self.load(tmp_path, "length,width,species\n" + self.IRIS, label=label)

    def test_bad_targets(self, tmp_path):
        with pytest.raises(DataError, match="line 2, column 2: 'x' is not a finite number"):
            self.load(tmp_path, "1,2\n2,x\n", regression=True)

    @pytest.mark.parametrize("fraction", [-0.1, 1, 2, float("nan")])
    def test_a_share_that_is_none(self, tmp_path, fraction):
        with pytest.raises(UsageError, match="test_fraction"):
            self.load(tmp_path, self.IRIS, test_fraction=fraction)

    def test_too_few_rows_to_split(self, tmp_path):
        with pytest.raises(DataError, match="too few to lay one aside"):
            self.load(tmp_path, "1,a\n2,b\n", test_fraction=0.5)
