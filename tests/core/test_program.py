"""Course programs found: their files, and the class to start."""

from pathlib import Path

import pytest

from dl4j_bridge.course.mains import mains
from dl4j_bridge.course.program import find
from dl4j_bridge.course.source import Source
from dl4j_bridge.errors import DataError, UsageError

MAIN = "public static void main(String[] args) { }"


def put(folder: Path, **files: str) -> Path:
    """Write Java files, `a__B` for a/B.java."""
    for name, code in files.items():
        path = folder / f"{name.replace('__', '/')}.java"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, "utf-8")
    return folder


@pytest.mark.parametrize(
    "main",
    [
        "public static void main(String[] args) {}",
        "static public void main(final String... args) throws Exception {}",
        "public static void main(String args[]) {}",
        "public static final synchronized void main (java.lang.String [ ] $a) {}",
        "@Deprecated public static void main(String[] args) {}",
    ],
)
def test_every_spelling_of_main(main: str) -> None:
    assert mains(Source(Path("A.java"), f"class A {{ {main} }}".encode())) == ["A"]


@pytest.mark.parametrize(
    "main",
    [
        "public void main(String[] args) {}",
        "static void main(String[] args) {}",
        "public static int main(String[] args) { return 0; }",
        "public static void main(String args) {}",
        "public static void main() {}",
        "// public static void main(String[] args) {}",
        "void f() { class B { public static void main(String[] args) {} } }",
    ],
)
def test_what_java_would_not_start(main: str) -> None:
    assert mains(Source(Path("A.java"), f"class A {{\n{main}\n}}".encode())) == []


def test_where_main_may_be() -> None:
    code = f"""package a.b;
    interface I {{ static void main(String[] args) {{}} }}
    enum E {{ X; {MAIN} }}
    class Outer {{ static class Inner {{ {MAIN} }} }}"""
    assert mains(Source(Path("A.java"), code.encode())) == ["a.b.I", "a.b.E", "a.b.Outer$Inner"]


def test_a_file_with_its_neighbours(tmp_path: Path) -> None:
    put(
        tmp_path,
        a__Main=f"package a; import a.b.Far; import static a.c.Tools.twice;"
        f"class Main {{ {MAIN} Near near; a.d.Full full; }} class Own {{ }}",
        a__Near="package a; class Near { Further f; }",
        a__Many="package a; class Further { }",
        a__Own="package a; class Own { }",
        a__Unused="package a; class Unused { this is no Java",
        a__Other="package b; class Near { }",
        a__b__Far="package a.b; import a.e.*; public class Far { Wild w; }",
        a__c__Tools="package a.c; public class Tools { public static void twice() { } }",
        a__d__Full="package a.d; public class Full { }",
        a__e__Wild="package a.e; public class Wild { }",
        a__e__Tame="package a.e; public class Tame { }",
    )
    program = find(tmp_path / "a" / "Main.java")
    assert program.main == "a.Main"
    names = [source.path.stem for source in program.sources]
    assert names[0] == "Main"
    assert sorted(names[1:]) == ["Far", "Full", "Many", "Near", "Tools", "Wild"]


def test_a_file_outside_its_packages_folder(tmp_path: Path) -> None:
    put(tmp_path, Main=f"package a.b; class Main {{ {MAIN} Near n; }}")
    put(tmp_path, Near="package a.b; class Near { }", Far="class Near { }")
    names = [source.path.stem for source in find(tmp_path / "Main.java").sources]
    assert names == ["Main", "Near"]


def test_a_folder(tmp_path: Path) -> None:
    put(tmp_path, src__a__Start=f"package a; class Start {{ {MAIN} }}", src__a__X="class X { }")
    put(tmp_path / ".hidden", Other=f"class Other {{ {MAIN} }}")
    (tmp_path / "Latin.java").write_bytes(b"class \xe4 { }")
    program = find(tmp_path)
    assert program.main == "a.Start"
    assert [source.path.name for source in program.sources] == ["Start.java"]


def test_several_mains(tmp_path: Path) -> None:
    put(tmp_path, A=f"package p; class A {{ {MAIN} }}", B=f"class B {{ {MAIN} }}")
    with pytest.raises(UsageError, match=r"2 classes.*\n  p\.A .*\n  B .*\n.*--main p\.A"):
        find(tmp_path)
    assert find(tmp_path, "p.A").main == find(tmp_path, "A").main == "p.A"
    with pytest.raises(UsageError, match=r"No class C .* There is: p\.A, B"):
        find(tmp_path, "C")


def test_several_mains_in_a_file(tmp_path: Path) -> None:
    put(tmp_path, A=f"class B {{ {MAIN} }} class A {{ {MAIN} static class N {{ {MAIN} }} }}")
    assert find(tmp_path / "A.java").main == "A"
    assert find(tmp_path / "A.java", "B").main == "B"
    assert find(tmp_path, "A.N").main == find(tmp_path, "A$N").main == "A$N"


def test_no_main(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Java file"):
        find(tmp_path)
    put(tmp_path, A="class A { }")
    with pytest.raises(UsageError, match=r"A\.java has no class with a main"):
        find(tmp_path / "A.java")
    with pytest.raises(DataError, match="cannot be read"):
        find(tmp_path / "B.java")


def test_what_is_no_java_is_left_to_the_compiler(tmp_path: Path) -> None:
    put(tmp_path, A="class A { public static void main(String[ args) { }")
    assert find(tmp_path / "A.java").main == "A"
