"""The command as it is typed: what needs no JVM."""

from pathlib import Path

import pytest

from .conftest import Cli

NO_MAIN = "public class Course { static int one() { return 1; } }"


def test_help_has_examples(cli: Cli) -> None:
    text = cli("crosscheck", "--help").stdout
    assert "dl4j-bridge crosscheck Course.java course.py" in text
    assert "Exit code 0: equal; 1: not." in " ".join(text.split())


@pytest.mark.parametrize(
    ("words", "message", "code"),
    [
        (["nowhere.java"], "'nowhere.java' does not exist", 2),
        (["empty"], "empty holds no submissions", 2),
        (["Course.java"], "no class with a main method", 2),
        (["Course.java", "--tolerance", "-1"], "-1", 2),
        (["Course.java", "-o", "empty/.."], "holds something already", 2),
    ],
)
def test_what_makes_no_sense(
    cli: Cli, tmp_path: Path, words: list[str], message: str, code: int
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "Course.java").write_text(NO_MAIN)
    done = cli("crosscheck", *words)
    assert done.returncode == code
    assert message in done.stderr
