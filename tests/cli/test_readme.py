"""Everything the README shows, run as it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


COMMANDS = [line.partition("#")[0].strip() for block in blocks("sh") for line in block.splitlines()]
# These make an environment first; tests/process/test_clean_clone.py runs them.
SETTING_UP = {"make train", "make test", "pip install .", "dl4j-bridge train"}


def test_every_command_is_run_by_a_test() -> None:
    assert set(COMMANDS) == SETTING_UP


@pytest.mark.parametrize("code", blocks("python"))
def test_the_example(code: str, tmp_path: Path) -> None:
    (tmp_path / "example.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "example.py"], capture_output=True, text=True, cwd=tmp_path, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.split()[-1]) == 0.9171
    assert (tmp_path / "model.zip").stat().st_size > 2_000_000


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [name for name in os.environ if name.startswith("DL4J_BRIDGE_THREADS")]:
        monkeypatch.delenv(variable)
