"""Jars that come without Maven: by jgo, from a web server on this machine."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from dl4j_bridge.downloads import Status
from dl4j_bridge.errors import BackendError, ToolMissing
from dl4j_bridge.jvm.jars import backends, fetch, maven_settings, places, verified, with_jgo
from dl4j_bridge.jvm.jars.lock import Artifact
from tests import spawned

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="fakes mvn by shell scripts"),
    pytest.mark.fault(13),
]

CLASS_PATH = "from dl4j_bridge.jvm.jars.backends import class_path; print(len(class_path()))"
# A few MB: classes only.
WANTED = ("nd4j-api", "guava", "slf4j-simple")


class Handler(SimpleHTTPRequestHandler):
    """Serves a Maven repository; `wrong` are names whose bytes it changes."""

    wrong: ClassVar[frozenset[str]] = frozenset()
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if Path(self.path).name in self.wrong:
            self.send_response(200)
            self.send_header("Content-Length", "9")
            self.end_headers()
            self.wfile.write(b"something")
            return
        super().do_GET()

    def log_message(self, *words: object) -> None:
        pass


class Site:
    """A home without Maven, a cache that lacks a few jars, a mirror to get them from."""

    def __init__(self, folder: Path, port: int) -> None:
        self.home, self.cache = folder / "home", folder / "cache"
        self.commands = folder / "commands"
        self.commands.mkdir()
        self.url = f"http://127.0.0.1:{port}/"
        self.jars = backends.jar_set()
        (self.home / ".m2").mkdir(parents=True)
        self.write_settings(mirror=self.url)

    @property
    def own(self) -> Path:
        return self.cache / "jars"

    def write_settings(self, mirror: str, more: str = "") -> None:
        text = f"<mirror><id>near</id><mirrorOf>*</mirrorOf><url>{mirror}</url></mirror>"
        settings = self.home / ".m2" / "settings.xml"
        settings.write_text(f"<settings><mirrors>{text}</mirrors>{more}</settings>", "utf-8")

    def jar(self, name: str) -> Artifact:
        return next(one for one in self.jars.artifacts if one.coordinate.split(":")[1] == name)

    def path(self, name: str) -> Path:
        return self.own / self.jar(name).layout

    def fill(self, source: Path, *, without: tuple[str, ...] = WANTED) -> None:
        for jar in self.jars.artifacts:
            if jar.coordinate.split(":")[1] not in without:
                (self.own / jar.layout).parent.mkdir(parents=True, exist_ok=True)
                (self.own / jar.layout).symlink_to(source / jar.layout)


@pytest.fixture(scope="module")
def source() -> Path:
    backends.class_path()
    return maven_settings.local_repository()


@pytest.fixture
def server(source: Path) -> Iterator[ThreadingHTTPServer]:
    Handler.wrong, Handler.asked = frozenset(), []
    made = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(source)))
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: Path, server: ThreadingHTTPServer
) -> Site:
    made = Site(tmp_path, server.server_port)
    made.fill(source)
    monkeypatch.setenv("MAVEN_OPTS", f"-Duser.home={made.home}")
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(made.cache))
    monkeypatch.setenv("PATH", str(made.commands))
    for name in ("MAVEN_ARGS", "MAVEN_HOME", "DL4J_BRIDGE_OFFLINE", "http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return made


def silent(status: Status) -> None:
    pass


def test_jgo_brings_what_is_missing(site: Site) -> None:
    told: list[Status] = []
    paths = backends.class_path(on_progress=told.append)
    assert paths == [site.own / jar.layout for jar in site.jars.artifacts]
    for name in WANTED:
        assert verified.is_intact(site.jar(name), site.path(name))
    assert told[0].message.startswith("Downloading with jgo: 3 of 27 jars (")
    assert told[-1].stage == "done"
    done = [status.done for status in told if status.stage == "download"]
    assert done == sorted(done)
    assert done[-1] == site.jars.size
    assert sorted(one.name for one in site.cache.iterdir()) == ["fetch.lock", "jars", "jars.json"]


def test_no_jar_is_asked_for_twice(site: Site) -> None:
    backends.class_path(on_progress=silent)
    jars = [path for path in Handler.asked if path.endswith(".jar")]
    assert len(jars) == len(set(jars)) == 3


def test_a_damaged_jar_is_found_and_fetched_again(
    site: Site, record_property: Callable[[str, object], None]
) -> None:
    backends.class_path(on_progress=silent)
    found = 0
    for name in WANTED:
        broken = site.path(name)
        for content in (broken.read_bytes()[:-1], b"\0" * site.jar(name).size, b""):
            broken.write_bytes(content)
            told: list[Status] = []
            backends.class_path(on_progress=told.append)
            found += told[0].message.startswith(f"Removed {broken}: it was damaged")
            assert verified.is_intact(site.jar(name), broken)
    assert found == 9
    record_property("figure", f"{found} of 9 damaged jars found and fetched again")


def test_a_mirror_that_changes_jars(site: Site) -> None:
    Handler.wrong = frozenset({site.path("guava").name})
    with pytest.raises(BackendError, match=r"guava-1.0.0-M2.1.jar: what jgo brings, twice"):
        backends.class_path(on_progress=silent)
    assert not site.path("guava").exists()
    assert verified.is_intact(site.jar("nd4j-api"), site.path("nd4j-api"))
    Handler.wrong = frozenset()
    told: list[Status] = []
    assert len(backends.class_path(on_progress=told.append)) == 27
    assert told[0].message.startswith("Downloading with jgo: 1 of 27 jars")


def test_eight_processes_at_once(
    site: Site, record_property: Callable[[str, object], None]
) -> None:
    command = [sys.executable, "-c", CLASS_PATH]
    pipe = subprocess.PIPE
    running = [spawned.start(command, stdout=pipe, stderr=pipe, text=True) for _ in range(8)]
    results = [process.communicate(timeout=240) for process in running]
    good = [out for out, _ in results].count("27\n")
    assert good == 8, results
    jars = [path for path in Handler.asked if path.endswith(".jar")]
    assert len(jars) == len(set(jars)) == 3
    record_property("figure", f"{good} of 8 processes start, each jar fetched once")


def test_a_repository_that_is_down(site: Site) -> None:
    site.write_settings(mirror="http://somebody:secret@127.0.0.1:9/")
    with pytest.raises(BackendError) as caught:
        backends.class_path(on_progress=silent)
    text = str(caught.value)
    assert "cannot be had. jgo said:" in text
    assert "from http://127.0.0.1:9: " in text
    assert "refused" in text
    assert "settings.xml" in text
    assert "secret" not in text


def test_a_jar_that_the_repository_lacks(site: Site) -> None:
    site.write_settings(mirror=f"{site.url}nothing")
    with pytest.raises(BackendError, match=r"nd4j-api:1.0.0-M2.1 from http://.*it is not there"):
        backends.class_path(on_progress=silent)


def test_a_dead_proxy(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write_settings(mirror="http://repository.invalid/")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with pytest.raises(BackendError, match="refused"):
        backends.class_path(on_progress=silent)


def test_a_proxy_of_the_settings(site: Site) -> None:
    port = site.url.split(":")[2].strip("/")
    proxy = f"<proxy><host>127.0.0.1</host><port>{port}</port></proxy>"
    site.write_settings("http://repository.invalid", f"<proxies>{proxy}</proxies>")
    with pytest.raises(BackendError, match="it is not there"):
        backends.class_path(on_progress=silent)
    assert all(path.startswith("http://repository.invalid/") for path in Handler.asked)
    assert "http_proxy" not in os.environ


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo '[ERROR] No plugin found for prefix' >&2; exit 1", "broken"),
        ("echo 'Maven 1.0: unknown option --batch-mode'; exit 0", "too old"),
        ("kill -SEGV $$", "crashing"),
    ],
)
@pytest.mark.fault(14)
def test_jgo_helps_a_maven_that_fails(site: Site, script: str, reason: str) -> None:
    command = site.commands / "mvn"
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)
    told: list[Status] = []
    assert len(backends.class_path(on_progress=told.append)) == 27
    assert [one.message.split(":")[0] for one in told if one.stage == "plan"] == [
        "Downloading with Maven",
        "Downloading with jgo",
    ]


@pytest.mark.fault(14)
def test_neither_maven_nor_jgo(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(with_jgo, "find_spec", lambda name: None)
    with pytest.raises(ToolMissing) as caught:
        backends.class_path(on_progress=silent)
    text = str(caught.value)
    assert text.startswith("3 of 27 jars (")
    for way in ("no `mvn` on PATH", "pip install 'dl4j-bridge[java]'", "fetch --from BUNDLE"):
        assert way in text


def test_offline_makes_no_connection(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DL4J_BRIDGE_OFFLINE", "1")
    with pytest.raises(BackendError, match="DL4J_BRIDGE_OFFLINE forbids"):
        backends.class_path(on_progress=silent)
    assert Handler.asked == []


def test_a_full_disk(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil._ntuple_diskusage(9, 9, 0)
    monkeypatch.setattr(fetch.shutil, "disk_usage", lambda place: usage)
    with pytest.raises(Exception, match=r"has only 0.0 MB free"):
        backends.class_path(on_progress=silent)


def test_the_own_repository_follows_the_cache(site: Site) -> None:
    assert places.repositories() == [site.home / ".m2" / "repository", site.own]
