"""Compiling the Java half with the real javac."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dl4j_bridge.errors import BackendError, BridgeError, ToolMissing
from dl4j_bridge.jvm import toolchain
from dl4j_bridge.jvm.jars import compiling
from dl4j_bridge.jvm.jars import helper_jar as module
from dl4j_bridge.jvm.jars.backends import class_path
from dl4j_bridge.jvm.jars.helper_jar import helper_jar
from tests import spawned

SOURCE = "package dl4jbridge; public class Twice { public static int of(int n) { return 2 * n; } }"


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Java half with one class, an empty cache."""
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(module, "build_file", lambda name: tmp_path / name)
    folder = tmp_path / "java" / "src" / "main" / "java" / "dl4jbridge"
    folder.mkdir(parents=True)
    (folder / "Twice.java").write_text(SOURCE, "utf-8")
    return folder


@pytest.fixture
def no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Path:
        raise ToolMissing("no javac here")

    monkeypatch.setattr(compiling, "find_javac", refuse)


def test_the_real_java_half_compiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jars = class_path()
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path))
    jar = helper_jar(jars)
    assert jar.parent.parent == tmp_path
    with zipfile.ZipFile(jar) as archive:
        names = archive.namelist()
        # The class file's major version: 55 is Java 11.
        versions = {archive.read(name)[7] for name in names if name.endswith(".class")}
        assert versions == {55}
    assert "dl4jbridge/train/Trainer.class" in names


def test_it_is_compiled_once(sources: Path, request: pytest.FixtureRequest) -> None:
    first = helper_jar([])
    request.getfixturevalue("no_compiler")
    assert helper_jar([]) == first
    assert [path.name for path in first.parent.glob("*.jar")] == [first.name]


def test_the_same_sources_make_the_same_bytes(sources: Path) -> None:
    jar = helper_jar([])
    first = jar.read_bytes()
    jar.unlink()
    assert helper_jar([]).read_bytes() == first


@pytest.mark.parametrize("change", ["text", "name", "jar"])
def test_what_is_changed_is_compiled_again(sources: Path, change: str, tmp_path: Path) -> None:
    first = helper_jar([])
    jars = []
    if change == "text":
        (sources / "Twice.java").write_text(SOURCE.replace("2", "1 + 1"), "utf-8")
    elif change == "name":
        (sources / "inner").mkdir()
        shutil.move(sources / "Twice.java", sources / "inner" / "Twice.java")
    else:
        jars = [tmp_path / "nd4j-1.jar"]
    assert helper_jar(jars) != first


def test_a_compile_error_shows_the_lines_of_javac(sources: Path) -> None:
    (sources / "Twice.java").write_text(SOURCE.replace("n;", "m;"), "utf-8")
    with pytest.raises(BridgeError) as caught:
        helper_jar([])
    assert "Twice.java:1: error: cannot find symbol" in str(caught.value)
    assert not list((sources.parents[4] / "cache").rglob("*.jar"))


@pytest.mark.fault(14)
@pytest.mark.usefixtures("no_compiler")
def test_a_runtime_without_compiler_takes_eclipses(sources: Path) -> None:
    with zipfile.ZipFile(helper_jar([])) as archive:
        assert archive.read("dl4jbridge/Twice.class")[7] == 55


@pytest.mark.usefixtures("no_compiler")
def test_no_compiler_to_be_had(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> list[Path]:
        raise BackendError(f"no {name} here")

    monkeypatch.setattr(compiling, "extra_path", refuse)
    with pytest.raises(ToolMissing, match=r"no javac here.*no ecj here"):
        helper_jar([])


def test_a_cache_that_cannot_be_written(
    sources: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(BackendError, match=r"cannot be written: .*Set DL4J_BRIDGE_CACHE"):
        helper_jar([])


def test_many_processes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class_path()
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path))
    code = (
        "from dl4j_bridge.jvm.jars.backends import class_path\n"
        "from dl4j_bridge.jvm.jars.helper_jar import helper_jar\n"
        "print(helper_jar(class_path()))"
    )
    command = [sys.executable, "-c", code]
    running = [spawned.start(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    told = {process.communicate(timeout=60)[0] for process in running}
    assert [process.returncode for process in running] == [0] * 4
    assert len(told) == 1
    assert zipfile.ZipFile(told.pop().strip()).testzip() is None


def test_it_runs(sources: Path) -> None:
    jar = helper_jar([])
    java = toolchain.find_java().home / "bin" / "javap"
    command = [java, "-classpath", jar, "dl4jbridge.Twice"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "public static int of(int)" in told
