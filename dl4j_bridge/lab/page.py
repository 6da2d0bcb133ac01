"""A report as one HTML page that needs nothing else."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .. import __version__
from ..errors import SetupError
from ..modelfile import replace_file
from .pictures.picture import Picture


@dataclass(frozen=True)
class Table:
    """A table that its reader can sort.

    Attributes:
        caption: above it.
        rows: cells by heading, the same headings in each.
    """

    caption: str
    rows: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Page:
    """What a report says and shows.

    Attributes:
        title: its heading.
        lead: a line below it.
        answers: sentences by the question they answer.
        tables: numbers.
        pictures: by the heading of their section.
        facts: names with values, by heading.
        about_numbers: below the tables, what their columns mean.
        notes: what is missing, and why.
    """

    title: str
    lead: str
    answers: Mapping[str, Sequence[str]]
    pictures: Mapping[str, Sequence[Picture]]
    facts: Mapping[str, Mapping[str, str]]
    tables: Sequence[Table] = ()
    about_numbers: str = ""
    notes: Sequence[str] = field(default=())

    @property
    def all_pictures(self) -> list[Picture]:
        """The pictures of all sections, in order."""
        return [picture for section in self.pictures.values() for picture in section]


def write(page: Page, out: Path, plots: Path) -> None:
    """Write the page with its pictures inside, and the pictures beside it.

    Args:
        page: what it says and shows.
        out: the HTML file; an older one is replaced when the new one is whole.
        plots: folder for the pictures as PNG files.

    Raises:
        SetupError: Jinja2 is not installed.
        ResourceExhausted: the disk is full.
    """
    images = {picture.name: _data_uri(picture.save(plots)) for picture in page.all_pictures}
    html = _render(page, images)
    out.parent.mkdir(parents=True, exist_ok=True)
    replace_file(out, lambda temporary: _write(temporary, html))


def _write(path: Path, html: str) -> None:
    path.write_text(html, encoding="utf-8")


def _data_uri(path: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()


def _render(page: Page, images: Mapping[str, str]) -> str:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as fault:
        raise SetupError(
            "Reports need Jinja2, which is not installed. Type: pip install 'dl4j-bridge[plots]'"
        ) from fault
    environment = Environment(
        loader=PackageLoader("dl4j_bridge.lab"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html")
    return template.render(page=page, images=images, version=__version__)
