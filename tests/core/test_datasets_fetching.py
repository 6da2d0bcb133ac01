"""Downloads of published data sets, from a server on this machine."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge.datasets import emnist, fashion_mnist, fetching, places
from dl4j_bridge.datasets.handwriting import is_emnist
from dl4j_bridge.datasets.published import EMNIST, FASHION_MNIST, Published, Remote
from dl4j_bridge.datasets.verifying import verify
from dl4j_bridge.downloads import Status
from dl4j_bridge.errors import DataError, ResourceExhausted, SetupError

from .dataserver import DataServer, serving
from .test_datasets_published import DEBIAN, as_published, needs_debian, write_emnist

CONTENT = {
    name: np.random.RandomState(seed).bytes(size)
    for seed, (name, size) in enumerate([("images.gz", 700_000), ("labels.gz", 900)])
}
NAMES = list(CONTENT)


@pytest.fixture
def server() -> Iterator[DataServer]:
    with serving() as started:
        for mirror in ("one", "two"):
            started.content.update({f"{mirror}/{name}": CONTENT[name] for name in NAMES})
        yield started


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("DL4J_BRIDGE_OFFLINE", raising=False)
    monkeypatch.delenv("DL4J_BRIDGE_DATA", raising=False)
    monkeypatch.setattr(places, "_SYSTEM", ())
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path / "cache" / "data" / "toys"


def toys(server: DataServer) -> Published:
    """A data set of two files on two mirrors."""
    files = [
        Remote(
            name,
            len(content),
            hashlib.sha256(content).hexdigest(),
            (server.url(f"one/{name}"), server.url(f"two/{name}")),
        )
        for name, content in CONTENT.items()
    ]
    return Published("toys", "Toys", tuple(files), "two files", "any", "https://example.org")


def holds(folder: Path) -> bool:
    return all((folder / name).is_file() for name in NAMES)


def get(server: DataServer) -> list[Status]:
    told: list[Status] = []
    places.locate(toys(server), holds, on_progress=told.append)
    return told


def is_whole(folder: Path) -> bool:
    there = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".lock"}
    return there == CONTENT


def test_a_download_brings_everything(server: DataServer, cache: Path) -> None:
    told = get(server)
    assert is_whole(cache)
    assert told[0].message == f"Downloading Toys: 0.7 MB to {cache}."
    assert [status.stage for status in (told[0], told[1], told[-1])] == ["plan", "download", "done"]
    done = [status.done for status in told]
    assert done == sorted(done)
    assert done[-1] == told[-1].total == 700_900
    get(server)
    assert len(server.requests) == 2  # what is here is not asked for again


@pytest.mark.fault(12)
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("403", "HTTP Error 403: Forbidden"),
        ("500", "HTTP Error 500"),
        ("503", "HTTP Error 503"),
        ("round", "would lead to an infinite loop"),
        ("hangup", "Remote end closed connection"),
        ("gone", "HTTP Error 404: Not Found"),
        ("page", "the file there has 18 bytes, not 700000"),
        ("other", r"not the file published \(SHA-256 \w+\), thrown away"),
        ("endless", r"not the file published \(SHA-256 \w+\), thrown away"),
        ("mute", "timed out|Remote end closed"),
        ("slow", r"only \d+ bytes came in 1 seconds"),
    ],
)
def test_the_next_mirror_is_asked(
    server: DataServer, cache: Path, monkeypatch: pytest.MonkeyPatch, fault: str, reason: str
) -> None:
    if fault in ("mute", "slow"):
        monkeypatch.setattr(fetching, "_SECONDS", 1)
    server.fault["one/images.gz"] = fault
    told = [status.message for status in get(server) if status.stage == "retry"]
    assert len(told) == 1
    assert re.search(reason, told[0])
    assert is_whole(cache)


@pytest.mark.fault(12)
def test_a_cut_connection_is_taken_up_where_it_ended(server: DataServer, cache: Path) -> None:
    server.fault["one/images.gz"] = "cut 400000"
    told = get(server)
    assert is_whole(cache)
    assert server.requests[:2] == [("one/images.gz", None), ("two/images.gz", "bytes=400000-")]
    assert any("cut off after 400000 of 700000 bytes" in status.message for status in told)


@pytest.mark.fault(12)
@pytest.mark.parametrize("fault", ["", "whole"])
def test_an_interrupted_download_goes_on_later(server: DataServer, cache: Path, fault: str) -> None:
    def interrupt(status: Status) -> None:
        if status.done > 300_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        places.locate(toys(server), holds, on_progress=interrupt)
    assert not (cache / "images.gz").exists()
    had = (cache / "images.gz.part").stat().st_size
    assert 300_000 < had < 700_000
    server.fault["one/images.gz"] = fault  # a server without ranges sends everything again
    get(server)
    assert server.requests[1] == ("one/images.gz", f"bytes={had}-")
    assert is_whole(cache)


@pytest.mark.fault(12)
def test_a_range_that_was_not_asked_for_is_refused(server: DataServer, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "images.gz.part").write_bytes(CONTENT["images.gz"][:1000])
    server.fault["one/images.gz"] = "shifted"
    assert any("another part" in status.message for status in get(server))
    assert is_whole(cache)


@pytest.mark.fault(12)
def test_half_a_file_that_was_damaged_is_thrown_away(server: DataServer, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "images.gz.part").write_bytes(bytes(1000))
    get(server)
    assert is_whole(cache)


@pytest.mark.fault(12)
def test_no_server_has_it(server: DataServer, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "labels.gz").write_bytes(b"the user's own")
    server.fault = {"one/images.gz": "other", "two/images.gz": "gone"}
    with pytest.raises(SetupError) as caught:
        get(server)
    text = str(caught.value)
    assert text.startswith("images.gz could not be downloaded:\n  http://127.0.0.1")
    assert "SHA-256" in text
    assert "404" in text
    assert "proxy" in text
    assert {path.name for path in cache.iterdir()} == {".lock", "labels.gz"}
    assert (cache / "labels.gz").read_bytes() == b"the user's own"


@pytest.mark.fault(12)
def test_nobody_there(server: DataServer) -> None:
    server.server_close()
    with pytest.raises(SetupError, match="Connection refused"):
        get(server)


@pytest.mark.fault(12)
def test_offline_says_what_to_put_where(
    server: DataServer, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DL4J_BRIDGE_OFFLINE", "1")
    with pytest.raises(SetupError) as caught:
        get(server)
    text = str(caught.value)
    assert text.startswith("Toys is not on this machine, and DL4J_BRIDGE_OFFLINE forbids")
    assert "0.7 MB" in text
    assert f"Looked in {cache}" in text
    assert "Put there two files, from https://example.org" in text
    assert server.requests == []
    assert not cache.exists()


@pytest.mark.fault(12)
def test_of_many_one_downloads(server: DataServer, cache: Path) -> None:
    threads = [threading.Thread(target=get, args=(server,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.requests) == 2
    assert is_whole(cache)


@pytest.mark.fault(8)
def test_a_full_disk(server: DataServer, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil._ntuple_diskusage(9, 9, 0)
    monkeypatch.setattr(fetching.shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(ResourceExhausted, match=r"need 0.7 MB, but .* has only 0.0 MB free"):
        get(server)


@pytest.mark.fault(8)
def test_a_cache_that_cannot_be_written(server: DataServer, cache: Path) -> None:
    cache.parents[1].write_text("a file")
    with pytest.raises(SetupError, match=r"cannot be put there .*Set DL4J_BRIDGE_CACHE"):
        get(server)


@needs_debian
def test_the_real_fashion_mnist_through_a_proxy(
    server: DataServer, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server plays the proxy to the one mirror of three that speaks plain HTTP."""
    for file in FASHION_MNIST.files:
        server.content[file.urls[-1]] = as_published(file)
    monkeypatch.setenv("http_proxy", server.url(""))
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    data = fashion_mnist(on_progress=lambda status: None)
    assert len(verify(FASHION_MNIST, cache.with_name("fashion-mnist"))) == 4
    np.testing.assert_array_equal(data.test.x, fashion_mnist(DEBIAN).test.x)


def small_emnist(server: DataServer, folder: Path) -> Published:
    """NIST's archive in small: one split, a file that does not belong, paths that climb."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in write_emnist(folder, "letters", first=1).iterdir():
            archive.write(path, f"../../gzip/{path.name}")
        archive.writestr("gzip/other.txt", b"no data")
    content = packed.getvalue()
    server.content["zip"] = content
    digest = hashlib.sha256(content).hexdigest()
    file = Remote("emnist-gzip.zip", len(content), digest, (server.url("zip"),))
    return Published("emnist", "EMNIST", (file,), "IDX files", "none", EMNIST.page)


def test_emnist_is_unpacked_in_its_place_only(
    server: DataServer, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = small_emnist(server, tmp_path / "gzip")
    monkeypatch.setattr("dl4j_bridge.datasets.handwriting.EMNIST", published)
    data = emnist("letters", on_progress=lambda status: None)
    assert "".join(data.classes) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    folder = cache.with_name("emnist")
    assert len(list(folder.glob("emnist-letters-*.gz"))) == 4
    assert len(list(folder.iterdir())) == 5  # and the lock; no archive, nothing half
    assert {path.name for path in tmp_path.iterdir()} == {"cache", "gzip"}


def test_an_archive_somebody_put_there_stays(
    server: DataServer, cache: Path, tmp_path: Path
) -> None:
    published = small_emnist(server, tmp_path / "gzip")
    folder = cache.with_name("emnist")
    folder.mkdir(parents=True)
    (folder / "emnist-gzip.zip").write_bytes(b"another")
    find = partial(places.locate, published, partial(is_emnist, "letters"))
    with pytest.raises(DataError, match=r"emnist-gzip\.zip: not the file of EMNIST"):
        find(on_progress=lambda status: None)
    assert (folder / "emnist-gzip.zip").read_bytes() == b"another"
    (folder / "emnist-gzip.zip").write_bytes(server.content["zip"])
    assert find(on_progress=lambda status: None) == folder
    assert (folder / "emnist-gzip.zip").is_file()
    assert server.requests == []
