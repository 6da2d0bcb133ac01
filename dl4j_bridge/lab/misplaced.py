"""Data that a program names and that lie beside it, where it does not look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ..course.program import Program
from ..course.source import walk

_PROJECTS = ("pom.xml", "build.gradle", "build.gradle.kts")


def misplaced(program: Program) -> list[tuple[str, Path]]:
    """Relative paths in a program's text that lead nowhere from the current folder.

    Returns:
        Each with a folder of the program that it does lead from; the folder is relative to the
        current one where it lies below it.
    """
    folders = list(dict.fromkeys(_folders(program)))
    found = []
    for name in dict.fromkeys(_texts(program)):
        if not _exists(Path(name)):
            places = [folder for folder in folders if _exists(folder / name)]
            found += [(name, _short(place)) for place in places[:1]]
    return found


def _texts(program: Program) -> Iterator[str]:
    """What could be a relative path to a file: texts that the program spells out."""
    for source in program.sources:
        for node in walk(source.root):
            if node.type == "string_literal":
                try:
                    text = json.loads(source.text(node))
                except ValueError:  # Java has escapes that JSON has not, a path has neither
                    continue
                if text.strip("./\\") and "\0" not in text and not Path(text).is_absolute():
                    yield text


def _folders(program: Program) -> Iterator[Path]:
    """Where a program's data are kept: beside its file, or in its project."""
    own = program.sources[0].path.absolute().parent
    yield own
    for above in own.parents:
        if any((above / name).exists() for name in _PROJECTS):
            yield above
            return


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # longer than a file's name may be
        return False


def _short(folder: Path) -> Path:
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
