"""`dl4j-bridge doctor` where something is broken: exit code, what is said, what is to be typed."""

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import dl4j_bridge
from dl4j_bridge.cli.doctor import doctor
from dl4j_bridge.jvm import java_home, toolchain
from dl4j_bridge.jvm.jars import backends
from dl4j_bridge.jvm.jars.helper_jar import helper_jar

SITE = Path(click.__file__).parents[1]
NO_REPOSITORY = {"MAVEN_OPTS": "-Dmaven.repo.local=empty", "MAVEN_ARGS": ""}


@pytest.fixture(scope="module", autouse=True)
def brief() -> None:
    """Not here: the doctor tells of every such variable."""


@pytest.fixture(scope="module", autouse=True)
def _ready() -> None:
    helper_jar(backends.class_path())


def told(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(doctor, words, standalone_mode=False)
    assert done.exception is None, done.exception
    return done.return_value, done.stdout


# What is set; exit code; what is said; what is to be typed.
SITUATIONS = {
    "unknown backend": (
        {"DL4J_BRIDGE_BACKEND": "gpu"},
        (4, "Problem: There is no backend 'gpu'", "unset DL4J_BRIDGE_BACKEND"),
    ),
    "wrong native build": (
        {"DL4J_BRIDGE_NATIVE": "linux-x86_64-avx1024"},
        (4, "Problem: DL4J_BRIDGE_NATIVE is 'linux-x86_64-avx1024'", "unset DL4J_BRIDGE_NATIVE"),
    ),
    "senseless threads": (
        {"DL4J_BRIDGE_THREADS": "none"},
        (4, "Problem: DL4J_BRIDGE_THREADS is 'none'", "unset DL4J_BRIDGE_THREADS"),
    ),
    "offline without jars": (
        {"DL4J_BRIDGE_OFFLINE": "1", "DL4J_BRIDGE_CACHE": "new", **NO_REPOSITORY},
        (4, "DL4J_BRIDGE_OFFLINE forbids", "unset DL4J_BRIDGE_OFFLINE; dl4j-bridge backends fetch"),
    ),
    "a file where the cache is": (
        {"DL4J_BRIDGE_CACHE": "file/cache"},
        (4, "file/cache cannot be written", "export DL4J_BRIDGE_CACHE=/tmp/dl4j-bridge"),
    ),
    "no home": (
        {"HOME": "/nowhere", "DL4J_BRIDGE_CONFIG": "none"},
        (0, "Note: The home folder /nowhere does not exist", "export HOME=/tmp"),
    ),
    "another process's options": (
        {"JAVA_TOOL_OPTIONS": "-Xmx1g"},
        (0, "Note: JAVA_TOOL_OPTIONS (-Xmx1g)", "unset JAVA_TOOL_OPTIONS"),
    ),
    "a library in front": (
        {"LD_PRELOAD": "libjemalloc.so"},
        (0, "Note: LD_PRELOAD (libjemalloc.so) puts libraries", "unset LD_PRELOAD"),
    ),
    "a misspelt variable": (
        {"DL4J_BRIDGE_THREAD": "2"},
        (0, "Did you mean 'DL4J_BRIDGE_THREADS'?", "unset DL4J_BRIDGE_THREAD"),
    ),
    "an ignored variable": (
        {"OPENBLAS_NUM_THREADS": "3", "DL4J_BRIDGE_THREADS": ""},
        (0, "OPENBLAS_NUM_THREADS (3) is ignored", "export DL4J_BRIDGE_THREADS=3"),
    ),
    "faulthandler": (
        {"PYTHONFAULTHANDLER": "1"},
        (0, "Note: Python's faulthandler takes signals", "unset PYTHONFAULTHANDLER"),
    ),
    "a user's random.py": (
        {"PYTHONPATH": "modules"},
        (4, "whose random.py hides the real module", "unset PYTHONPATH"),
    ),
}


@pytest.mark.parametrize(("variables", "expected"), SITUATIONS.values(), ids=SITUATIONS)
def test_variables(
    variables: dict[str, str],
    expected: tuple[int, str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "random.py").touch()
    monkeypatch.chdir(tmp_path)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    code, text = told()
    assert (code, expected[1] in text) == (expected[0], True), text
    assert f"\n  $ {expected[2]}" in text


def test_a_java_that_never_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = tmp_path / "bin" / "java"
    command.parent.mkdir()
    command.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    command.chmod(0o755)
    monkeypatch.setattr(toolchain, "_USUAL_PLACES", ())
    monkeypatch.setattr(toolchain, "find_spec", lambda name: None)
    monkeypatch.setattr(java_home, "_PATIENCE", 0.5)
    monkeypatch.setenv("PATH", str(command.parent))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    code, text = told()
    assert code == 4
    assert "is no Java" in text
    assert f"$ {sys.executable} -m pip install 'dl4j-bridge[java]'" in text


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil._ntuple_diskusage(10**9, 999_000_000, 1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage)
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path))
    code, text = told()
    assert code == 4
    assert "Problem: Only 0.0 GB are free" in text
    assert f"$ df -h {tmp_path}" in text


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own, with links to all packages of this one."""
    folder = tmp_path_factory.mktemp("env")
    venv.create(folder, symlinks=True)
    [site] = folder.glob("lib/python*/site-packages")
    for entry in SITE.iterdir():
        if not entry.name.startswith(("__editable__", "_editable", "dl4j_bridge.pth")):
            (site / entry.name).symlink_to(entry)
    (site / "ours.pth").write_text(f"{Path(dl4j_bridge.__file__).parents[1]}\n")
    return folder


@pytest.mark.parametrize(
    ("missing", "words", "said", "typed"),
    [
        ("click", "The package click is not installed", "", "pip install 'click>=8.1'"),
        ("numpy", "The package numpy is not installed", "", "pip install 'numpy>=1.24'"),
        ("platformdirs", "No module named 'platformdirs'", "", "pip install 'platformdirs>=4'"),
        ("jpype", "The package jpype1 cannot be loaded", "broken", "--force-reinstall jpype1"),
    ],
)  # fmt: skip
def test_packages(python: Path, missing: str, words: str, said: str, typed: str) -> None:
    [site] = python.glob("lib/python*/site-packages")
    gone = [site / missing, *([] if said else site.glob(f"{missing}-*.dist-info"))]
    links = {link: os.readlink(link) for link in gone}
    for link in links:
        link.unlink()
    if said:
        (site / missing).mkdir()
        (site / missing / "__init__.py").write_text("raise ImportError('wrong processor')")
    try:
        done = run_doctor(python / "bin" / "python")
    finally:
        if said:
            shutil.rmtree(site / missing)
        for link, target in links.items():
            link.symlink_to(target)
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert words in done.stdout, done.stdout
    assert f"\n  $ {python / 'bin' / 'python'} -m pip install " in done.stdout
    assert typed in done.stdout
    assert "\nMachine\n" in done.stdout  # what can be looked at is
    assert "\nJava\n" in done.stdout


def run_doctor(python: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-m", "dl4j_bridge", "doctor"],
        capture_output=True,
        text=True,
        env={**os.environ, **variables},
        timeout=60,
    )


def test_the_c_locale() -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run_doctor(Path(sys.executable), **ascii_only)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Note: File names are in ascii" in done.stdout
    assert "$ export LC_ALL=C.UTF-8 PYTHONUTF8=1" in done.stdout


def test_few_addresses(tmp_path: Path) -> None:
    limited = f"ulimit -v 4000000; exec {sys.executable} -m dl4j_bridge doctor --json"
    done = subprocess.run(["bash", "-c", limited], capture_output=True, text=True, timeout=60)
    problems = json.loads(done.stdout)["problems"]
    assert done.returncode == 0
    assert {"ulimit -v unlimited"} == {one.get("command") for one in problems}
