"""Which Java files belong to one program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from ...errors import DataError
from ..source import Source, walk, warn_of_encodings


def read(paths: Iterable[Path]) -> list[Source]:
    """Read files, or all `.java` files in folders and below.

    Raises:
        DataError: a path that is not there, a folder without such files, or a file that
            declares no class.
    """
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*.java") if file.is_file())
            if not inside:
                raise DataError(f"{path} has no .java file in it. Name the folder of the course.")
            files.update(dict.fromkeys(inside))
        else:
            files[path] = None
    sources = [_with_classes(Source.read(file)) for file in files]
    warn_of_encodings(sources)
    return sources


def _with_classes(source: Source) -> Source:
    if not source.types and source.path.name not in ("package-info.java", "module-info.java"):
        raise DataError(
            f"{source.path} declares no class: it is no Java program. Name a .java file."
        )
    return source


def programs(sources: Sequence[Source]) -> list[list[Source]]:
    """The files in groups, each of files that name each other's classes.

    A class that several files declare belongs to the file in the same folder.
    """
    owners = defaultdict(list)
    for source in sources:
        for node in source.types:
            owners[source.name(node)].append(source)
    group = {source.path: [source] for source in sources}
    for source in sources:
        for name in _names(source) & owners.keys():
            near = [owner for owner in owners[name] if owner.path.parent == source.path.parent]
            found = near or owners[name]
            if len(found) == 1 and group[found[0].path] is not group[source.path]:
                joined = group[source.path] + group[found[0].path]
                group.update(dict.fromkeys((member.path for member in joined), joined))
    return list({id(members): members for members in group.values()}.values())


def _names(source: Source) -> set[str]:
    """Every simple name that a file speaks of."""
    kinds = ("type_identifier", "identifier")
    return {source.text(node) for node in walk(source.root) if node.type in kinds}
