"""Everything the README shows, run as it stands."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dl4j_bridge import datasets
from dl4j_bridge.toml import from_toml

from .conftest import Cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

OLD = """\
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

public class Old {
    public static void main(String[] args) {
        System.out.println(new NeuralNetConfiguration.Builder().seed(1).iterations(1).l2(1e-4));
    }
}
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


COMMANDS = [line.partition("#")[0].strip() for block in blocks("sh") for line in block.splitlines()]
# These make an environment first; tests/process/test_clean_clone.py runs them.
SETTING_UP = {"make train", "make test", "pip install .", "dl4j-bridge train"}


def test_every_command_is_run_by_a_test() -> None:
    assert {command for command in COMMANDS if not command.startswith("dl4j-bridge ")} < SETTING_UP


def test_the_commands_in_their_order(cli: Cli, tmp_path: Path) -> None:
    digits = datasets.mnist().test.take(300)
    images = digits.x.reshape(-1, 28, 28)
    np.savez(
        tmp_path / "digits.npz",
        x_train=images,
        y_train=digits.labels,
        x_test=images[:50],
        y_test=digits.labels[:50],
    )
    Image.fromarray((images[0] * 255).astype(np.uint8)).save(tmp_path / "digit.png")
    shutil.copy(ROOT / "tests" / "course" / "Xor.java", tmp_path / "Course.java")
    (tmp_path / "Old.java").write_text(OLD, encoding="utf-8")
    for command in COMMANDS:
        if command not in SETTING_UP:
            done = cli(*shlex.split(command)[1:])
            assert done.returncode == 0, (command, done.stderr)
            assert done.stdout
            if " predict " in command:
                assert f"class {digits.labels[0]}" in done.stdout


@pytest.mark.parametrize("code", blocks("python"))
def test_the_example(code: str, tmp_path: Path) -> None:
    (tmp_path / "example.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "example.py"], capture_output=True, text=True, cwd=tmp_path, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.split()[-1]) == 0.9171
    assert (tmp_path / "model.zip").stat().st_size > 2_000_000


@pytest.mark.parametrize("text", blocks("toml"))
def test_the_experiment(text: str, cli: Cli, tmp_path: Path) -> None:
    assert from_toml(text).layers[0].settings == {"nOut": 300, "activation": "TANH"}
    (tmp_path / "tanh.toml").write_text(text, encoding="utf-8")
    done = cli("train", "--config", "tanh.toml", "--data", "digits", "--epochs", 1)
    assert done.returncode == 0, done.stderr


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_variables_are_the_ones_the_code_reads() -> None:
    code = "".join(path.read_text() for path in (ROOT / "dl4j_bridge").rglob("*.py"))
    for variable in set(re.findall(r"DL4J_BRIDGE_[A-Z]+", README)):
        name = variable.removeprefix("DL4J_BRIDGE_").lower()
        assert variable in code or f'"{name}"' in code, variable


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [name for name in os.environ if name.startswith("DL4J_BRIDGE_THREADS")]:
        monkeypatch.delenv(variable)
