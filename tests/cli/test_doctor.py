"""`dl4j-bridge doctor`, as a user calls it."""

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dl4j_bridge.cli.doctor import doctor
from dl4j_bridge.jvm import java_home, toolchain
from dl4j_bridge.jvm.jars import backends, maven_settings
from dl4j_bridge.jvm.jars.helper_jar import helper_jar
from dl4j_bridge.jvm.machine import this_machine
from dl4j_bridge.jvm.toolchain import find_java
from dl4j_bridge.jvm.tuned import _key

from .conftest import Cli

CALM = dict.fromkeys(("DL4J_BRIDGE_THREADS", "OMP_NUM_THREADS", "JAVA_TOOL_OPTIONS"), "")


@pytest.fixture(scope="module", autouse=True)
def _ready() -> None:
    helper_jar(backends.class_path())


def found(text: str, topic: str, name: str) -> Any:
    [row] = [row for row in json.loads(text)["found"][topic] if row["name"] == name]
    return row["value"]


def test_all_is_well(cli: Cli) -> None:
    done = cli("doctor", **CALM)
    assert (done.returncode, done.stderr) == (0, "")
    for line in ("Java\n", "Machine\n", "Backend\n", "Storage\n", "Settings\n", "Conflicts\n"):
        assert f"\n{line}" in done.stdout
    assert backends.jar_set().classifier in done.stdout
    assert "\n\nEverything that training needs is here." in done.stdout
    assert len(done.stdout.splitlines()) <= 60


def test_json(cli: Cli) -> None:
    done = cli("doctor", "--json", **CALM)
    told = json.loads(done.stdout)
    assert (told["schema"], told["ok"], told["problems"]) == (1, True, [])
    assert found(done.stdout, "Java", "Java") == find_java().version
    assert found(done.stdout, "Machine", "cores") == this_machine().cores
    assert found(done.stdout, "Backend", "missing") == 0
    assert found(done.stdout, "Settings", "threads") == min(4, this_machine().cores)
    for row in told["found"]["Settings"]:
        assert row["why"].startswith("rule: ")


def test_it_says_what_a_variable_set(cli: Cli) -> None:
    done = cli("doctor", "-v", OMP_NUM_THREADS="3", DL4J_BRIDGE_THREADS="", DL4J_BRIDGE_HEAP="300")
    line = next(line for line in done.stdout.splitlines() if line.startswith("  threads "))
    assert line.split()[1] == "3"
    assert "variable: set by OMP_NUM_THREADS" in line
    assert "set by DL4J_BRIDGE_HEAP" in done.stdout
    assert "-Xmx300m" in done.stdout


@pytest.fixture
def no_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that is the only place where a Java may be."""
    monkeypatch.setattr(toolchain, "_USUAL_PLACES", (str(tmp_path / "*"),))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.delenv("MAVEN_HOME", raising=False)
    return tmp_path


def in_this_process(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(doctor, words, standalone_mode=False)
    assert done.exception is None, done.exception
    return done.return_value, done.stdout


def test_without_java(no_java: Path) -> None:
    code, text = in_this_process()
    assert code == 4
    assert "  Java   not found" in text
    assert "Problem: No Java 11 to 25 for" in text
    assert "Install a JDK" in text
    code, text = in_this_process("--json")
    assert (code, json.loads(text)["ok"]) == (4, False)


def test_a_jre_without_compiler_suffices_until_something_is_to_be_compiled(
    no_java: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Path("lib", "server", find_java_library())
    jre = no_java / "jre"
    (jre / library).parent.mkdir(parents=True)
    (jre / library).touch()
    (jre / "release").write_text('JAVA_VERSION="17.0.1"\n')
    code, text = in_this_process()
    assert code == 0
    assert "javac  not found" in text
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(no_java / "cache"))
    monkeypatch.setenv("MAVEN_OPTS", f"-Dmaven.repo.local={no_java}")
    code, text = in_this_process()
    assert code == 0
    assert "Note: There is no compiler `javac`. The first run fetches Eclipse's (3.2 MB)" in text
    assert "$ dl4j-bridge backends fetch ecj" in text
    monkeypatch.setattr("dl4j_bridge.lab.doctor.backend._can_fetch", lambda: False)
    assert in_this_process()[0] == 4


def find_java_library() -> str:
    return Path(java_home.LIBJVM[0]).name


def test_a_java_that_is_passed_over_is_named(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "release").write_text('JAVA_VERSION="1.8.0_392"\n')
    done = cli("doctor", JAVA_HOME=str(tmp_path / "old"), **CALM)
    assert done.returncode == 0
    assert "passed over" in done.stdout
    assert "is Java 8, too old" in done.stdout


def test_missing_jars_with_and_without_a_way_to_get_them(cli: Cli, tmp_path: Path) -> None:
    empty = {
        **CALM,
        "DL4J_BRIDGE_CACHE": str(tmp_path / "cache"),
        "MAVEN_OPTS": f"-Dmaven.repo.local={tmp_path / 'repository'}",
        "MAVEN_ARGS": "",
    }
    done = cli("doctor", **empty)
    assert done.returncode == 0
    assert "Note: 27 jars of cpu/" in done.stdout
    assert "$ dl4j-bridge backends fetch cpu\n" in done.stdout
    done = cli("doctor", "--json", DL4J_BRIDGE_OFFLINE="1", **empty)
    assert done.returncode == 4
    told = json.loads(done.stdout)
    assert not told["ok"]
    assert "DL4J_BRIDGE_OFFLINE forbids" in told["problems"][0]["text"]
    assert not (tmp_path / "cache").exists()


def test_a_damaged_jar_is_named(cli: Cli, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    jars = backends.jar_set().artifacts
    for artifact in jars:
        place = repository / artifact.layout
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(maven_settings.local_repository() / artifact.layout)
    small = min(jars, key=lambda jar: jar.size)
    (repository / small.layout).unlink()
    (repository / small.layout).write_bytes(b"\0" * small.size)
    done = cli(
        "doctor",
        DL4J_BRIDGE_CACHE=str(tmp_path / "cache"),
        MAVEN_OPTS=f"-Dmaven.repo.local={repository}",
        MAVEN_ARGS="",
        **CALM,
    )
    assert done.returncode == 0
    assert f"damaged         {repository / small.layout}" in done.stdout
    assert (repository / small.layout).exists()


def test_an_unknown_backend(cli: Cli) -> None:
    done = cli("doctor", DL4J_BRIDGE_BACKEND="gpu", **CALM)
    assert done.returncode == 4
    assert "Problem: There is no backend 'gpu'" in done.stdout


def test_options_for_every_java_are_noted(cli: Cli) -> None:
    done = cli("doctor", **{**CALM, "JAVA_TOOL_OPTIONS": "-Xmx1g"})
    assert done.returncode == 0
    assert "Note: JAVA_TOOL_OPTIONS (-Xmx1g)" in done.stdout


def test_what_was_measured_is_shown_and_a_damaged_file_is_noted(cli: Cli, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    shutil.copy(backends_record(), cache / "jars.json")
    entry = {
        "backend": "cpu",
        "threads": 1,
        "ratio": 0.5,
        "measured": "2025-01-31",
    }
    content = {"schema": 1, "machines": {_key(this_machine()): entry}}
    (cache / "tuned.json").write_text(json.dumps(content))
    done = cli("doctor", DL4J_BRIDGE_CACHE=str(cache), **CALM)
    assert "(tuned: `dl4j-bridge tune-machine` measured 0.50 of the rule's time" in done.stdout
    (cache / "tuned.json").write_text("{")
    done = cli("doctor", DL4J_BRIDGE_CACHE=str(cache), **CALM)
    assert done.returncode == 0
    assert "Note: " in done.stdout
    assert "tuned.json cannot be used" in done.stdout
    assert "(tuned" not in done.stdout


def backends_record() -> Path:
    from dl4j_bridge.paths import cache_dir

    return cache_dir() / "jars.json"


def test_a_cache_that_cannot_be_made(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = cli("doctor", DL4J_BRIDGE_CACHE=str(tmp_path / "file" / "cache"), **CALM)
    assert done.returncode == 4
    assert "cannot be written. Set DL4J_BRIDGE_CACHE" in done.stdout


def test_it_is_quick_and_starts_no_jvm(cli: Cli) -> None:
    begin = time.monotonic()
    cli("doctor", **CALM)
    assert time.monotonic() - begin < 8
