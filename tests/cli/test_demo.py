"""`dl4j-bridge demo` when it cannot begin."""

import socket
from pathlib import Path

import pytest

from tests.modelfiles import mlp, saved

from .conftest import Cli

MODEL = Path(__file__).parents[2] / "models" / "lecture.zip"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["missing.zip"], 3, "missing.zip"),
        (["text.zip"], 3, "text.zip"),
        (["broken.zip"], 5, "broken.zip"),
        (["hostile.zip"], 5, "refused"),
        (["iris.zip"], 3, "iris.zip takes 4 values, and no picture"),
        (["--port", "70000"], 2, "70000"),
        (["--image", "28"], 2, "28x28"),
        (["--image", "²x28"], 2, "28x28"),
        (["--image", "4x4"], 2, "from 8 to 512"),
    ],
)
def test_it_says_why(cli: Cli, tmp_path: Path, words: list[str], code: int, message: str) -> None:
    content = MODEL.read_bytes()
    (tmp_path / "text.zip").write_text("no zip")
    (tmp_path / "broken.zip").write_bytes(content[:-30])
    saved(tmp_path, mlp(), "iris.zip")
    configuration = mlp()["configuration.json"].replace(b"DenseLayer", b"EvilLayer")
    saved(tmp_path, {**mlp(), "configuration.json": configuration}, "hostile.zip")
    done = cli("demo", *words, "--no-browser")
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr


def test_a_port_that_another_program_has(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = cli("demo", "--port", port, "--no-browser")
    assert done.returncode == 2
    assert f"Port {port} cannot be had: Address already in use." in done.stderr
