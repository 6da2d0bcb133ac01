"""Manual pages: every command and option in them, in a language that groff understands."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

import click
import pytest

from dl4j_bridge.cli.commands import cli
from tools.make_man import pages, write

ROOT = Path(__file__).parents[2]
PAGES = pages()


def options(command: click.Command) -> list[str]:
    parameters = [one for one in command.params if isinstance(one, click.Option)]
    return [word for one in parameters if not one.hidden for word in one.opts]


def test_every_command_has_a_page_with_its_options() -> None:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        page = PAGES[f"dl4j-bridge-{name}.1"]
        for option in options(command):
            assert option.replace("-", "\\-") in page, (name, option)
        if isinstance(command, click.Group):
            for below in command.list_commands(context):
                assert f"dl4j-bridge-{name}-{below}.1" in PAGES
        assert f".B {name}".replace("-", "\\-") + "\n" in PAGES["dl4j-bridge.1"]


def test_examples_keep_their_lines() -> None:
    lines = PAGES["dl4j-bridge-train.1"].splitlines()
    at = lines.index("  dl4j\\-bridge train \\-\\-epochs 3")
    assert ".nf" in lines[:at]
    assert ".fi" in lines[at:]


def test_the_same_pages_every_time() -> None:
    assert pages() == PAGES


def test_they_are_made_with_what_a_build_has() -> None:
    """Pip builds a wheel where nothing is but pyproject.toml's `build-system.requires`."""
    stated = (ROOT / "pyproject.toml").read_text("utf-8").partition("requires = ")[2]
    built_with = set(re.findall(r'"([\w-]+)', stated.partition("\n")[0]))
    needed = {re.match(r"[\w-]+", one)[0] for one in requires("dl4j-bridge") or ()}
    modules = {"pillow": "PIL", "jpype1": "jpype"}
    hidden = [modules.get(one, one.replace("-", "_")) for one in needed - built_with]
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({hidden!r})); from tools import make_man; "
    )
    words = [sys.executable, "-c", code + "make_man.pages()"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("groff") is None, reason="no groff")
def test_groff_has_nothing_to_say_against_them(tmp_path: Path) -> None:
    files = write(tmp_path)
    words = ["groff", "-man", "-Tascii", "-ww", "-z", *map(str, files)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.skipif(shutil.which("man") is None, reason="no man")
def test_man_finds_them_where_pip_puts_them(tmp_path: Path) -> None:
    """`man` looks for share/man beside each bin of PATH, as in a virtual environment."""
    (tmp_path / "bin").mkdir()
    write(tmp_path / "share" / "man" / "man1")
    words, path = ["man", "-w", "dl4j-bridge-train"], f"{tmp_path / 'bin'}:/usr/bin:/bin"
    done = subprocess.run(words, capture_output=True, text=True, env={"PATH": path})
    assert done.stdout.strip().endswith("share/man/man1/dl4j-bridge-train.1"), done.stderr
