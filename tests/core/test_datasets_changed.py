"""Data that have changed on the disk since they came there."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from dl4j_bridge.datasets import emnist, fashion_mnist, places
from dl4j_bridge.datasets.catalog import unpack_iris, unpack_mnist
from dl4j_bridge.datasets.handwriting import unpack_emnist
from dl4j_bridge.errors import DataError

from .dataserver import DataServer
from .test_datasets_fetching import cache, get, holds, is_whole, server, toys
from .test_datasets_published import DEBIAN, needs_debian, write_emnist

__all__ = ["cache", "server"]


def flip(path: Path, share: float) -> None:
    """One bit of a file, at a share of its length."""
    content = bytearray(path.read_bytes())
    content[int(share * (len(content) - 1))] ^= 1
    path.write_bytes(content)


@pytest.mark.fault(11)
def test_a_flipped_bit_in_the_cache_is_noticed(
    server: DataServer, cache: Path, record_property
) -> None:
    get(server)
    places_of_bits = (0, 0.3, 0.5, 0.9, 1)
    for share in places_of_bits:
        flip(cache / "images.gz", share)
        with pytest.raises(DataError, match=r"images.gz: not the file of Toys: its SHA-256") as it:
            get(server)
        assert str(it.value).endswith("or delete the file: then it is downloaded again.")
        (cache / "images.gz").unlink()
        get(server)
        assert is_whole(cache)
    record_property("figure", f"{len(places_of_bits)} of {len(places_of_bits)} flipped bits")


@needs_debian
@pytest.mark.fault(11)
@pytest.mark.parametrize("packed", [True, False])
def test_fashion_mnist_in_the_cache(cache: Path, packed: bool) -> None:
    """Unpacked files have no checksum of their own inside."""
    folder = cache.with_name("fashion-mnist")
    folder.mkdir(parents=True)
    for path in DEBIAN.glob("*-ubyte.gz"):
        content = path.read_bytes()
        name = path.name if packed else path.stem
        (folder / name).write_bytes(content if packed else gzip.decompress(content))
    assert len(fashion_mnist().train) == 60_000
    flip(folder / ("t10k-images-idx3-ubyte" + ".gz" * packed), 0.5)
    with pytest.raises(DataError, match=r"t10k-images-idx3-ubyte.*not the file of Fashion-MNIST"):
        fashion_mnist()


@pytest.mark.fault(11)
def test_emnist_is_refused_or_repaired(cache: Path, tmp_path: Path) -> None:
    folder = cache.with_name("emnist")
    folder.parent.mkdir(parents=True)
    write_emnist(folder, "letters", first=1)
    paths = unpack_emnist("letters", tmp_path / "resources")
    before = [path.read_bytes() for path in paths]
    flip(paths[0], 0.5)  # what was unpacked for DL4J
    assert [
        path.read_bytes() for path in unpack_emnist("letters", tmp_path / "resources")
    ] == before
    flip(folder / "emnist-letters-test-images-idx3-ubyte.gz", 0.6)
    with pytest.raises(DataError, match="emnist-letters-test-images"):
        emnist("letters")


@pytest.mark.fault(11)
def test_what_deeplearning4j_reads_is_repaired(tmp_path: Path, record_property) -> None:
    """The folder that `run` fills for DL4J's own iterators."""
    paths = [*unpack_mnist(tmp_path), unpack_iris(tmp_path)]
    sums = [hashlib.sha256(path.read_bytes()).digest() for path in paths]
    for path in paths:
        flip(path, 0.7)
    unpack_mnist(tmp_path)
    unpack_iris(tmp_path)
    assert [hashlib.sha256(path.read_bytes()).digest() for path in paths] == sums
    record_property("figure", f"{len(paths)} of {len(paths)} files of DL4J repaired")


def test_the_toys_are_whole_where_nothing_changed(server: DataServer, cache: Path) -> None:
    get(server)
    assert places.locate(toys(server), holds) == cache
