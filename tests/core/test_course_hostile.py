"""Java files made to break a reader: refused with their line, or read, in little time."""

import time
from pathlib import Path

import pytest

from dl4j_bridge.course import lint, oldapi, port
from dl4j_bridge.course.program import find
from dl4j_bridge.course.source import Source
from dl4j_bridge.errors import DataError
from dl4j_bridge.lab.old_code import mirrored

MIRROR = mirrored()
CLASSES = oldapi.Classes(set(MIRROR.values()), MIRROR)
NETWORK = "new NeuralNetConfiguration.Builder()"


def inside(statement: str, members: str = "") -> bytes:
    """A program with that in its `main`."""
    head = "public class Course { public static void main(String[] a) {\n"
    return f"{head}{statement}\n}} {members} }}".encode()


DEEP = {
    "parentheses": inside(f"int x = {'(' * 10_000}1{')' * 10_000};"),
    "blocks": inside("{" * 10_000 + "}" * 10_000),
    "a sum": inside(f"int x = 1{'+1' * 5000};"),
    "a chain": inside(f"Object o = {NETWORK}{'.seed(1)' * 3000}.build();"),
    "else if": inside(f"int x = 0; if (x == 1) {{}} {'else if (x == 2) {} ' * 3000}"),
    "conditions": inside(f"int x = {'true ? 1 : ' * 5000}2;"),
    "calls": inside(f"int b = {'f(' * 5000}1{')' * 5000};"),
    "type arguments": inside(f"List{'<List' * 5000}{'>' * 5000} x;"),
    "a package of 5,000 parts": b"import " + b"a." * 5000 + b"B; " + inside("int x = 1;"),
    "fields of fields": inside(f"Object o = a{'.b' * 10_000};"),
}
LONG = {
    "statements": inside("int x;\n" * 90_000),
    "a text": inside(f'String s = "{"x" * 900_000}";'),
    "a comment": inside(f"// {'a.' * 400_000}"),
    "10 MB": inside("int x;\n" * 1_500_000),
}
NO_JAVA = {
    "a text that does not end": inside('String s = "abc'),
    "a comment that does not end": inside("/* abc"),
    "100,000 open parentheses": inside("int x = " + "(" * 100_000),
    "a number of 100,000 digits": inside(f"int x = {'9' * 100_000};"),
    "a number of 100,000 hexadecimal digits": inside(f"int x = 0x{'f' * 100_000};"),
    "a NUL byte": inside("int \0x;"),
    "nothing": b"",
}
ODD = {
    "a mark in front": b"\xef\xbb\xbf" + inside("int x = 1;"),
    "Windows' line ends": inside("int x = 1;\nint y = 2;").replace(b"\n", b"\r\n"),
    "the old Mac's line ends": inside("int x = 1;\nint y = 2;").replace(b"\n", b"\r"),
    "blanks in a name": b"import org.deeplearning4j\r.nn. conf /* here */ .layers.OutputLayer; "
    + inside("OutputLayer o = null;"),
    "half a character": inside(r"""char c = '\uD800'; String s = "\uDFFF";"""),
    "a class above itself": b"class A extends B { public static void main(String[] a) {} }"
    b" class B extends A {}",
    "constants of themselves": inside(
        f"Object o = {NETWORK}.seed(X).list();",
        "static final int X = Y + Y; static final int Y = X + X;",
    ),
    "constants that double": inside(
        f"Object o = {NETWORK}.seed(X60).list();",
        "static final int X0 = 1;"
        + "".join(f"static final int X{i + 1} = X{i} * X{i} + X{i};" for i in range(60)),
    ),
    "1,000 variables": inside("".join(f"int v{i} = {i};\n" for i in range(1000))),
}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return tmp_path / "Course.java"


def ported(path: Path) -> str:
    program = find(path)
    return port.port(program.sources, program.main).text


@pytest.mark.fault(33)
@pytest.mark.filterwarnings("ignore:.*not UTF-8")
@pytest.mark.parametrize("name", [*DEEP, *LONG])
def test_what_is_too_deep_or_too_long_is_refused_soon(name: str, course: Path) -> None:
    course.write_bytes({**DEEP, **LONG}[name])
    words = r"line \d+: .* deep in one another" if name in DEEP else "too many (to|for)"
    started = time.process_time()
    with pytest.raises(DataError, match=words):
        lint.lint(lint.read([course]))
    with pytest.raises(DataError, match=words):
        ported(course)
    with pytest.raises(DataError, match=words):
        oldapi.check(Source.read(course), CLASSES)
    assert time.process_time() - started < 20


@pytest.mark.fault(33)
@pytest.mark.parametrize("name", NO_JAVA)
def test_what_is_no_java_is_not_ported(name: str, course: Path) -> None:
    course.write_bytes(NO_JAVA[name])
    with pytest.raises(ValueError, match=r"no Java|no text|no class|deep|too many"):
        ported(course)


@pytest.mark.fault(33)
@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_read(name: str, course: Path) -> None:
    course.write_bytes(ODD[name])
    started = time.process_time()
    compile(ported(course), "course.py", "exec")
    lint.lint(lint.read([course]))
    source = Source.read(course)
    oldapi.repaired(source, oldapi.check(source, CLASSES))
    assert time.process_time() - started < 10
