"""Standard streams as shells make them: closed, full, left by their reader, in another locale."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import COMMAND, Cli

ROOT = Path(__file__).parents[2]
LONG = [["doctor", "--json"], ["backends", "list"], ["train", "--help"], ["lint", "."], ["nothing"]]
TRAIN = ("train", "--data", "iris", "--epochs", 1)


def shell(line: str, words: list[str], folder: Path, **environment: str):
    """Run a line of a shell in which `dl4j-bridge` stands for a command with its words."""
    command = f'"$0" "$@" {line}'
    done = subprocess.run(
        ["bash", "-c", command, COMMAND, *words],
        capture_output=True,
        cwd=folder,
        timeout=60,
        env={**os.environ, **environment},
    )
    assert b"Traceback" not in done.stderr + done.stdout
    assert b"Exception ignored" not in done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program in which `lint` finds something."""
    (tmp_path / "NoSeed.java").write_bytes((ROOT / "tests" / "course" / "NoSeed.java").read_bytes())
    return tmp_path


@pytest.mark.fault(24)
@pytest.mark.parametrize("words", LONG, ids=" ".join)
def test_streams_that_cannot_be_written(folder: Path, words: list[str], record_property) -> None:
    usual = shell("", words, folder).returncode
    closed = ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", "2>/dev/full"]
    assert [shell(line, words, folder).returncode for line in closed] == [usual] * len(closed)
    full = shell(">/dev/full", words, folder)
    if words == ["nothing"]:  # all it has to say is an error
        assert full.returncode == 2
    else:
        assert full.returncode == 8
        assert b"No space left on device" in full.stderr
    head = shell("2>&1 | head -c 1 >/dev/null; exit ${PIPESTATUS[0]}", words, folder)
    assert head.returncode in (0, usual)
    record_property("figure", f"{len(closed) + 2} of {len(closed) + 2} ways end in order")


@pytest.mark.fault(24)
def test_a_reader_that_has_gone_is_no_fault(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    for words in (["backends", "list"], ["doctor", "--json"], ["train", "--help"]):
        done = subprocess.run([COMMAND, *words], stdout=writing, stderr=subprocess.PIPE, cwd=folder)
        assert (done.returncode, done.stderr) == (0, b"")
    os.close(writing)


@pytest.mark.fault(24)
def test_a_training_outlives_its_streams(folder: Path) -> None:
    """What Java prints must not get into files either, which would have a closed one's number."""
    done = shell("<&- >&- 2>/dev/full", [*map(str, TRAIN), "--out", "run"], folder)
    assert done.returncode == 0
    rows = (folder / "run" / "history.jsonl").read_text().splitlines()
    assert [json.loads(row)["epoch"] for row in rows] == [1]
    assert shell("", ["inspect", "run/model.zip"], folder).returncode == 0


@pytest.mark.fault(24)
def test_odd_terminals_and_locales(cli: Cli, record_property) -> None:
    """All at once; Java too must find a name that the locale cannot say."""
    odd = {
        "LC_ALL": "C",
        "TERM": "dumb",
        "NO_COLOR": "1",
        "COLUMNS": "20",
        "PYTHONWARNINGS": "error",
        "PYTHONOPTIMIZE": "2",
        "TZ": "No/Where",
        "TMPDIR": "/nowhere",
    }
    done = cli(*TRAIN, "--out", "größe 日本", **odd)
    assert done.returncode == 0, done.stderr
    assert "run folder  größe 日本" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    done = cli("inspect", "größe 日本/model.zip", **odd)
    assert done.returncode == 0, done.stderr
    record_property("figure", f"{len(odd)} odd variables at once: same result")


@pytest.mark.fault(24)
def test_java_finds_what_python_names(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "Größe.java").write_text(
        "public class Größe { public static void main(String[] words) {"
        ' System.out.println(new java.io.File("Größe.java").exists()); } }',
        encoding="utf-8",
    )
    done = cli("run", "Größe.java", LANG="xx", LC_ALL="")
    assert (done.returncode, done.stdout) == (0, "true\n"), done.stderr


@pytest.mark.fault(24)
def test_a_name_that_is_no_text_here_is_refused_before_anything_starts(cli: Cli) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = cli(*TRAIN, "--out", "größe", **plain)
    assert done.returncode == 2
    assert "is no text in this locale, whose encoding is ascii" in done.stderr
    assert "epoch" not in done.stderr
    done = cli("lint", ".", **plain)  # what it says may have letters that ASCII has not
    assert done.returncode == 3


@pytest.mark.fault(24)
@pytest.mark.parametrize("columns", ["1", "20", "500"])
def test_help_at_any_width(columns: str) -> None:
    """Of every command, in one process."""
    code = (
        "from click.testing import CliRunner; import dl4j_bridge.cli.commands as c\n"
        "import click; context = click.Context(c.cli)\n"
        "for name in c.cli.list_commands(context):\n"
        "    done = CliRunner().invoke(c.cli, [name, '--help'])\n"
        "    assert done.exit_code == 0, (name, done.output)\n"
        "    print(name, len(done.output))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": columns},
    )
    assert done.returncode == 0, done.stderr
    assert len(re.findall(r"\d\d\d+\n", done.stdout)) >= 18


@pytest.mark.fault(24)
def test_a_users_modules_are_not_taken_for_pythons(cli: Cli, tmp_path: Path) -> None:
    """Neither by the command line nor by the processes it starts."""
    for name in ("numpy", "click", "random", "json", "jpype"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('a module of the user')\n")
    words = ("--data", "iris", "--epochs", 1, "--updaters", "sgd", "--seeds", 1)
    done = cli("compare", *words, "--learning-rates", "0.1", "--json")
    assert done.returncode == 0, done.stderr
    assert [one["status"] for one in json.loads(done.stdout)["runs"]] == ["done"]
    module = [sys.executable, "-m", "dl4j_bridge", "--version"]
    done = subprocess.run(module, capture_output=True, text=True, cwd=tmp_path)
    assert "dl4j-bridge 0.1" in done.stdout, done.stderr


@pytest.mark.fault(24)
def test_a_name_does_not_steer_the_terminal(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("a,kind\n1,x\n\x1b[2J\x07,y\n")
    for source in ("\x1b]0;owned\x07.csv", "data.csv"):
        done = cli("train", "--data", source)
        assert done.returncode == 3
        assert "\x1b" not in done.stderr
        assert "\x07" not in done.stderr
        assert "\\x1b" in done.stderr
