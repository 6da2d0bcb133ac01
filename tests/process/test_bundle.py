"""Jars carried to a machine without a network, as a teacher does it."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from dl4j_bridge.jvm.jars import extras
from dl4j_bridge.jvm.toolchain import find_java

COMMAND = Path(sys.executable).with_name("dl4j-bridge")
# A few MB, for what needs no whole backend.
SMALL = "datavec"
COUNT = len(extras.extra(SMALL).artifacts)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("teacher") / "classroom.zip"
    done = call("backends", "bundle", SMALL, path)
    assert done.returncode == 0, done.stderr
    assert f"{path}: {COUNT} jars, " in done.stdout
    return path


def without_network() -> list[str]:
    """The words before a command that leave it no network, where the system has such words."""
    words = [shutil.which("unshare") or "", "--map-root-user", "--net"]
    able = words[0] and subprocess.run([*words, "true"], capture_output=True).returncode == 0
    return words if able else []


def call(
    *words: object, before: Sequence[str] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, COMMAND, *map(str, words)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=300,
    )


@pytest.fixture
def student(tmp_path: Path) -> dict[str, str]:
    """A machine with Java, without Maven, network or any jar."""
    return {
        "PATH": "/nowhere",
        "JAVA_HOME": str(find_java().home),
        "MAVEN_OPTS": f"-Duser.home={tmp_path}",
        "MAVEN_ARGS": "",
        "DL4J_BRIDGE_CACHE": str(tmp_path / "cache"),
        "DL4J_BRIDGE_OFFLINE": "1",
    }


def test_round_trip(student: dict[str, str], tmp_path: Path) -> None:
    bundle = tmp_path / "cpu.zip"
    packed = call("backends", "bundle", "cpu", bundle, "--this-cpu")
    assert packed.returncode == 0, packed.stderr
    empty = call("train", "--epochs", "1", **student)
    assert empty.returncode == 4
    assert "fetch --from BUNDLE" in empty.stderr
    cut_off = {**student, "DL4J_BRIDGE_OFFLINE": ""}  # finds out by itself
    before = without_network()
    done = call("backends", "fetch", "cpu", "--from", bundle, before=before, **cut_off)
    assert done.returncode == 0, done.stderr
    assert "27 jars" in done.stdout
    words = ("train", "--epochs", "1", "--json", "--out", tmp_path / "run")
    told = call(*words, before=before, **cut_off)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["test_accuracy"] == 0.9171
    bundle.unlink()  # with the native libraries half a gigabyte that pytest would keep
    shutil.rmtree(tmp_path / "cache")


def test_a_bundle_is_the_same_twice(bundle: Path, tmp_path: Path) -> None:
    again = tmp_path / bundle.name
    assert call("backends", "bundle", SMALL, again).returncode == 0
    assert again.read_bytes() == bundle.read_bytes()
    with zipfile.ZipFile(bundle) as archive:
        assert "fetch BACKEND --from classroom.zip" in archive.read("README.txt").decode()
        assert "jars.lock.json" in archive.namelist()


@pytest.fixture
def folder(bundle: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "folder")
    return tmp_path / "folder"


def test_a_damaged_bundle(folder: Path, student: dict[str, str], tmp_path: Path) -> None:
    [jar] = folder.rglob("joda-time-*.jar")
    jar.write_bytes(jar.read_bytes()[:-1])
    done = call("backends", "fetch", SMALL, "--from", folder, **student)
    assert done.returncode == 4
    assert f"{jar.name} in {folder} is damaged: not the SHA-256 of the lock" in done.stderr
    assert not list((tmp_path / "cache").rglob("*joda*.jar*"))


def test_a_bundle_that_lacks_a_jar(folder: Path, student: dict[str, str]) -> None:
    [jar] = folder.rglob("joda-time-*.jar")
    jar.unlink()
    done = call("backends", "fetch", SMALL, "--from", folder, **student)
    assert done.returncode == 4
    assert f"1 of {COUNT} jars" in done.stderr


def test_what_is_no_bundle(student: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("x", "")
    for name in ("text.zip", "other.zip", "gone.zip"):
        done = call("backends", "fetch", SMALL, "--from", tmp_path / name, **student)
        assert done.returncode == 4
        assert f"{tmp_path / name} is no bundle" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.fault(13)
def test_verify_finds_what_is_wrong_and_fetch_repairs_it(
    folder: Path, bundle: Path, student: dict[str, str], tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    assert call("backends", "fetch", SMALL, "--from", folder, "-q", **student).returncode == 0
    good = call("backends", "verify", SMALL, **student)
    assert (good.returncode, good.stdout.splitlines()[-1]) == (
        0,
        f"{SMALL}: {COUNT} of {COUNT} jars are as in the lock.",
    )
    [broken], [gone] = cache.rglob("joda-time-*.jar"), cache.rglob("stream-*.jar")
    stamp = broken.stat()
    content = bytearray(broken.read_bytes())
    content[1000] ^= 1
    broken.write_bytes(content)
    os.utime(broken, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # nothing but a hash tells
    gone.unlink()
    bad = call("backends", "verify", SMALL, **student)
    assert bad.returncode == 4
    assert f"damaged  {broken}" in bad.stdout
    assert "missing  com.clearspring.analytics:stream:2.9.8" in bad.stdout
    assert "Repair with `dl4j-bridge backends fetch datavec`." in bad.stdout
    told = json.loads(call("backends", "verify", SMALL, "--json", **student).stdout)
    assert (told["schema"], told["ok"], told["intact"]) == (1, False, COUNT - 2)
    assert call("backends", "fetch", SMALL, "--from", bundle, "-q", **student).returncode == 0
    assert call("backends", "verify", SMALL, **student).returncode == 0


def test_out_must_be_new(bundle: Path) -> None:
    done = call("backends", "bundle", SMALL, bundle)
    assert done.returncode == 2
    assert "is there already" in done.stderr


def test_a_folder_and_other_machines(tmp_path: Path) -> None:
    done = call("backends", "bundle", "trace", tmp_path / "out", "--platform", "windows-x86_64")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir() if path.is_file()]
    assert len(list((tmp_path / "out" / "jars").rglob("byte-buddy-*.jar"))) == 1
    done = call("backends", "bundle", "cpu", tmp_path / "no.zip", "--platform", "sparc")
    assert done.returncode == 2
    assert "no backend cpu for sparc" in done.stderr
    shutil.rmtree(tmp_path / "out")
