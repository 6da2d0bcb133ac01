"""Wheel and sdist: all that is needed, nothing else, the same bytes wherever they are built."""

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from email.parser import BytesParser
from pathlib import Path, PurePosixPath

import pytest

from dl4j_bridge import __version__
from tests.checkouts import copied, tracked
from tools.make_man import pages

STEM = f"dl4j_bridge-{__version__}"
WHEEL, SDIST = f"{STEM}-py3-none-any.whl", f"{STEM}.tar.gz"
# What of the repository the package finds again beside its modules.
_BUILD = ("java/src/spark/", "pom.xml", "java/pom.xml", "java/src/main/", "models/lecture.zip")
_JARS = {"dl4j-bridge-java.jar", "dl4j-bridge-trace.jar"}
_METADATA = {
    "METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/NOTICE",
}  # fmt: skip


def build(target: str, source: Path, out: Path, **environment: str) -> Path:
    """Build as `pip` does, with the hatchling that is here instead of one from the network."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", out],
        cwd=source,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out / (WHEEL if target == "wheel" else SDIST)


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = copied(tmp_path_factory.mktemp("checkout"))
    return build("sdist", source, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def unpacked(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What somebody has who got the sdist alone, with files of other times and rights."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return folder / STEM


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = copied(tmp_path_factory.mktemp("checkout"))
    return build("wheel", source, tmp_path_factory.mktemp("wheel"), TZ="Asia/Tokyo", LC_ALL="C")


def test_the_sdist_holds_what_git_tracks(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {member.name.removeprefix(f"{STEM}/") for member in archive if member.isfile()}
        owners = {(member.uid, member.uname, member.mtime) for member in archive}
    visible = {name for name in tracked() if not name.startswith(".")}
    assert names ^ visible == {"PKG-INFO", ".gitignore"}
    assert len(owners) == 1


def test_the_wheel_holds_the_package_and_what_it_finds_beside_it(
    wheel: Path, record_property: Callable[[str, object], None]
) -> None:
    files = tracked()
    expected = {name for name in files if name.startswith("dl4j_bridge/")}
    expected |= {f"dl4j_bridge/_build/{name}" for name in files if name.startswith(_BUILD)}
    expected |= {f"dl4j_bridge/_build/java/{jar}" for jar in _JARS}
    expected |= {f"{STEM}.data/data/share/man/man1/{page}" for page in pages()}
    expected |= {f"{STEM}.dist-info/{name}" for name in _METADATA}
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert names == expected
    assert not [name for name in names if {"__pycache__", "tests"} & set(PurePosixPath(name).parts)]
    for needed in ("py.typed", "dl4j/__init__.pyi", "jvm/jars/jars.lock.json", "_build/pom.xml",
                   "datasets/files/mnist/train-images-idx3-ubyte.gz", "lab/templates/report.html",
                   "_build/models/lecture.zip"):  # fmt: skip
        assert f"dl4j_bridge/{needed}" in names
    size = wheel.stat().st_size
    record_property("wheel_bytes", size)
    assert size < 17_000_000


def test_a_wheel_of_the_sdist_is_the_checkouts_to_the_byte(
    wheel: Path, unpacked: Path, tmp_path: Path
) -> None:
    other = build("wheel", unpacked, tmp_path, TZ="America/Lima", PYTHONHASHSEED="1")
    assert other.read_bytes() == wheel.read_bytes()


def test_an_sdist_of_the_sdist_is_the_first_to_the_byte(
    sdist: Path, unpacked: Path, tmp_path: Path
) -> None:
    assert build("sdist", unpacked, tmp_path).read_bytes() == sdist.read_bytes()


def test_the_metadata_say_what_is_needed_and_under_which_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        told = BytesParser().parsebytes(archive.read(f"{STEM}.dist-info/METADATA"))
        points = archive.read(f"{STEM}.dist-info/entry_points.txt").decode()
    assert told["Version"] == __version__
    assert told["License-Expression"] == "Apache-2.0"
    assert told["Requires-Python"] == ">=3.10"
    assert told["Description-Content-Type"] == "text/markdown"
    assert "dl4j-bridge = dl4j_bridge.cli:main" in points
