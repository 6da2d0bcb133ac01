"""Java snippets, ported: the Python prints what Java prints."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dl4j_bridge.course.port import Ported, port
from dl4j_bridge.course.source import Source
from dl4j_bridge.errors import DataError

from .java_snippets import SNIPPETS, whole_class

RUFF = Path(sys.executable).with_name("ruff")


def ported(name: str) -> Ported:
    code = whole_class(name, SNIPPETS[name])
    return port([Source(Path(f"{name}.java"), code.encode())], name)


@pytest.fixture(scope="module")
def printed_by_java(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each snippet prints, from one javac and one java for all of them."""
    folder = tmp_path_factory.mktemp("java")
    for name, body in SNIPPETS.items():
        (folder / f"{name}.java").write_text(whole_class(name, body), "utf-8")
    calls = "\n".join(f'System.out.println("\\f{n}"); {n}.main(new String[0]);' for n in SNIPPETS)
    start = "public class Start { public static void main(String[] a) throws Exception {"
    (folder / "Start.java").write_text(f"{start} {calls} }} }}", "utf-8")
    javac = shutil.which("javac")
    assert javac is not None
    words = [javac, "-nowarn", "-encoding", "UTF-8", "-d", str(folder)]
    subprocess.run([*words, *map(str, folder.glob("*.java"))], check=True, capture_output=True)
    java = [str(Path(javac).with_name("java")), "-Duser.language=en", "-cp", str(folder), "Start"]
    done = subprocess.run(java, check=True, capture_output=True, text=True)
    parts = (part.partition("\n") for part in done.stdout.split("\f")[1:])
    return {name: text for name, _, text in parts}


@pytest.mark.parametrize("name", SNIPPETS)
def test_prints_the_same(
    name: str, printed_by_java: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    made = ported(name)
    assert made.todos == ()
    exec(compile(made.text, name, "exec"), {"__name__": "__main__"})
    assert capsys.readouterr().out == printed_by_java[name]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ported")
    for name in SNIPPETS:
        (folder / f"{name}.py").write_text(ported(name).text, "utf-8")
    return folder


def test_is_formatted(written: Path) -> None:
    words = [RUFF, "format", "--isolated", "--line-length", "100", "--diff", written]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_is_without_faults_that_a_linter_finds(written: Path) -> None:
    words = [RUFF, "check", "--isolated", "--line-length", "100", "--select", "E4,E7,E9,F,I"]
    done = subprocess.run([*words, written], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_what_cannot_be_said_in_python_stays_to_be_done() -> None:
    code = whole_class(
        "Odd", "int a = 1;\nnew Thread(() -> {}) { }.start();\nSystem.out.println(a);"
    )
    made = port([Source(Path("Odd.java"), code.encode())], "Odd")
    (todo,) = made.todos
    assert todo.line == 9
    assert "# TODO line 9" in made.text
    with pytest.raises(NotImplementedError, match="line 9"):
        exec(compile(made.text, "Odd", "exec"), {"__name__": "__main__"})


def test_comments_are_kept() -> None:
    code = "/** Adds. */\npublic class A {\n  // One.\n  static int x = 1; // two\n"
    code += "  /** Starts. */\n  public static void main(String[] args) {\n"
    code += "    /* Three. */ x++;\n  }\n}\n"
    text = port([Source(Path("A.java"), code.encode())], "A").text
    assert ast.get_docstring(ast.parse(text)) == "Adds."
    for comment in ("# One.", "x = 1  # two", '"""Starts."""', "# Three."):
        assert comment in text


@pytest.mark.parametrize(
    ("code", "words"), [("class A { int }", "no Java"), ("class B {}", "No class A")]
)
def test_what_is_no_program_is_refused(code: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        port([Source(Path("A.java"), code.encode())], "A")
