"""The words in which a model file is refused."""

from __future__ import annotations

from ..errors import DataError, ModelFileError

_LONGEST = 80


def damaged(where: str, what: str) -> ModelFileError:
    """The error for a file that does not hold what it says it holds.

    Args:
        where: the file, as the user named it.
        what: what does not fit, with the values.
    """
    return ModelFileError(
        f"Model file '{printable(where)}' is damaged: {what}. "
        "Copy it again from where it came from, or save the model again."
    )


def refused(where: str, what: str, instead: str) -> ModelFileError:
    """The error for a file that may be whole, but is not handed to Java.

    Args:
        where: the file, as the user named it.
        what: what it holds that it must not.
        instead: what the user can do.
    """
    return ModelFileError(f"Model file '{printable(where)}' was refused: {what}. {instead}")


def no_weights(where: str, what: str) -> DataError:
    """The error for a file that holds no weights.

    Args:
        where: the file, as the user named it.
        what: what it is or holds instead.
    """
    return DataError(
        f"'{printable(where)}' {what}. "
        "`dl4j-bridge weights export` writes files of the form that is needed."
    )


def quoted(text: str) -> str:
    """Text from inside a file, safe to print: in quotes, no control characters, not too long."""
    cut = text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"
    return f"'{printable(cut)}'"


def printable(text: str) -> str:
    """Text with escapes for all that a terminal would take as an order, or cannot show."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
