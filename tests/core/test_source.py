"""Java files as text and tree."""

from pathlib import Path

import pytest

from dl4j_bridge.course.source import Source, line, walk
from dl4j_bridge.errors import DataError

CODE = """\
package a.b;

import java.util.List;

/** Müller's. */
public class One {
    enum Inner { X }
    static final String name = "ü";
}

interface Two {}
record Three(int x) {}
"""


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "One.java"
    file.write_text("\ufeff" + CODE, encoding="utf-8")
    source = Source.read(file)
    assert source.package == "a.b"
    assert [source.name(node) for node in source.types] == ["One", "Two", "Three"]
    assert [line(node) for node in source.types] == [6, 11, 12]
    strings = [node for node in walk(source.root) if node.type == "string_literal"]
    assert [source.text(node) for node in strings] == ['"ü"']


def test_the_unnamed_package_has_no_name() -> None:
    assert Source(Path("A.java"), b"class A {}").package == ""


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"No such file"):
        Source.read(tmp_path / "None.java")
    latin = tmp_path / "Latin.java"
    latin.write_bytes(b"class A {\n  // M\xfcller\n}\n")
    with pytest.raises(DataError, match=r"line 2, byte 16.*Save it as UTF-8"):
        Source.read(latin)
