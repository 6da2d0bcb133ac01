"""The command as it is typed: what needs no JVM."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from .conftest import COMMAND, Cli

NO_MAIN = "public class Course { static int one() { return 1; } }"


def test_help_has_examples(cli: Cli) -> None:
    text = cli("crosscheck", "--help").stdout
    assert "dl4j-bridge crosscheck Course.java course.py" in text
    assert "Exit code 0: equal; 1: not." in " ".join(text.split())


@pytest.mark.parametrize(
    ("words", "message", "code"),
    [
        (["nowhere.java"], "'nowhere.java' does not exist", 2),
        (["empty"], "empty holds no submissions", 2),
        (["Course.java"], "no class with a main method", 2),
        (["Course.java", "--tolerance", "-1"], "-1", 2),
        (["Course.java", "-o", "empty/.."], "holds something already", 2),
    ],
)
def test_what_makes_no_sense(
    cli: Cli, tmp_path: Path, words: list[str], message: str, code: int
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "Course.java").write_text(NO_MAIN)
    done = cli("crosscheck", *words)
    assert done.returncode == code
    assert message in done.stderr


# Each writes down its process, in a folder that both see.
ENDLESS = """
import java.nio.file.*;
public class Endless {
    public static void main(String[] args) throws Exception {
        Path.of(args[0], "java").toFile().createNewFile();
        Files.writeString(Path.of(args[0], "java"), ProcessHandle.current().pid() + "\\n");
        long seed = 1; // seed(seed): it may run beside its twin
        Thread.sleep(600_000);
    }
}
"""
TWIN = """
import os, sys, time
with open(os.path.join(sys.argv[1], "python"), "w") as file:
    print(os.getpid(), file=file)
time.sleep(600)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_no_program_behind(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    course, pids = tmp_path / "course", tmp_path / "pids"
    for folder in (course, pids):
        folder.mkdir()
    (course / "Endless.java").write_text(ENDLESS)
    (course / "endless.py").write_text(TWIN)
    words = ["crosscheck", "-q", "Endless.java", "endless.py", "--args", str(pids)]
    with subprocess.Popen([COMMAND, *words], cwd=course, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + 120
            while [one.read_text()[-1:] for one in pids.iterdir()] != ["\n", "\n"]:
                assert time.monotonic() < until
                time.sleep(0.1)
            process.send_signal(sent)
            assert process.wait(30) == code
            until = time.monotonic() + 5
            while left := [one for one in _started(pids) if _is_alive(one)]:
                assert time.monotonic() < until, left
                time.sleep(0.1)
        finally:
            process.kill()
            for one in _started(pids):
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)


def _started(pids: Path) -> list[int]:
    return [int(text) for one in pids.iterdir() if (text := one.read_text())]


def _is_alive(process: int) -> bool:
    """Whether it runs; one that ended may wait for somebody to ask for its exit code."""
    status = Path(f"/proc/{process}/stat")
    if status.parent.parent.joinpath("self").exists():
        return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
