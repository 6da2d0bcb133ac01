"""What is made from the jars for the mirror: its names, its type stubs, a page that counts."""

from __future__ import annotations

from pathlib import Path

from dl4j_bridge.jvm import start

from .coverage import class_table, coverage_page, simple_names
from .jdk import JDK
from .stubs import front_page, stub_files
from .surface import BESIDES, surface

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "dl4j_bridge" / "dl4j"
STUBS = PACKAGE / "stubs"
# In the same folder, but written by hand.
BY_HAND = {STUBS / "__init__.pyi", STUBS / "python.pyi"}


def made_files() -> dict[Path, str]:
    """Every file there should be, with its text; starts the JVM."""
    start.ensure()
    found = surface()
    with_stub = [*(name for name in BESIDES if name not in JDK), *found.shown]
    return {
        PACKAGE / "classes.txt": class_table(found.shown),
        PACKAGE / "__init__.pyi": front_page(simple_names(found.shown)),
        ROOT / "docs" / "coverage.md": coverage_page(found),
        **{STUBS / name: text for name, text in stub_files(with_stub).items()},
    }


def write() -> None:
    """Bring all files up to date."""
    made = made_files()
    for path in _left_over(made):
        path.unlink()
    for path, text in made.items():
        path.write_text(text, "utf-8", newline="\n")


def out_of_date() -> list[str]:
    """The files that `write` would change, as paths from the root."""
    made = made_files()
    changed = [
        path for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text
    ]
    return sorted(str(path.relative_to(ROOT)) for path in (*changed, *_left_over(made)))


def _left_over(made: dict[Path, str]) -> set[Path]:
    return set(STUBS.glob("*.pyi")) - made.keys() - BY_HAND
