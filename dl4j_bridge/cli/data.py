"""The commands about published data sets: which are here, getting them, checking them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from ..errors import DataError
from . import completing
from .offline import offline

if TYPE_CHECKING:
    from ..datasets.known import Known

_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
_NAME = click.argument("name", metavar="NAME", shell_complete=completing.published_data)


@click.group(short_help="List, fetch or verify published data sets.")
def data() -> None:
    """Published data sets that do not travel with the package: which are here, fetch, verify."""


@data.command("list", epilog="Example: dl4j-bridge data list")
@_JSON
def list_sets(as_json: bool) -> None:
    """Show what `--data` can name, how large a download is, where it lies."""
    from ..datasets.known import KNOWN
    from ..datasets.places import find

    rows: list[dict[str, Any]] = [
        {
            "name": name,
            "download_bytes": known.published.size,
            "licence": known.published.licence,
            "folder": str(found) if (found := find(known.published, known.holds)) else None,
        }
        for name, known in KNOWN.items()
    ]
    if as_json:
        _print_json(data=rows)
        return
    for row in rows:
        size = f"{row['download_bytes'] / 1e6:7.1f} MB"
        click.echo(f"{row['name']:<16} {size}  {row['folder'] or 'to be fetched'}")
    click.echo("Every split of EMNIST is in one download.")


@data.command("fetch", epilog="Example: dl4j-bridge data fetch fashion-mnist")
@_NAME
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@offline
@_JSON
def fetch_files(name: str, quiet: bool, as_json: bool) -> None:
    """Download the data set NAME if it is not here, check it."""
    from ..datasets.places import locate
    from .download import download_bar

    known = _known(name)
    with download_bar(quiet=quiet) as on_progress:
        folder = locate(known.published, known.holds, on_progress=on_progress)
    if as_json:
        _print_json(name=name, folder=str(folder))
    else:
        click.echo(f"{known.published.title}: {folder}")


@data.command("verify", epilog="Example: dl4j-bridge data verify cifar10:downloads")
@click.argument("name", metavar="NAME[:FOLDER]", shell_complete=completing.published_data)
@_JSON
def verify_files(name: str, as_json: bool) -> None:
    """Read the whole data set NAME, compare its files with the checksums published."""
    from ..datasets.places import find, locate
    from ..datasets.verifying import verify

    name, colon, folder = name.partition(":")
    known = _known(name)
    if colon:
        place = locate(known.published, known.holds, folder)
    elif (found := find(known.published, known.holds)) is not None:
        place = found
    else:
        fetch = f"dl4j-bridge data fetch {name}"
        raise DataError(f"{name} is not on this machine. Get it with: {fetch}")
    read = known.load(place)
    same = verify(known.published, place)
    if as_json:
        counts: dict[str, Any] = {"train": len(read.train), "test": len(read.test)}
        _print_json(name=name, folder=str(place), **counts, as_published=[str(p) for p in same])
        return
    click.echo(f"{place}: {read!r}")
    for path in same:
        click.echo(f"  {path.name}: as published")
    if not same:
        click.echo("  whole; for files out of their archive nobody publishes checksums")


def _known(name: str) -> Known:
    from ..datasets.known import KNOWN
    from ..spelling import suggest

    if name not in KNOWN:
        raise click.UsageError(
            f"There is no published data set '{name}'.{suggest(name, KNOWN)} "
            f"There are {', '.join(KNOWN)}."
        )
    return KNOWN[name]


def _print_json(**content: Any) -> None:
    click.echo(json.dumps({"schema": 1, "ok": True, **content}))
