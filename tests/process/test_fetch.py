"""Fetching with the real Maven, from a local folder that plays the remote repository."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dl4j_bridge.downloads import PlainProgress, Status
from dl4j_bridge.errors import BackendError, ResourceExhausted, ToolMissing
from dl4j_bridge.jvm.jars import backends, fetch, maven, maven_settings, verified, with_jgo
from dl4j_bridge.jvm.jars.lock import Artifact, JarSet, read_lock
from tests import spawned

pytestmark = pytest.mark.skipif(os.name != "posix", reason="fakes mvn by shell scripts")

CLASS_PATH = "from dl4j_bridge.jvm.jars.backends import class_path; print(len(class_path()))"


class Site:
    """A home, a cache, an empty Maven repository, and where Maven downloads from."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.repository = folder / "repository"
        self.cache = folder / "cache"
        self.home = folder / "home"
        self.commands = folder / "commands"
        self.jar_set = backends.jar_set()
        self._monkeypatch = monkeypatch

    def path(self, artifact: Artifact) -> Path:
        return self.repository / artifact.layout

    def jar(self, name: str) -> Artifact:
        return next(one for one in self.jar_set.artifacts if one.coordinate.split(":")[1] == name)

    def download_from(self, url: str) -> None:
        """Write a settings.xml that sends Maven nowhere but there."""
        mirror = f"<mirror><id>test</id><mirrorOf>*</mirrorOf><url>{url}</url></mirror>"
        settings = self.home / ".m2" / "settings.xml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(f"<settings><mirrors>{mirror}</mirrors></settings>", "utf-8")

    def fill(self, source: Path, *, without: tuple[str, ...] = ()) -> None:
        """Link the set's jars into the repository, as if Maven had brought them before."""
        for artifact in self.jar_set.artifacts:
            if artifact not in [self.jar(name) for name in without]:
                self.path(artifact).parent.mkdir(parents=True, exist_ok=True)
                link(source / artifact.layout, self.path(artifact))

    def fake_maven(self, script: str) -> None:
        command = self.commands / "mvn"
        command.parent.mkdir(exist_ok=True)
        command.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        command.chmod(0o755)
        path = f"{self.commands}{os.pathsep}{os.environ['PATH']}"
        self._monkeypatch.setenv("PATH", path)

    def hide_maven(self) -> None:
        self._monkeypatch.setenv("PATH", str(self.commands))
        self._monkeypatch.delenv("MAVEN_HOME", raising=False)

    def files_of(self, artifact: Artifact) -> list[str]:
        """What lies where a jar belongs, but for Maven's bookkeeping."""
        names = [path.name for path in self.path(artifact).parent.glob("*.jar*")]
        return sorted(name for name in names if not name.endswith(".sha1"))


def link(source: Path, target: Path) -> None:
    with contextlib.suppress(OSError):
        os.link(source, target)
        return
    shutil.copy(source, target)


def answer(class_path: str) -> str:
    """Shell code that writes a class path where Maven was told to write it."""
    found = f'echo "{class_path}" > "${{word#*=}}"'
    return f"for word; do case $word in -Dmdep.outputFile=*) {found};; esac; done"


def damage(path: Path) -> None:
    """Change one byte, in a file of its own: the original may be linked from elsewhere."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)


@pytest.fixture(scope="session")
def remote() -> Path:
    """The user's own repository: with the jars and with Maven's plugin, also when offline."""
    backends.class_path()
    jars = backends.jar_set()
    maven.run("build-classpath", jars.backend, jars.platform, jars.classifier)
    return maven_settings.local_repository()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remote: Path) -> Site:
    made = Site(tmp_path, monkeypatch)
    made.download_from(remote.as_uri())
    repository = f"-Dmaven.repo.local={made.repository}"
    # Maven up to 3.8 heeds the first only, Maven 4 the second.
    monkeypatch.setenv("MAVEN_OPTS", f"{repository} -Duser.home={made.home}")
    monkeypatch.setenv("MAVEN_ARGS", repository)
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(made.cache))
    monkeypatch.delenv("DL4J_BRIDGE_OFFLINE", raising=False)
    # What follows is about Maven; jgo would come to its help.
    monkeypatch.setattr(with_jgo, "find_spec", lambda name: None)
    return made


@pytest.fixture
def no_hashing(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def refuse(path: Path) -> str:
        raise AssertionError(f"{path} was hashed")

    return lambda: monkeypatch.setattr(verified, "sha256", refuse)


def start_python(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CLASS_PATH, *arguments]
    return spawned.start(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_maven_brings_everything(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    told: list[Status] = []
    paths = backends.class_path(on_progress=told.append)
    assert paths == [site.path(artifact) for artifact in site.jar_set.artifacts]
    for artifact, path in zip(site.jar_set.artifacts, paths, strict=True):
        assert verified.sha256(path) == artifact.sha256
    stages = [status.stage for status in told]
    assert stages[0] == "plan"
    assert set(stages[1:-1]) == {"download"}
    assert stages[-1] == "done"
    megabytes = f"{site.jar_set.size / 1e6:.1f} MB"
    assert f"27 of 27 jars ({megabytes})" in told[0].message
    done = [status.done for status in told]
    assert done == sorted(done)
    assert done[-1] == told[-1].total == site.jar_set.size
    assert capfd.readouterr() == ("", "")


def test_only_what_is_missing_is_downloaded(site: Site, remote: Path) -> None:
    site.fill(remote, without=("slf4j-simple",))
    told: list[Status] = []
    backends.class_path(on_progress=told.append)
    assert "1 of 27 jars (0.0 MB)" in told[0].message
    assert told[0].done == site.jar_set.size - site.jar("slf4j-simple").size


def test_with_all_jars_here_maven_is_not_needed(site: Site, remote: Path) -> None:
    site.fill(remote)
    site.hide_maven()
    told: list[Status] = []
    assert len(backends.class_path(on_progress=told.append)) == 27
    assert told == []


def test_what_was_verified_once_is_not_hashed_again(
    site: Site, remote: Path, no_hashing: Callable[[], None]
) -> None:
    site.fill(remote)
    first = backends.class_path()
    no_hashing()
    assert backends.class_path() == first


def test_a_warm_class_path_is_fast(site: Site, remote: Path) -> None:
    site.fill(remote)
    backends.class_path()

    def seconds() -> float:
        start = time.perf_counter()
        backends.class_path()
        return time.perf_counter() - start

    assert min(seconds() for _ in range(20)) < 0.010


def test_a_touched_jar_is_hashed_again(
    site: Site, remote: Path, no_hashing: Callable[[], None]
) -> None:
    site.fill(remote, without=("slf4j-api",))
    touched = site.path(site.jar("slf4j-api"))
    touched.parent.mkdir(parents=True)
    shutil.copy(remote / site.jar("slf4j-api").layout, touched)
    first = backends.class_path()
    os.utime(touched, (1, 1))
    assert backends.class_path() == first
    os.utime(touched, (2, 2))
    no_hashing()
    with pytest.raises(AssertionError, match=r"slf4j-api.* was hashed"):
        backends.class_path()


@pytest.mark.fault(13)
def test_a_damaged_jar_is_reported_and_fetched_again(site: Site, remote: Path) -> None:
    site.fill(remote)
    backends.class_path()
    broken = site.path(site.jar("slf4j-simple"))
    damage(broken)
    told: list[Status] = []
    backends.class_path(on_progress=told.append)
    assert [status.stage for status in told][:2] == ["damaged", "plan"]
    assert told[0].message == f"Removed {broken}: it was damaged (not the SHA-256 of the lock)."
    assert verified.is_intact(site.jar("slf4j-simple"), broken)


def test_an_unusable_record_is_no_harm(site: Site, remote: Path) -> None:
    site.fill(remote)
    site.cache.mkdir()
    for content in ("", "[]", '{"x"', "{}"):
        (site.cache / "jars.json").write_text(content, "utf-8")
        assert len(backends.class_path()) == 27


@pytest.mark.fault(13)
def test_a_mirror_that_changes_jars(site: Site, remote: Path) -> None:
    wrong = site.repository / "wrong.jar"
    good = remote / site.jar("slf4j-simple").layout
    site.fill(remote, without=("slf4j-simple",))
    wrong.write_bytes(good.read_bytes())
    damage(wrong)
    jars = os.pathsep.join(str(site.path(artifact)) for artifact in site.jar_set.artifacts)
    target = site.path(site.jar("slf4j-simple"))
    site.fake_maven(f'mkdir -p "{target.parent}" && cp "{wrong}" "{target}"\n' + answer(jars))
    told: list[Status] = []
    with pytest.raises(BackendError, match=r"slf4j-simple-1.7.36.jar: what Maven brings, twice"):
        backends.class_path(on_progress=told.append)
    assert [status.stage for status in told if status.stage == "damaged"] == ["damaged"] * 2
    assert site.files_of(site.jar("slf4j-simple")) == []


def test_offline_with_jars_missing(
    site: Site, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.fill(remote, without=("nd4j-api", "guava"))
    monkeypatch.setenv("DL4J_BRIDGE_OFFLINE", "1")
    with pytest.raises(BackendError) as caught:
        backends.class_path(on_progress=lambda status: None)
    text = str(caught.value)
    assert text.startswith("2 of 27 jars (10.1 MB) of the backend cpu/")
    assert "DL4J_BRIDGE_OFFLINE forbids" in text
    assert str(site.repository) in text


@pytest.mark.fault(14)
def test_no_network(site: Site) -> None:
    site.download_from("http://127.0.0.1:9/")
    with pytest.raises(BackendError) as caught:
        backends.class_path(on_progress=lambda status: None)
    text = str(caught.value)
    assert text.startswith("27 of 27 jars")
    assert "cannot be had. Maven said:" in text
    assert "127.0.0.1" in text
    assert "Check the network" in text
    assert "Re-run Maven" not in text


@pytest.mark.fault(14)
def test_no_maven(site: Site, remote: Path) -> None:
    site.fill(remote, without=("nd4j-api",))
    site.hide_maven()
    with pytest.raises(ToolMissing) as caught:
        backends.class_path(on_progress=lambda status: None)
    text = str(caught.value)
    assert text.startswith("1 of 27 jars (7.1 MB) of the backend cpu/")
    for way in ("Maven was not found", "pip install 'dl4j-bridge[java]'", "fetch --from BUNDLE"):
        assert way in text


def test_the_last_words_of_maven_are_kept(site: Site) -> None:
    site.fake_maven(
        "echo '[INFO] Scanning'; echo '[ERROR] No space left on device -> [Help 1]'\n"
        "echo '[ERROR] Re-run Maven using the -X switch'; exit 1"
    )
    with pytest.raises(BackendError, match=r"Maven said:\n  No space left on device\nCheck"):
        backends.class_path(on_progress=lambda status: None)


@pytest.mark.fault(14)
def test_a_maven_that_dies_without_a_word(site: Site) -> None:
    site.fake_maven("exit 3")
    with pytest.raises(BackendError, match="Maven said nothing"):
        backends.class_path(on_progress=lambda status: None)


def test_a_maven_that_answers_something_else(site: Site) -> None:
    site.fake_maven(answer("x"))
    with pytest.raises(BackendError, match=r"holds .* 0 times, not once"):
        backends.class_path(on_progress=lambda status: None)


@pytest.mark.fault(13)
def test_eight_starts_at_once_download_once(site: Site) -> None:
    started = [start_python() for _ in range(8)]
    results = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0] * 8
    assert [out for out, _ in results] == ["27\n"] * 8
    told = "".join(err for _, err in results)
    assert told.count("Downloading with Maven") == 1
    assert told.count("Waiting for another process") == 7


@pytest.fixture
def half_download(site: Site) -> Iterator[subprocess.Popen[str]]:
    """A fetch that hangs in the middle of a jar."""
    partial = site.path(site.jar("nd4j-api"))
    site.fake_maven(f'mkdir -p "{partial.parent}"; echo half > "{partial}123.tmp"; exec sleep 60')
    process = start_python()
    deadline = time.monotonic() + 20
    while not site.files_of(site.jar("nd4j-api")) and time.monotonic() < deadline:
        time.sleep(0.02)
    yield process
    process.kill()
    process.communicate()


def test_an_interrupt_leaves_no_half_jar(site: Site, half_download: subprocess.Popen[str]) -> None:
    half_download.send_signal(signal.SIGINT)
    half_download.communicate(timeout=10)
    assert half_download.returncode != 0
    assert site.files_of(site.jar("nd4j-api")) == []


def test_a_killed_fetch_leaves_no_half_jar_and_no_lock(
    site: Site, remote: Path, half_download: subprocess.Popen[str]
) -> None:
    half_download.kill()
    half_download.wait()
    assert site.files_of(site.jar("nd4j-api")) == [f"{site.path(site.jar('nd4j-api')).name}123.tmp"]
    site.fill(remote)
    assert len(backends.class_path()) == 27


def test_a_full_disk(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch.shutil, "disk_usage", lambda place: shutil._ntuple_diskusage(9, 9, 0))
    with pytest.raises(ResourceExhausted, match=r"need 1\d\d.\d MB, but .* has only 0.0 MB free"):
        backends.class_path(on_progress=lambda status: None)


def test_a_cache_that_cannot_be_written(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(BackendError, match=r"cache folder .*Set DL4J_BRIDGE_CACHE"):
        backends.class_path(on_progress=lambda status: None)


def test_a_pom_that_is_newer_than_the_lock(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pom.xml").write_text("<project/>", "utf-8")
    monkeypatch.setattr(fetch, "build_file", lambda name: tmp_path / name)
    with pytest.raises(BackendError, match=r"was changed after.*make_lock.py"):
        backends.class_path(on_progress=lambda status: None)


def test_plain_progress(capsys: pytest.CaptureFixture[str]) -> None:
    tell = PlainProgress()
    tell(Status("plan", "Downloading", 0, 100))
    for done in (10, 20, 30, 40, 60, 99):
        tell(Status("download", "", done * 10**6, 100 * 10**6))
    tell(Status("done", "Complete", 100, 100))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "Downloading",
        "  30.0 MB of 100.0 MB",
        "  60.0 MB of 100.0 MB",
        "  99.0 MB of 100.0 MB",
        "Complete",
    ]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MAVEN_ARGS", "-B -Dmaven.repo.local=/one/place"),
        ("MAVEN_OPTS", "-Dmaven.repo.local=/one/place -Xmx1g"),
    ],
)
def test_a_repository_named_for_maven(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.delenv("MAVEN_ARGS", raising=False)
    monkeypatch.setenv(variable, value)
    assert maven_settings.local_repository() == Path("/one/place")


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://maven.apache.org/SETTINGS/1.0.0"'])
def test_a_repository_in_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, namespace: str
) -> None:
    for variable in ("MAVEN_ARGS", "MAVEN_OPTS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(maven_settings, "_user_home", lambda: tmp_path)
    assert maven_settings.local_repository() == tmp_path / ".m2" / "repository"
    monkeypatch.setenv("PLACE", "jars")
    text = "<localRepository>${user.home}/${env.PLACE}</localRepository>"
    (tmp_path / ".m2").mkdir()
    settings = tmp_path / ".m2" / "settings.xml"
    settings.write_text(f"<settings{namespace}>{text}</settings>", "utf-8")
    assert maven_settings.local_repository() == tmp_path / "jars"
    settings.write_text("<settings>", "utf-8")
    assert maven_settings.local_repository() == tmp_path / ".m2" / "repository"


def test_javas_home_is_the_accounts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Maven does not heed HOME on Linux, so neither may a plan."""
    for variable in ("MAVEN_ARGS", "MAVEN_OPTS"):
        monkeypatch.delenv(variable, raising=False)
    before = maven_settings.local_repository()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert (maven_settings.local_repository() == before) == (sys.platform == "linux")


def test_a_plan_asks_nobody(site: Site, remote: Path, no_hashing: Callable[[], None]) -> None:
    site.fill(remote, without=("guava", "jackson"))
    site.hide_maven()
    no_hashing()
    planned = backends.plan(site.jar_set)
    assert list(planned.missing) == [site.jar("guava"), site.jar("jackson")]
    assert planned.missing_size == site.jar("guava").size + site.jar("jackson").size


def test_a_plan_for_another_machine(site: Site) -> None:
    other: JarSet = next(one for one in read_lock().sets if one.platform == "windows-x86_64")
    assert backends.plan(other).missing_size == other.size
