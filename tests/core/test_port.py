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
    assert todo.line == 10
    assert "# TODO line 10" in made.text
    with pytest.raises(NotImplementedError, match="line 10"):
        exec(compile(made.text, "Odd", "exec"), {"__name__": "__main__"})


def body_of(code: str, imports: str = "") -> str:
    source = imports + whole_class("A", code)
    made = port([Source(Path("A.java"), source.encode())], "A")
    assert made.todos == ()
    return made.text


def test_ordinary_arithmetic_stays_readable() -> None:
    code = """
        int[] counts = new int[10];
        int n = counts.length, correct = 0;
        for (int i = 0; i < n - 1; i++) {
            counts[i + 1]++;
            if (counts[i] > 0) correct++;
            System.out.println(i * 28 + correct + " " + factorial(i));
        }
---
    static long factorial(int n) { return n < 2 ? 1 : n - 1 + factorial(n - 1); }
    """
    text = body_of(code)
    assert "int32" not in text
    assert "at(" not in text


def test_an_object_of_an_unknown_class_is_no_text() -> None:
    code = """
        Map<String, ISchedule> plans = new LinkedHashMap<>();
        plans.put("map", new MapSchedule.Builder(ScheduleType.EPOCH).add(0, 0.1).build());
        var other = new MapSchedule.Builder(ScheduleType.EPOCH).add(0, 0.1).build();
        plans.put("other", other);
    """
    assert "str(" not in body_of(code, "import org.nd4j.linalg.schedule.*;\n")


def test_a_listener_comes_from_dl4j_whatever_is_imported() -> None:
    code = """
        Object o = new org.deeplearning4j.optimize.api.BaseTrainingListener() {
            @Override public void onEpochEnd(org.deeplearning4j.nn.api.Model m) { }
        };
        System.out.println(o);
    """
    text = body_of(code)
    assert "java.util" not in text
    assert "@JImplements(TrainingListener)" in text


def test_exit_skips_finally(tmp_path: Path) -> None:
    code = """
        try { System.out.println("in"); System.exit(3); }
        finally { System.out.println("not seen"); }
    """
    (tmp_path / "a.py").write_text(body_of(code), "utf-8")
    done = subprocess.run([sys.executable, "a.py"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (3, "in\n")


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
