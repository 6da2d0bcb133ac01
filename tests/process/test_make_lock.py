"""The tool that keeps lock and pom together, with the real Maven."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dl4j_bridge.jvm.jars import backends
from tools.make_lock import EXTRAS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the tool reads and writes."""
    backends.class_path()
    shutil.copytree(ROOT / "dl4j_bridge" / "jvm", tmp_path / "dl4j_bridge" / "jvm")
    package = [f"dl4j_bridge/{name}.py" for name in ("errors", "lifeline", "paths")]
    for name in ("pom.xml", "java/pom.xml", "tools/make_lock.py", *package):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "dl4j_bridge" / "__init__.py").touch()
    return tmp_path


def check(checkout: Path, *extras: str) -> tuple[int, list[str]]:
    """Look at this machine's set, and at extras; each is a question to Maven."""
    command = [sys.executable, "tools/make_lock.py", "--check"]
    done = subprocess.run(
        [*command, "--only", backends.jar_set().name, *extras],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_the_lock_agrees_with_the_pom(checkout: Path) -> None:
    assert check(checkout, *EXTRAS) == (0, ["The lock agrees with the pom."])


def test_a_jar_that_only_one_of_them_has(checkout: Path) -> None:
    pom = checkout / "pom.xml"
    before, _, rest = pom.read_text("utf-8").partition("<artifactId>flatbuffers-java</artifactId>")
    pom.write_text(before[: before.rindex("<dependency>")] + rest.partition("</dependency>")[2])
    edit_lock(checkout, lambda jars: jars.remove("commons-io:commons-io:2.7"))
    name = backends.jar_set().name
    assert check(checkout) == (
        1,
        [
            "pom.xml: changed after the lock was made",
            f"{name}: commons-io:commons-io:2.7 is missing in the lock",
            f"{name}: com.google.flatbuffers:flatbuffers-java:1.12.0 is not in the pom",
        ],
    )


def test_another_order_in_the_lock(checkout: Path) -> None:
    edit_lock(checkout, list.reverse)
    assert check(checkout) == (1, [f"{backends.jar_set().name}: the order differs"])


def edit_lock(checkout: Path, edit: Callable[[list[str]], None]) -> None:
    path = checkout / "dl4j_bridge" / "jvm" / "jars" / "jars.lock.json"
    content = json.loads(path.read_text("utf-8"))
    for one in content["sets"]:
        if f"{one['backend']}/{one['classifier']}" == backends.jar_set().name:
            edit(one["artifacts"])
    path.write_text(json.dumps(content), "utf-8")
