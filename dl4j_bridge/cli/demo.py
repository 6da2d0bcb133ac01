"""The command that shows a network at work on what one draws."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..errors import UsageError
from .memory import memory
from .offline import offline
from .supervised import Supervised

_DEFAULT = "models/lecture.zip"


@click.command(cls=Supervised, short_help="Draw a digit and watch a network read it.")
@click.argument("model", type=click.Path(path_type=Path), required=False)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    help="Of the page; 0 takes one that is free.",
)
@click.option(
    "--image",
    metavar="HEIGHTxWIDTH",
    help="Size of the pictures where the model does not say it; else 28x28.",
)
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
@memory
@offline
@click.option("--json", "as_json", is_flag=True, help="Print the address as a JSON object.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error.")
def demo(
    model: Path | None, port: int, image: str | None, no_browser: bool, as_json: bool, quiet: bool
) -> None:
    """Open a page to draw on: a saved MODEL says what it reads, and shows its layers at work.

    Without MODEL: the course's network, trained on MNIST, that travels with the bridge. The page
    is for this machine alone (127.0.0.1); Ctrl-C ends it.

    \b
    Examples:
      dl4j-bridge demo
      dl4j-bridge demo runs/lenet/model.zip
      dl4j-bridge demo --port 8000 --no-browser
    """
    size = _size(image) if image else None
    from ..lab.demo.reader import Reader
    from ..lab.demo.server import DemoServer
    from ..paths import build_file
    from .download import download_bar

    with download_bar(quiet=quiet) as on_fetch:
        reader = Reader(model or build_file(_DEFAULT), size, on_fetch)
    with DemoServer(reader, port) as server:
        if as_json:
            click.echo(json.dumps({"schema": 1, "ok": True, "address": server.address}))
        if not quiet:
            click.echo(f"Draw at {server.address} (Ctrl-C ends it)", err=True)
        if not no_browser:
            _open(server.address)
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            return  # the way to end it, nothing was cut short


def _size(text: str) -> tuple[int, int]:
    height, _, width = text.partition("x")
    # isdigit alone takes superscripts, which int does not.
    if not all(
        side.isascii() and side.isdigit() and 8 <= int(side) <= 512 for side in (height, width)
    ):
        raise UsageError(f"--image is '{text}', but must be like 28x28, from 8 to 512 pixels.")
    return int(height), int(width)


def _open(address: str) -> None:
    """Open the page without waiting: some browsers return when they are closed."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
