"""Jars carried to a machine without a network, as a teacher does it."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dl4j_bridge.jvm.jars import backends
from dl4j_bridge.jvm.toolchain import find_java

COMMAND = Path(sys.executable).with_name("dl4j-bridge")
JARS = backends.jar_set()


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("teacher") / "classroom.zip"
    done = call("backends", "bundle", "cpu", path, "--this-cpu")
    assert done.returncode == 0, done.stderr
    assert f"{path}: 27 jars, 1" in done.stdout
    return path


def call(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *map(str, words)],
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


def test_round_trip(bundle: Path, student: dict[str, str], tmp_path: Path) -> None:
    before = call("train", "--epochs", "1", **student)
    assert before.returncode == 4
    assert "fetch --from BUNDLE" in before.stderr
    done = call("backends", "fetch", "cpu", "--from", bundle, **student)
    assert done.returncode == 0, done.stderr
    assert "27 jars" in done.stdout
    told = call("train", "--epochs", "1", "--json", "--out", tmp_path / "run", **student)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["test_accuracy"] == 0.9171


def test_a_bundle_is_the_same_twice(bundle: Path, tmp_path: Path) -> None:
    again = tmp_path / bundle.name
    assert call("backends", "bundle", "cpu", again, "--this-cpu").returncode == 0
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
    [jar] = folder.rglob("guava-*.jar")
    jar.write_bytes(jar.read_bytes()[:-1])
    done = call("backends", "fetch", "--from", folder, **student)
    assert done.returncode == 4
    assert f"{jar.name} in {folder} is damaged: not the SHA-256 of the lock" in done.stderr
    assert not list((tmp_path / "cache").rglob("*guava*.jar*"))


def test_a_bundle_that_lacks_a_jar(folder: Path, student: dict[str, str]) -> None:
    [jar] = folder.rglob("guava-*.jar")
    jar.unlink()
    done = call("backends", "fetch", "--from", folder, **student)
    assert done.returncode == 4
    assert "1 of 27 jars" in done.stderr


def test_what_is_no_bundle(student: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("x", "")
    for name in ("text.zip", "other.zip", "gone.zip"):
        done = call("backends", "fetch", "--from", tmp_path / name, **student)
        assert done.returncode == 4
        assert f"{tmp_path / name} is no bundle" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.fault(13)
def test_verify_finds_what_is_wrong_and_fetch_repairs_it(
    folder: Path, bundle: Path, student: dict[str, str], tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    assert call("backends", "fetch", "--from", folder, "-q", **student).returncode == 0
    good = call("backends", "verify", **student)
    assert (good.returncode, good.stdout.splitlines()[-1]) == (
        0,
        f"{JARS.name}: 27 of 27 jars are as in the lock.",
    )
    [broken], [gone] = cache.rglob("guava-*.jar"), cache.rglob("nd4j-api-*.jar")
    stamp = broken.stat()
    content = bytearray(broken.read_bytes())
    content[1000] ^= 1
    broken.write_bytes(content)
    os.utime(broken, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # nothing but a hash tells
    gone.unlink()
    bad = call("backends", "verify", **student)
    assert bad.returncode == 4
    assert f"damaged  {broken}" in bad.stdout
    assert "missing  org.nd4j:nd4j-api:1.0.0-M2.1" in bad.stdout
    assert "Repair with `dl4j-bridge backends fetch cpu`." in bad.stdout
    told = json.loads(call("backends", "verify", "--json", **student).stdout)
    assert (told["schema"], told["ok"], told["intact"]) == (1, False, 25)
    assert call("backends", "fetch", "--from", bundle, "-q", **student).returncode == 0
    assert call("backends", "verify", **student).returncode == 0


def test_out_must_be_new(bundle: Path) -> None:
    done = call("backends", "bundle", "cpu", bundle)
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
