"""`dl4j-bridge port`: from a Java file to a Python file."""

import json
import subprocess
import sys
from pathlib import Path

from .conftest import Cli

CODE = """
public class Sum {
    public static void main(String[] args) {
        int sum = 0;
        for (String word : args) sum += Integer.parseInt(word);
        System.out.println("sum " + sum);
    }
}
"""
ODD = CODE.replace("int sum = 0;", "int sum = 0; new Thread() { };")


def test_the_file_runs(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "Sum.java").write_text(CODE, "utf-8")
    done = cli("port", "Sum.java", "-o", "sum.py")
    assert (done.returncode, done.stdout) == (0, "sum.py\n")
    words = [sys.executable, tmp_path / "sum.py", "3", "4"]
    assert subprocess.run(words, capture_output=True, text=True).stdout == "sum 7\n"


def test_without_a_name_it_is_printed(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "Sum.java").write_text(CODE, "utf-8")
    printed = cli("port", "Sum.java").stdout
    assert printed == cli("port", "Sum.java", "-o", "-").stdout
    compile(printed, "sum.py", "exec")


def test_a_file_that_exists_is_not_overwritten(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "Sum.java").write_text(CODE, "utf-8")
    (tmp_path / "mine.py").write_text("mine", "utf-8")
    done = cli("port", "Sum.java", "-o", "mine.py")
    assert done.returncode == 2
    assert "--force" in done.stderr
    assert (tmp_path / "mine.py").read_text("utf-8") == "mine"
    assert cli("port", "Sum.java", "-o", "mine.py", "--force").returncode == 0
    assert "def main" in (tmp_path / "mine.py").read_text("utf-8")


def test_what_is_left_to_do_is_said(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "Sum.java").write_text(ODD, "utf-8")
    done = cli("port", "Sum.java", "--json")
    facts = json.loads(done.stdout)
    assert done.returncode == 0
    assert [todo["line"] for todo in facts["todos"]] == [4]
    assert "Sum.java:4: not ported" in done.stderr
    assert "# TODO line 4" in facts["text"]
