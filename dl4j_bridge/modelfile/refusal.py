"""What a refused model file is told apart by, in one form of words."""

from __future__ import annotations

from ..errors import ModelFileError

_LONGEST = 80


def damaged(where: str, what: str) -> ModelFileError:
    """The error for a file that does not hold what it says it holds.

    Args:
        where: the file, as the user named it.
        what: what does not fit, with the values.
    """
    return ModelFileError(
        f"Model file {quoted(where)} is damaged: {what}. "
        "Copy it again from where it came from, or save the model again."
    )


def refused(where: str, what: str, instead: str) -> ModelFileError:
    """The error for a file that may be whole, but is not handed to Java.

    Args:
        where: the file, as the user named it.
        what: what it holds that it must not.
        instead: what the user can do.
    """
    return ModelFileError(f"Model file {quoted(where)} was refused: {what}. {instead}")


def quoted(text: str) -> str:
    """Text from a file or a path, safe to print: cut, no control characters, in quotes."""
    cut = text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"
    return "'" + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cut) + "'"
