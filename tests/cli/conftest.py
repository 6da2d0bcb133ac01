"""Runs the installed command as a user does."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.brief import NOTICE, brief, lasting

__all__ = ["brief", "lasting"]

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
        done.stdout = done.stdout.decode()
        done.stderr = done.stderr.decode().replace(NOTICE, "")
        assert "Traceback" not in done.stderr
        if "--json" in words and words[0] != "run":  # what follows a program is the program's
            answer = json.loads(done.stdout)
            assert (answer["schema"], type(answer["ok"])) == (1, bool)
        return done

    return run
