"""The files of a folder tree that a Java file uses."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import DataError
from .imports import imports
from .source import TYPES, Source, walk

_QUALIFIED = re.compile(r"(?<![\w.])((?:[a-z_]\w*\.)+)([A-Z]\w*)")
_LONGEST_NAME = 1000  # characters; folders have no longer paths


def source_root(source: Source) -> Path | None:
    """The folder that packages begin at; None where a file is not in its package's folder."""
    parts = source.package.split(".") if source.package else []
    folder = source.path.absolute().parent
    if parts and folder.parts[-len(parts) :] != tuple(parts):
        return None
    return folder.parents[len(parts) - 1] if parts else folder


def with_neighbours(start: Source) -> tuple[Source, ...]:
    """A file, then those whose classes it names, then those whose classes they name, and so on."""
    tree = _Tree(start)
    found = {start.path.absolute(): start}
    waiting = [start]
    while waiting:
        for source in tree.used_by(waiting.pop()):
            if source.path.absolute() not in found:
                found[source.path.absolute()] = source
                waiting.append(source)
    return tuple(found.values())


class _Tree:
    """The files around one, read when they are asked for."""

    def __init__(self, start: Source) -> None:
        self._start = start
        self._root = source_root(start)
        self._packages: dict[str, dict[str, Source]] = {}

    def used_by(self, source: Source) -> Iterator[Source]:
        text = source.code.decode("utf-8")
        words = set(re.findall(r"\w+", text))
        own = {source.name(node) for node in walk(source.root) if node.type in TYPES}
        packages = [source.package]
        for one in imports(source):
            if one.wildcard and not one.static:
                packages.append(one.name)
            yield from self._named(one.name)
        for package in packages:
            types = self._types(package)
            yield from (types[name] for name in sorted((words - own) & types.keys()))
        for package, name in set(_QUALIFIED.findall(text)):
            yield from self._named(package + name)

    def _named(self, full_name: str) -> Iterator[Source]:
        """The file of a class `a.b.C`, also when members or nested classes follow its name."""
        if len(full_name) > _LONGEST_NAME:
            return
        parts = full_name.split(".")
        for end in range(1, len(parts)):
            found = self._types(".".join(parts[:end])).get(parts[end])
            if found is not None:
                yield found
                return

    def _types(self, package: str) -> dict[str, Source]:
        """The files of a package by the names of the classes in them."""
        if package not in self._packages:
            self._packages[package] = self._read(package)
        return self._packages[package]

    def _read(self, package: str) -> dict[str, Source]:
        if package == self._start.package:
            folder = self._start.path.parent
        elif self._root is not None:
            folder = self._root.joinpath(*package.split("."))
        else:
            return {}
        types: dict[str, Source] = {}
        for path in sorted(folder.glob("*.java")) if os.path.isdir(folder) else ():
            source = self._source(path)
            if source is None or source.package != package:
                continue
            for name in map(source.name, source.types):
                # Of two, the file with the class's own name has it.
                if name not in types or path.stem == name:
                    types[name] = source
        return types

    def _source(self, path: Path) -> Source | None:
        if path.absolute() == self._start.path.absolute():
            return self._start
        try:
            return Source.read(path)
        except DataError:
            return None  # perhaps nobody needs it
