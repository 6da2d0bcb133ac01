"""Completion by the Tab key, in a real bash."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import COMMAND, Cli

# Bash runs the function for the words typed so far, then tells what it would offer.
_TAB = """
eval "$(dl4j-bridge completion bash)"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
$(complete -p dl4j-bridge | sed 's/.*-F \\([^ ]*\\) .*/\\1/') dl4j-bridge 2>told
printf '%s\\n' "${COMPREPLY[@]}"
# Outside of a completion, bash has no files to offer, and says so.
if grep -q compopt told; then echo FILES; fi
"""

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")


def tab(folder: Path, *words: str) -> list[str]:
    """What the Tab key offers after these words."""
    done = subprocess.run(
        ["bash", "--norc", "-c", _TAB, "bash", "dl4j-bridge", *words],
        cwd=folder,
        env={**os.environ, "PATH": f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


@needs_bash
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["tune"], ["tune", "tune-machine"]),
        (["data", ""], ["fetch", "list", "verify"]),
        (["completion", ""], ["bash", "fish", "zsh"]),
        (["train", "--pre"], ["--preset", "--prefetch"]),
        (["train", "--preset", "le"], ["lecture", "lenet", "lenet-strong"]),
        (["compare", "--preset", "two"], ["two-layer"]),
        (["train", "--accelerate", "ex"], ["exact"]),
        (["train", "--data", "fa"], ["fashion-mnist"]),
        (["evaluate", "model.zip", "--data", "iri"], ["iris"]),
        (["data", "fetch", "cifar"], ["cifar10"]),
        (["train", "--updater", "adag"], ["adagrad"]),
        (["backends", "plan", "cpu-m"], ["cpu-mkl"]),
        (["backends", "use", "au"], ["auto"]),
        (["train", "--data", "./fol"], ["FILES"]),
        (["train", "--preset", "nothing"], []),
    ],
    ids=" ".join,
)
def test_tab_offers(tmp_path: Path, words: list[str], offered: list[str]) -> None:
    assert tab(tmp_path, *words) == offered


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_each_shell_has_a_script_that_it_can_read(cli: Cli, tmp_path: Path, shell: str) -> None:
    done = cli("completion", shell)
    assert done.returncode == 0
    assert "_DL4J_BRIDGE_COMPLETE" in done.stdout
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=done.stdout, text=True, check=True)
