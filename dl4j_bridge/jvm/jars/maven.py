"""One call of Maven on the pom that travels with the package."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ...lifeline import tied
from ...paths import build_file
from ..toolchain import find_java, find_maven

_POLL_SECONDS = 0.2
_BASES = ("cpu", "cuda-11.6")


class MavenFailed(Exception):
    """Maven ended with an error; the message holds its own last words."""


def run(
    goal: str,
    backend: str,
    platform: str,
    classifier: str,
    *options: str,
    offline: bool = False,
    while_running: Callable[[], None] = lambda: None,
) -> None:
    """Run one goal of the dependency plugin for one jar set; nothing reaches the terminal.

    Args:
        goal: such as `build-classpath`; the pom pins the plugin's version, `3.6.1:tree` names one.
        backend: as the lock names it; its profiles of the pom are turned on.
        platform: for which JavaCPP platform.
        classifier: with which native build of ND4J.
        options: more arguments.
        offline: make no connection.
        while_running: called about five times a second.

    Raises:
        MavenFailed: it ended with an error.
        ToolMissing: no Maven, or no Java to run it.
    """
    maven = find_maven()
    # Maven wants to write beside its pom, and the installed package may be read-only.
    with tempfile.TemporaryDirectory(prefix="dl4j-bridge-") as folder:
        pom = _copy_of_poms(Path(folder))
        log = Path(folder, "maven.log")
        command = [
            str(maven),
            "--batch-mode",
            "--non-recursive",
            "--strict-checksums",
            "--offline" if offline else "--update-snapshots",
            f"--file={pom}",
            f"--activate-profiles={_profiles(backend)}",
            f"-Ddl4j.platform={platform}",
            f"-Ddl4j.native={classifier}",
            "-Dstyle.color=never",
            *options,
            # Named in full: to look up a prefix, Maven would ask the network.
            f"org.apache.maven.plugins:maven-dependency-plugin:{goal}",
        ]
        with log.open("wb") as output, _started(command, folder, output.fileno()) as process:
            while not _ended(process):
                while_running()
        if process.returncode != 0:
            raise MavenFailed(_last_words(log.read_text("utf-8", "replace")))


def _profiles(backend: str) -> str:
    """Some backends add their profile to that of another."""
    return ",".join([*(base for base in _BASES if backend.startswith(f"{base}-")), backend])


def _copy_of_poms(folder: Path) -> Path:
    """The root pom with its module's, which Maven 4 wants to see even if it is not built."""
    (folder / "java").mkdir()
    shutil.copy(build_file("java") / "pom.xml", folder / "java")
    return Path(shutil.copy(build_file("pom.xml"), folder))


@contextmanager
def _started(command: list[str], folder: str, output: int) -> Iterator[subprocess.Popen[bytes]]:
    # The plugin writes the class path in Java's default encoding, UTF-8 only since Java 18.
    options = f"{os.environ.get('MAVEN_OPTS', '')} -Dfile.encoding=UTF-8"
    environment = os.environ | {"JAVA_HOME": str(find_java().home), "MAVEN_OPTS": options}
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=tied(),
        )
    except OSError as error:
        raise MavenFailed(f"  {command[0]} cannot be started: {error.strerror}") from error
    try:
        yield process
    finally:
        _stop(process)


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(_POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    if os.name == "nt":
        # mvn.cmd is only the parent of the Java process that does the work.
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
        )
    process.terminate()
    process.wait()


def _last_words(log: str) -> str:
    """Maven's error lines without its advice on how to call Maven."""
    lines = [line[7:].strip() for line in log.splitlines() if line.startswith("[ERROR]")]
    noise = ("To see the full", "Re-run Maven", "For more information", "[Help ", "->")
    told = [line.removesuffix("-> [Help 1]").strip() for line in lines]
    told = [line for line in dict.fromkeys(told) if line and not line.startswith(noise)]
    if not told:
        told = [line for line in log.splitlines() if line.strip()][-5:]
    return "\n".join(f"  {line[:400]}" for line in told[:5]) or "  (Maven said nothing)"
