"""Numbers by name, as a command line has them: `rotate=10,elastic=1`."""

from __future__ import annotations

from .errors import UsageError


def parse(text: str, whole: str, example: str) -> dict[str, float]:
    """Read `name=number` parts with commas between; no text gives none.

    Args:
        text: what is read.
        whole: what error messages call the setting it belongs to.
        example: how it is written.

    Raises:
        UsageError: a part without `=` and a number.
    """
    numbers = {}
    for part in filter(None, text.split(",")):
        name, _, value = part.partition("=")
        try:
            numbers[name.strip()] = float(value)
        except ValueError:
            raise UsageError(
                f"'{part}' in the {whole} is no setting with a number; write it as {example}."
            ) from None
    return numbers
