"""Which classes a Java file names, and by which name."""

from __future__ import annotations

from typing import Any


class Imports:
    """The imports of a file; they grow as its text is written.

    Args:
        class_name: simple name of the class the file declares.
        package: its package, empty for none.
    """

    def __init__(self, class_name: str, package: str = "") -> None:
        self._package = package
        self._by_simple_name = {class_name: f"{package}.{class_name}"}

    def name(self, java_class: Any) -> str:
        """What to call a java.lang.Class: its simple name, or its full one if that is taken."""
        if java_class.isArray():
            return f"{self.name(java_class.getComponentType())}[]"
        if java_class.isPrimitive():
            return str(java_class.getName())
        return self.name_of(str(java_class.getCanonicalName()))

    def name_of(self, canonical: str) -> str:
        """As `name`, for a class by its full name with dots, `java.util.Map.Entry`."""
        parts = canonical.split(".")
        depth = next(index for index, part in enumerate(parts) if part[:1].isupper())
        outer = ".".join(parts[: depth + 1])
        holder = self._by_simple_name.setdefault(parts[depth], outer)
        return ".".join(parts[depth:]) if holder == outer else canonical

    def lines(self) -> list[str]:
        """The import statements, sorted."""
        here = {f"{self._package}." if self._package else ".", "java.lang."}
        names = (
            name
            for name in self._by_simple_name.values()
            if not any(name.rpartition(".")[0] + "." == package for package in here)
        )
        return sorted(f"import {name};" for name in names if not name.startswith("."))
