"""Runs the installed command as a user does."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., subprocess.CompletedProcess[str]]
COMMAND = Path(sys.executable).with_name("dl4j-bridge")


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Call with words and environment variables; runs in an empty folder."""

    def run(*words: object, stdin: bytes | None = None, **environment: str):
        done = subprocess.run(
            [COMMAND, *(str(word) for word in words)],
            capture_output=True,
            input=stdin,
            timeout=300,
            cwd=tmp_path,
            env={**os.environ, **environment},
        )
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in done.stderr
        return done

    return run
