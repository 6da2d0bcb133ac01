"""Help and version: quick, without Java."""

import subprocess
import sys

import pytest

from dl4j_bridge.presets import PRESETS

from .conftest import Cli

PROGRAM = """
import sys
from dl4j_bridge.cli import main
try:
    main()
except SystemExit as done:
    assert not done.code, done.code
heavy = {"jpype", "numpy", "PIL", "matplotlib", "tree_sitter"} & set(sys.modules)
assert not heavy, heavy
"""
WORDS = [
    ["--help"],
    ["--version"],
    ["train", "--help"],
    ["tune", "--help"],
    ["compare", "--help"],
    ["crosscheck", "--help"],
    ["completion", "fish"],
    ["cv", "--help"],
    ["evaluate", "--help"],
    ["export", "--help"],
    ["port", "--help"],
    ["predict", "--help"],
    ["report", "--help"],
    ["run", "--help"],
    ["inspect", "--help"],
    ["lint", "--help"],
    ["demo", "--help"],
    ["backends", "list"],
    ["doctor"],
    ["tune-machine", "--help"],
    ["weights", "--help"],
    ["weights", "import", "--help"],
    ["backends", "plan"],
]


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_needs_neither_java_nor_numpy(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_command_is_listed_with_a_whole_sentence(cli: Cli) -> None:
    lines = cli("--help").stdout.partition("Commands:")[2].strip().splitlines()
    assert [line.split()[0] for line in lines] == [
        "backends",
        "compare",
        "completion",
        "crosscheck",
        "cv",
        "data",
        "demo",
        "doctor",
        "evaluate",
        "export",
        "inspect",
        "lint",
        "port",
        "predict",
        "report",
        "run",
        "train",
        "tune",
        "tune-machine",
        "weights",
    ]
    assert all(line.endswith(".") and not line.endswith("...") for line in lines)


@pytest.mark.parametrize("command", ["compare", "cv", "train", "tune"])
def test_the_presets_are_named(cli: Cli, command: str) -> None:
    words = cli(command, "--help").stdout.split()
    assert {name for name in PRESETS if name not in {word.strip(",.;") for word in words}} == set()


def test_a_misspelt_command_suggests_the_right_one(cli: Cli) -> None:
    done = cli("trian")
    assert done.returncode == 2
    assert "Did you mean 'train'?" in done.stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"DL4J_BRIDGE_NATIVE": "linux-x86_64-avx1024"}, "linux-x86_64-avx1024"),
        ({"DL4J_BRIDGE_THREADS": "none"}, "DL4J_BRIDGE_THREADS is 'none'"),
        ({"MAVEN_OPTS": "-Dmaven.repo.local=empty", "DL4J_BRIDGE_CACHE": "new",
          "DL4J_BRIDGE_OFFLINE": "1"}, "DL4J_BRIDGE_OFFLINE forbids"),
    ],
)  # fmt: skip
def test_a_broken_environment_is_named(cli: Cli, environment: dict[str, str], words: str) -> None:
    done = cli("train", "--data", "digits", "--epochs", 1, **environment)
    assert done.returncode == (2 if "THREADS" in words else 4)
    assert words in done.stderr
