"""What reflection does not tell, read from the class files in the jars."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from dl4j_bridge.jvm.jars.backends import class_path

# Jars by the beginning of their names. Not: guava, jackson, protobuf, which ND4J repackages.
_JARS = ("deeplearning4j-", "nd4j-", "resources-")
# Java Virtual Machine Specification 4.1 and 4.4: access flags; bytes after an entry's tag.
_PUBLIC, _STATIC, _SYNTHETIC, _MODULE = 0x0001, 0x0008, 0x1000, 0x8000
_UTF8, _LONG, _DOUBLE = 1, 5, 6
_SIZES = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4}
_SIZES |= {15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2}


@dataclass(frozen=True)
class ClassFile:
    """One class.

    Attributes:
        is_public: and not made by the compiler.
        parameters: names by method and descriptor, like `nIn(I)`; without those that the compiler
            did not write down, as in interfaces.
    """

    is_public: bool
    parameters: dict[str, tuple[str, ...]]


def public_classes() -> Iterator[str]:
    """Full names of the classes that are public, and not nested in another one."""
    for name in _places():
        if "$" not in name and _read(name).is_public:
            yield name


@cache
def parameter_names(name: str) -> dict[str, tuple[str, ...]]:
    """Of the methods of a class by name and descriptor; nothing for classes of the JDK.

    The compiler writes down no names for interfaces; theirs are those of a class beside them.
    """
    if name not in _places():
        return {}
    return {**_names_in_package(name.rpartition(".")[0]), **_read(name).parameters}


@cache
def _names_in_package(package: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(_places(), reverse=True):
        if name.rpartition(".")[0] == package:
            found.update(_read(name).parameters)
    return found


@cache
def _places() -> dict[str, Path]:
    jars = [jar for jar in class_path() if jar.name.startswith(_JARS)]
    return {
        entry.removesuffix(".class").replace("/", "."): jar
        for jar in jars
        for entry in _archive(jar).namelist()
        if entry.endswith(".class") and not entry.startswith("META-INF/")
    }


@cache
def _archive(jar: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(jar)


def _read(name: str) -> ClassFile:
    data = _archive(_places()[name]).read(f"{name.replace('.', '/')}.class")
    return _Reader(data).class_file()


class _Reader(BytesIO):
    """Reads a class file from its beginning."""

    def class_file(self) -> ClassFile:
        self.seek(8)
        self._strings = self._constant_pool()
        flags = self._number(2)
        self.seek(4, 1)  # this class, its superclass
        self.seek(2 * self._number(2), 1)  # interfaces
        for _ in range(self._number(2)):
            self._member()
        methods = dict(self._member() for _ in range(self._number(2)))
        is_public = bool(flags & _PUBLIC) and not flags & (_SYNTHETIC | _MODULE)
        return ClassFile(is_public, {key: names for key, names in methods.items() if names})

    def _number(self, size: int) -> int:
        return int.from_bytes(self.read(size), "big")

    def _constant_pool(self) -> dict[int, str]:
        strings = {}
        count, index = self._number(2), 1
        while index < count:
            tag = self._number(1)
            if tag == _UTF8:
                strings[index] = self.read(self._number(2)).decode("utf-8", "replace")
            else:
                self.seek(_SIZES[tag], 1)
            index += 2 if tag in (_LONG, _DOUBLE) else 1
        return strings

    def _member(self) -> tuple[str, tuple[str, ...]]:
        flags = self._number(2)
        name, descriptor = (self._strings[self._number(2)] for _ in range(2))
        variables: dict[int, str] = {}
        for attribute, end in self._attributes():
            if attribute == "Code":
                variables = self._variables()
            self.seek(end)
        signature = descriptor.partition(")")[0][1:]
        slots = list(_slots(signature, 0 if flags & _STATIC else 1))
        names = tuple(variables[slot] for slot in slots) if variables.keys() >= {*slots} else ()
        return f"{name}({signature})", names

    def _attributes(self) -> Iterator[tuple[str, int]]:
        """The name of each attribute, with the place where it ends."""
        for _ in range(self._number(2)):
            name = self._strings[self._number(2)]
            size = self._number(4)
            yield name, self.tell() + size

    def _variables(self) -> dict[int, str]:
        """Of a method's code, the variables that there are when it begins, by slot."""
        self.seek(4, 1)
        self.seek(self._number(4), 1)  # code
        self.seek(8 * self._number(2), 1)  # exceptions
        variables = {}
        for attribute, end in self._attributes():
            if attribute == "LocalVariableTable":
                for _ in range(self._number(2)):
                    start, _, name, _, slot = (self._number(2) for _ in range(5))
                    if start == 0:
                        variables[slot] = self._strings[name]
            self.seek(end)
        return variables


def _slots(signature: str, first: int) -> Iterator[int]:
    """Where each parameter is: a long or double takes two places."""
    for one in re.findall(r"\[*(?:L[^;]+;|[A-Z])", signature):
        yield first
        first += 2 if one in ("J", "D") else 1
