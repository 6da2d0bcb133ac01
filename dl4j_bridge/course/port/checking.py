"""Whether a program can be translated at all."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import DataError
from ..source import Source, check_size, line, walk

_LONGEST_NUMBER = 140  # characters: 64 binary digits with an underscore behind each


def check(sources: Sequence[Source], main: str) -> None:
    """Refuse what is no Java, and a program without a start.

    Raises:
        DataError: a file is no Java, or there is no such class with a `main`.
    """
    for source in sources:
        check_size(source)
        _check_numbers(source)
        if source.root.has_error:
            bad = next(n for n in walk(source.root) if n.is_error or n.is_missing)
            raise DataError(
                f"{source.path} is no Java from line {line(bad)} on: "
                f"'{' '.join(source.text(bad)[:40].split())}'. Have javac tell what is wrong."
            )
    simple = main.rpartition(".")[2]
    names = [source.name(node) for source in sources for node in source.types]
    if simple not in names:
        raise DataError(
            f"No class {main} in {', '.join(str(source.path) for source in sources)}; "
            f"there is {', '.join(names) or 'none'}."
        )


def _check_numbers(source: Source) -> None:
    """Refuse whole numbers with more digits than any of Java's, before they are computed with."""
    for node in walk(source.root):
        if node.type.endswith("integer_literal") and len(source.text(node)) > _LONGEST_NUMBER:
            raise DataError(
                f"{source.path} is no Java in line {line(node)}: the integer number "
                f"{source.text(node)[:20]}… is too large. Have javac tell what is wrong."
            )
