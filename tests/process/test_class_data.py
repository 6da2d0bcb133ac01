"""Archives of classes: made in the background, used by later starts, harmless when they fail."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from dl4j_bridge.jvm import java_home, recording, toolchain
from dl4j_bridge.jvm.class_data import ClassData
from dl4j_bridge.paths import cache_dir
from tests import spawned

START = "from dl4j_bridge.dl4j import Nd4j; assert Nd4j.ones(3).sumNumber() == 3"
# Takes its turn at each of some files, all processes at the same moments.
TURNS = """
import pathlib, sys, time
from dl4j_bridge.jvm.class_data import _take_turn
begin = float(sys.argv[1])
for number, name in enumerate(sys.argv[2:]):
    time.sleep(max(0, begin + 0.01 * number - time.time()))
    print(_take_turn(pathlib.Path(name)))
"""


@pytest.fixture(scope="module", autouse=True)
def brief() -> None:
    """Not here: what a JVM says, and which classes it keeps, is looked at."""


def javas() -> dict[int, java_home.Java]:
    """One Java of each version that this machine has and that can keep classes."""
    found = {}
    for source, home in toolchain._places():
        try:
            java = java_home.inspect(home, source)
        except java_home.Unfit:
            continue
        found.setdefault(java.version, java)
    return {version: java for version, java in found.items() if version >= 13}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache folder of its own, in which only the archives are missing."""
    needed = [cache_dir() / name for name in ("helper", "javacpp", "jars.json")]
    if not all(path.exists() for path in needed):
        subprocess.run([sys.executable, "-c", START], check=True)
    for path in needed:
        (tmp_path / path.name).symlink_to(path)
    return tmp_path


def begin(cache: Path, java: java_home.Java, **environment: str) -> str:
    """Start ND4J in a new process; returns what was written to stderr."""
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", START],
        env={
            **os.environ,
            "JAVA_HOME": str(java.home),
            "DL4J_BRIDGE_CACHE": str(cache),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def archive_in(cache: Path) -> Path:
    """The archive, as soon as it is complete."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        made = [
            file for file in (cache / "class-data").iterdir() if file.suffix in {".jsa", ".aot"}
        ]
        if made:
            return made[0]
        time.sleep(0.1)
    raise AssertionError("no archive was made")


@pytest.mark.parametrize("java", javas().values(), ids=lambda java: f"Java {java.version}")
def test_the_second_start_has_an_archive_made_that_the_third_one_uses(
    java: java_home.Java, cache: Path
) -> None:
    assert begin(cache, java) == ""
    assert [file.suffix for file in (cache / "class-data").iterdir()] == [".due"]
    assert begin(cache, java) == ""
    archive = archive_in(cache)
    loaded = cache / "loaded"
    begin(cache, java, JAVA_TOOL_OPTIONS=f"-Xlog:class+load:file={loaded}")
    sources = dict(line.split(" source: ") for line in loaded.read_text().splitlines())
    ours = {name.split()[-1]: source for name, source in sources.items()}
    for name in ("org.nd4j.linalg.factory.Nd4j", "org.jpype.JPypeContext"):
        assert ours[name].startswith("shared objects file"), (name, ours[name])
    key, size, kind = archive.name.split(".")
    archive.chmod(0o644)
    os.truncate(archive, int(size) // 2)
    assert begin(cache, java) == ""
    archive.with_name(f"{key}.8000.{kind}").write_bytes(b"nonsense" * 1000)
    assert begin(cache, java) == ""


def test_a_cache_that_cannot_be_written_does_no_harm(cache: Path) -> None:
    (cache / "class-data").write_text("a file where the folder should be")
    java = toolchain.find_java()
    assert begin(cache, java) == begin(cache, java) == ""


def test_the_archive_goes_with_java_jars_and_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path))
    jar = tmp_path / "some.jar"
    jar.write_bytes(b"classes")
    java = replace(toolchain.find_java(), version=17)
    made = ClassData(java, ["-Xrs"], [jar])
    made._name.parent.mkdir()
    made._name.with_suffix(".10.jsa").write_bytes(b"an archive")

    def fits(java: java_home.Java = java, *arguments: str) -> bool:
        return bool(ClassData(java, ["-Xrs", *arguments], [jar]).arguments())

    assert fits()
    assert fits(java, "-Xmx300m", "-Dname=value"), "no class depends on these"
    assert not fits(java, "-XX:+UseSerialGC")
    assert not fits(replace(java, version=18))
    jar.write_bytes(b"other classes")
    assert not fits()
    made._name.with_suffix(".10.jsa").write_bytes(b"a part")
    assert not fits()


def test_of_many_starts_one_records_and_none_before_the_next_day(tmp_path: Path) -> None:
    names = [tmp_path / "folder" / f"{number}.jsa" for number in range(50)]

    def turns(processes: int) -> list[int]:
        """For each file how many processes had their turn."""
        command = [sys.executable, "-c", TURNS, str(time.time() + 1), *map(str, names)]
        starts = [
            spawned.start(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)
        ]
        told = [start.communicate()[0].split() for start in starts]
        return [words.count("True") for words in zip(*told, strict=True)]

    assert turns(1) == [0] * 50
    assert turns(6) == [1] * 50
    assert turns(6) == [0] * 50
    for claim in (tmp_path / "folder").glob("*.*.due"):
        number, day, _ = claim.name.split(".")
        claim.rename(claim.with_name(f"{number}.{int(day) - 1}.due"))
    assert turns(6) == [1] * 50


def test_a_recording_is_complete_or_leaves_nothing(tmp_path: Path) -> None:
    name, due = tmp_path / "key.jsa", tmp_path / "key.due"
    due.touch()
    name.with_suffix(".20000.due").touch()
    write = "import os, sys, pathlib; pathlib.Path(sys.argv[1]).write_text('classes'); "
    for failing in ("sys.exit(1)", "os.kill(os.getpid(), 9)"):
        recording.record(name, [sys.executable, "-c", write + failing, "{}"])
        assert {file.name for file in tmp_path.iterdir()} == {"key.due", "key.20000.due"}
    recording.record(name, [sys.executable, "-c", write, "{}"])
    complete = tmp_path / "key.7.jsa"
    assert list(tmp_path.iterdir()) == [complete]
    assert recording.complete_archive(name) == complete
    assert complete.read_text() == "classes"


def test_old_archives_make_room(tmp_path: Path) -> None:
    for age in range(6):
        file = tmp_path / f"{age}.jsa"
        file.touch()
        os.utime(file, (1e9 - age, 1e9 - age))
    recording.record(tmp_path / "new.jsa", [sys.executable, "-c", "open(r'{}', 'w')"])
    assert {file.name for file in tmp_path.iterdir()} == {"new.0.jsa", "0.jsa", "1.jsa", "2.jsa"}
