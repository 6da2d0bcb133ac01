"""Whether a program can be translated at all."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import DataError
from ..source import Source, line, walk


def check(sources: Sequence[Source], main: str) -> None:
    """Refuse what is no Java, and a program without a start.

    Raises:
        DataError: a file is no Java, or there is no such class with a `main`.
    """
    for source in sources:
        if source.root.has_error:
            bad = next(n for n in walk(source.root) if n.is_error or n.is_missing)
            raise DataError(
                f"{source.path} is no Java from line {line(bad)} on: "
                f"'{source.text(bad)[:40]}'. Have javac tell what is wrong."
            )
    simple = main.rpartition(".")[2]
    names = [source.name(node) for source in sources for node in source.types]
    if simple not in names:
        raise DataError(
            f"No class {main} in {', '.join(str(source.path) for source in sources)}; "
            f"there is {', '.join(names) or 'none'}."
        )
