"""The documentation: every block of code run as it stands, every link followed."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.usefixtures("lasting")

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [
    *(DOCS / f"{name}.md" for name in ("index", "datasets", "sklearn")),
    *sorted(DOCS.glob("tutorials/*.md")),
    *sorted(DOCS.glob("howto/*.md")),
]
# These change the machine, or wait for somebody; other tests run them.
_ELSEWHERE = re.compile(r"(pip|apt-get|brew|winget|make|git|export) |dl4j-bridge demo")
_BLOCK = re.compile(
    r"^```(?P<language>\w+)(?: title=\"(?P<file>[^\"]+)\")?\n(?P<text>.*?)^```$", re.M | re.S
)


class Block(NamedTuple):
    """A fenced block of a page."""

    language: str
    file: str | None
    text: str


def blocks(page: Path) -> Iterator[Block]:
    for found in _BLOCK.finditer(page.read_text("utf-8")):
        yield Block(found["language"], found["file"], found["text"])


def run(command: str, folder: Path) -> str:
    """What a command prints; it must succeed."""
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=600,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def test_variables_are_the_ones_the_code_reads() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "dl4j_bridge").rglob("*.py"))
    for page in DOCS.rglob("*.md"):
        for variable in set(re.findall(r"DL4J_BRIDGE_[A-Z]+", page.read_text("utf-8"))):
            name = variable.removeprefix("DL4J_BRIDGE_").lower()
            assert variable in code or f'"{name}"' in code, (page.name, variable)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_block_does_what_the_page_says(page: Path, tmp_path: Path) -> None:
    printed = ""
    for number, block in enumerate(blocks(page)):
        if block.language == "text":
            for line in block.text.splitlines():
                assert line in printed, (page.name, line, printed)
        elif block.language == "sh":
            commands = [line.partition(" #")[0] for line in block.text.splitlines()]
            printed = "".join(
                run(command, tmp_path) for command in commands if not _ELSEWHERE.match(command)
            )
        else:
            assert block.language in {"python", "java", "toml"}, (page.name, block.language)
            file = block.file or f"block{number}.py"
            (tmp_path / file).write_text(block.text, encoding="utf-8")
            if block.file is None:
                printed = run(f"python {file}", tmp_path)


def test_the_notebook(tmp_path: Path) -> None:
    notebook = nbformat.read(DOCS / "tutorials" / "notebook.ipynb", as_version=4)
    client = NotebookClient(notebook, timeout=200, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    printed = str([output for cell in notebook.cells for output in cell.get("outputs", [])])
    assert "image/png" in printed
    assert "epoch 5/5" in printed


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=300,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert "fit" in (tmp_path / "reference" / "python.html").read_text("utf-8")
    assert "--learning-rate" in (tmp_path / "reference" / "commands.html").read_text("utf-8")
