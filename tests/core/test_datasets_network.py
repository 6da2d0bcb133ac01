"""Downloads where names, proxies and certificates fail, and of many processes at once."""

from __future__ import annotations

import dataclasses
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dl4j_bridge.datasets import fetching, places
from dl4j_bridge.datasets.published import Published
from dl4j_bridge.errors import SetupError
from tests import spawned

from .dataserver import DataServer
from .test_datasets_fetching import cache, get, holds, is_whole, server, toys

__all__ = ["cache", "server"]

MANY = """
import json, sys
from dl4j_bridge.datasets import places
from dl4j_bridge.datasets.published import Published, Remote
facts = json.loads(sys.argv[1])
files = tuple(Remote(**{**one, "urls": tuple(one["urls"])}) for one in facts.pop("files"))
toys = Published(files=files, **facts)
def holds(folder):
    return all((folder / one.name).is_file() for one in files)
print(places.locate(toys, holds))
"""


def fails(published: Published) -> str:
    with pytest.raises(SetupError) as caught:
        places.locate(published, holds, on_progress=lambda status: None)
    assert caught.value.exit_code == 4
    return str(caught.value)


def elsewhere(server: DataServer, *starts: str) -> Published:
    """The toys at other addresses."""
    known = toys(server)
    files = [
        dataclasses.replace(one, urls=tuple(f"{start}one/{one.name}" for start in starts))
        for one in known.files
    ]
    return dataclasses.replace(known, files=tuple(files))


@pytest.mark.fault(12)
def test_a_name_that_nobody_knows(server: DataServer, cache: Path) -> None:
    text = fails(elsewhere(server, "http://nowhere.invalid/"))
    assert "http://nowhere.invalid/one/images.gz: " in text
    assert [path.name for path in cache.iterdir()] == [".lock"]


@pytest.mark.fault(12)
def test_no_certificate(server: DataServer, cache: Path) -> None:
    address = server.url("").replace("http:", "https:")
    assert "SSL" in fails(elsewhere(server, address))
    places.locate(
        elsewhere(server, address, server.url("")), holds, on_progress=lambda status: None
    )
    assert is_whole(cache)


@pytest.mark.fault(12)
@pytest.mark.parametrize("proxy", ["http://me:secret@127.0.0.1:9", "127.0.0.1:9"])
def test_a_dead_proxy_is_named(
    server: DataServer, cache: Path, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    text = fails(toys(server))
    assert "Connection refused (asked through the proxy 127.0.0.1:9)" in text
    assert "secret" not in text
    assert server.requests == []
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    get(server)
    assert is_whole(cache)


@pytest.mark.fault(12)
def test_a_proxy_that_is_none(server: DataServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy:port")
    assert "asked through the proxy proxy:port" in fails(toys(server))


@pytest.mark.fault(12)
def test_no_server_is_waited_for_longer_than_30_seconds() -> None:
    """Neither for its first word nor for more than a trickle: `_SECONDS` is the limit of both."""
    assert fetching._SECONDS <= 30


@pytest.mark.fault(12)
def test_offline_makes_no_connection(
    server: DataServer, monkeypatch: pytest.MonkeyPatch, record_property
) -> None:
    made: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: made.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *words: made.append(words))
    monkeypatch.setenv("DL4J_BRIDGE_OFFLINE", "1")
    assert "DL4J_BRIDGE_OFFLINE forbids" in fails(toys(server))
    assert made == []
    record_property("figure", "offline: 0 connections")


@pytest.mark.fault(12)
def test_of_eight_processes_one_downloads(server: DataServer, cache: Path, record_property) -> None:
    facts = json.dumps(dataclasses.asdict(toys(server)))
    processes = [
        spawned.start(
            [sys.executable, "-c", MANY, facts],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=dict(os.environ),
        )
        for _ in range(8)
    ]
    ended = [process.communicate(timeout=60) for process in processes]
    assert [out.strip() for out, _ in ended] == [str(cache)] * 8, ended
    assert len(server.requests) == 2  # each of the two files once
    assert is_whole(cache)
    record_property("figure", "8 of 8 processes have it, fetched once")
