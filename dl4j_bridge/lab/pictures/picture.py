"""One picture of a report, with all that is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DPI = 180  # sharp on a phone's screen, about 60 kB each


@dataclass(frozen=True, eq=False)
class Picture:
    """A drawn figure.

    Attributes:
        name: its file is called so, without suffix.
        title: its heading.
        alt: what it shows, for who cannot see it; with the numbers that matter.
        caption: how to read it.
        figure: matplotlib's.
    """

    name: str
    title: str
    alt: str
    caption: str
    figure: Figure

    @property
    def size(self) -> tuple[int, int]:
        """Width and height on a page, CSS pixels (96 an inch)."""
        width, height = self.figure.get_size_inches()
        return round(width * 96), round(height * 96)

    def save(self, folder: Path) -> Path:
        """Write `folder/NAME.png`, 180 dots an inch; the folder is made."""
        return plotting.save(self.figure, folder / f"{self.name}.png", dpi=_DPI)


def plain(text: str) -> str:
    """Text that matplotlib shows as it is: a `$` does not begin a formula."""
    return text.replace("$", r"\$")
