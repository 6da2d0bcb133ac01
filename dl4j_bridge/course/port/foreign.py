"""Which classes Java has, with what their methods return."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from .types import UNKNOWN, JavaType, parse

_MIRROR = Path(__file__).parents[2] / "dl4j" / "classes.txt"


_RETURNS = Path(__file__).with_name("returns.txt")


def foreign_return(owner: JavaType, name: str) -> JavaType:
    """What a method of a class of the mirror returns; a field's name begins with a dot."""
    table = _returns()
    waiting, seen = [owner.name], set()
    while waiting:
        simple = waiting.pop(0)
        if simple in seen or simple not in table:
            continue
        seen.add(simple)
        above, members = table[simple]
        if name in members:
            return parse(members[name])
        waiting += above
    return UNKNOWN


def is_foreign(name: str) -> bool:
    """Whether it is a class of the mirror, or one of the JDK's that Java is left to make."""
    return name in _returns()


def below(name: str, ancestor: str) -> bool:
    """Whether a foreign class is another, or inherits from it."""
    waiting, seen = [name], set()
    while waiting:
        simple = waiting.pop()
        if simple == ancestor:
            return True
        if simple not in seen:  # two classes of a name may be one above the other
            seen.add(simple)
            waiting += _returns().get(simple, ([], {}))[0]
    return False


@cache
def _returns() -> dict[str, tuple[list[str], dict[str, str]]]:
    found = {}
    for row in _RETURNS.read_text("utf-8").splitlines():
        if not row.startswith("#"):
            name, above, *groups = row.split(" ")
            pairs = (group.split(":", 1) for group in groups)
            members = {member: kind for kind, names in pairs for member in names.split(",")}
            found[name] = ([parent for parent in above.split(",") if parent != "-"], members)
    return found


JDK = (
    *("java.util." + name for name in ("Iterator", "Scanner", "Random", "Date", "Optional")),
    *("java.io." + name for name in ("File", "IOException", "PrintWriter", "FileReader")),
    *("java.util.stream." + name for name in ("Collectors", "IntStream", "Stream")),
)


@cache
def all_mirror_names() -> tuple[str, ...]:
    """Full names of the mirror's classes."""
    rows = _MIRROR.read_text("utf-8").splitlines()
    packages = (row.split(": ") for row in rows if not row.startswith("#"))
    return tuple(f"{package}.{word}" for package, words in packages for word in words.split())


@cache
def mirror_names() -> dict[str, str]:
    """The first of two classes has the name."""
    return {name.rpartition(".")[2]: name for name in reversed(all_mirror_names())}
