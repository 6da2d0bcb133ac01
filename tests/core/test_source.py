"""Java files as text and tree."""

import warnings
from pathlib import Path

import pytest

from dl4j_bridge.course.source import Source, line, walk, warn_of_encodings
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
    binary = tmp_path / "Binary.java"
    binary.write_bytes(b"\xca\xfe\xba\xbe\0\0\0\x37")
    with pytest.raises(DataError, match=r"is no text"):
        Source.read(binary)


@pytest.mark.parametrize("encoding", ["UTF-8", "Windows-1252", "ISO-8859-1", "UTF-16"])
def test_the_encodings_of_editors(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "One.java"
    # A letter that Windows-1252 has not, so that it is not taken for it.
    letters = CODE + ("// \x81\n" if encoding == "ISO-8859-1" else "")
    file.write_text(letters, encoding)
    source = Source.read(file)
    assert source.encoding == encoding
    assert source.code == letters.encode()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warn_of_encodings([source])
    assert [encoding in str(one.message) for one in caught] == [True] * (encoding != "UTF-8")
