"""The command that tells a run or a comparison on one page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .offline import offline
from .supervised import Supervised

if TYPE_CHECKING:
    from ..lab.reporting import Report


@click.command(cls=Supervised, short_help="Write a run or a comparison as one page with pictures.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), help="The page; report.html in FOLDER without it."
)
@click.option("--data", help="The data, if they are no longer where the experiment says.")
@offline
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.option("-q", "--quiet", is_flag=True, help="Do not say what is being done.")
def report(folder: Path, as_json: bool, quiet: bool, **given: Any) -> None:
    """Write what FOLDER holds, a run or a comparison, as one HTML page that needs nothing else.

    It says which setting is best, whether that is good enough, and shows curves, mistakes,
    weights, activations. The pictures lie in FOLDER/plots too.

    \b
    Examples:
      dl4j-bridge report runs/nadam
      dl4j-bridge report runs/updaters --out updaters.html
    """
    from ..lab.reporting import report as write
    from .download import download_bar

    with download_bar(quiet=quiet) as on_fetch:
        done = write(
            folder,
            given["out"],
            data=given["data"],
            on_fetch=on_fetch,
            tell=lambda text: None if quiet else click.echo(f"{text} ...", err=True),
        )
    click.echo(json.dumps(_result(done)) if as_json else _summary(done))


def _result(done: Report) -> dict[str, Any]:
    return {
        "schema": 1,
        "ok": True,
        "report": str(done.path),
        "plots": str(done.plots),
        "pictures": list(done.pictures),
        "notes": list(done.notes),
    }


def _summary(done: Report) -> str:
    return "\n".join(
        [*done.notes, f"{done.path} has {len(done.pictures)} pictures; they lie in {done.plots}."]
    )
