"""A course program: its files with the class that it begins in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import DataError, UsageError
from .mains import mains
from .neighbours import with_neighbours
from .source import Source, warn_of_encodings


@dataclass(frozen=True)
class Program:
    """What is compiled and run together.

    Attributes:
        sources: the file that holds `main` first.
        main: the class to start, as Java's launcher names it: `course.Xor`, `Outer$Inner`.
    """

    sources: tuple[Source, ...]
    main: str


def find(path: Path, main: str | None = None) -> Program:
    """The program that begins in a file, or in one of a folder's files.

    Files whose classes it names come with it: from the same folder, and from the folders of other
    packages in the same tree.

    Args:
        path: a Java file, or a folder with such files at any depth.
        main: the class to start where several have a `main`; its package may be left out.

    Raises:
        DataError: a file cannot be read.
        UsageError: no class to start, or several.
    """
    files = readable(path) if path.is_dir() else [Source.read(path)]
    candidates = [(source, name) for source in files for name in mains(source)]
    if main is not None:
        candidates = _chosen(candidates, main, path)
    elif len(candidates) > 1 and not path.is_dir():
        candidates = _of_the_files_name(candidates)
    if len(candidates) > 1:
        listed = "\n".join(f"  {name}  ({source.path})" for source, name in candidates)
        raise UsageError(
            f"{path} has {len(candidates)} classes with a main method:\n{listed}\n"
            f"Say which one to start, before the path: --main {candidates[0][1]} {path}"
        )
    if not candidates:
        return _broken(files, path)
    source, name = candidates[0]
    sources = with_neighbours(source)
    warn_of_encodings(sources)
    return Program(sources, name)


def readable(folder: Path) -> list[Source]:
    """The Java files below a folder, without those that are hidden or no text; a file's itself."""
    found = []
    for path in sorted(folder.rglob("*.java")) if folder.is_dir() else [folder]:
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        try:
            found.append(Source.read(path))
        except DataError:
            continue
    return found


_Candidates = Sequence[tuple[Source, str]]


def _chosen(candidates: _Candidates, main: str, path: Path) -> list[tuple[Source, str]]:
    wanted = "." + main.replace("$", ".")
    found = [one for one in candidates if f".{one[1].replace('$', '.')}".endswith(wanted)]
    if not found:
        raise UsageError(f"No class {main} with a main method in {path}.{_known(candidates)}")
    # A full name is meant as such, even where another one ends in it.
    return [one for one in found if one[1].replace("$", ".") == wanted[1:]] or found


def _of_the_files_name(candidates: _Candidates) -> list[tuple[Source, str]]:
    named = [one for one in candidates if one[1].rpartition(".")[2] == one[0].path.stem]
    return named or list(candidates)


def _broken(files: Sequence[Source], path: Path) -> Program:
    """A file in which no `main` is seen because it is no Java: its compiler says more."""
    damaged = [source for source in files if source.root.has_error]
    if len(files) == 1 and damaged:
        return Program(with_neighbours(files[0]), path.stem)
    what = "no Java file" if not files else "no class with a main method"
    raise UsageError(
        f"{path} has {what}. A program begins in `public static void main(String[] args)`; "
        "name the file or folder that has it."
    )


def _known(candidates: Iterable[tuple[Source, str]]) -> str:
    names = ", ".join(name for _, name in candidates)
    return f" There is: {names}." if names else " There is none at all."
