"""The gallery is that of the examples."""

from pathlib import Path

import pytest
from PIL import Image

from tools.make_gallery import LARGEST, make, problems

ROOT = Path(__file__).parents[2]

EXAMPLE = '''"""Three grey dots.

Look at the middle one.
"""

import sys
from pathlib import Path

from PIL import Image


def draw():
    return Image.new("L", (3, 1), 128)


if __name__ == "__main__":
    draw().save(Path(sys.argv[1]) / "dots.png")
'''


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository of one example, with its gallery."""
    example = tmp_path / "examples" / "fundamentals" / "dots.py"
    example.parent.mkdir(parents=True)
    example.write_text(EXAMPLE)
    make(tmp_path, [])
    return tmp_path


def test_the_gallery_is_that_of_the_examples() -> None:
    assert problems(ROOT) == [], "Type: python tools/make_gallery.py"


def test_an_entry_has_title_caption_command_picture(checkout: Path) -> None:
    assert problems(checkout) == []
    page = (checkout / "docs" / "gallery.md").read_text()
    wanted = (
        "## Deep learning fundamentals",
        "### Three grey dots",
        "Look at the middle one.",
        "python examples/fundamentals/dots.py",
        "![Three grey dots](gallery/dots.png)",
    )
    assert [words for words in wanted if words not in page] == []
    with Image.open(checkout / "docs" / "gallery" / "dots.png") as picture:
        assert picture.convert("L").getpixel((1, 0)) == 128


@pytest.mark.parametrize(
    ("old", "new"), [("Three grey", "Four grey"), ("the middle", "the first"), ("draw", "paint")]
)
def test_a_changed_example_is_found(checkout: Path, old: str, new: str) -> None:
    example = checkout / "examples" / "fundamentals" / "dots.py"
    example.write_text(example.read_text().replace(old, new))
    assert "examples/fundamentals/dots.py: no entry" in problems(checkout)[0]


def test_what_is_new_and_what_is_left_over_are_found(checkout: Path) -> None:
    example = checkout / "examples" / "fundamentals" / "dots.py"
    example.rename(example.with_name("points.py"))
    entry, missing, left_over = problems(checkout)
    assert "points.py: no entry" in entry
    assert missing == "docs/gallery/points.png: missing"
    assert left_over == "docs/gallery/dots.png: of no example"
    example.with_name("points.py").unlink()
    assert problems(checkout) == [
        "docs/gallery.md: has something that no example has, or another order",
        "docs/gallery/dots.png: of no example",
    ]


def test_a_picture_too_large_is_found(checkout: Path) -> None:
    (checkout / "docs" / "gallery" / "dots.png").write_bytes(bytes(LARGEST + 1))
    assert "120,001 bytes" in problems(checkout)[0]


def test_an_example_that_fails_is_named(checkout: Path) -> None:
    example = checkout / "examples" / "fundamentals" / "dots.py"
    example.write_text('"""Fails."""\nraise SystemExit(3)\n')
    with pytest.raises(SystemExit, match=r"dots\.py ended with exit code 3"):
        make(checkout, ["dots"])
    with pytest.raises(SystemExit, match="No example is called dot"):
        make(checkout, ["dot"])
