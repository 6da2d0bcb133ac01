"""The command that looks into a model file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from ..modelfile import LayerRow, ModelFile

_UNLIMITED = 10_000  # characters in a line


@click.command(short_help="Show what is in a model file.")
@click.argument("model", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def inspect(model: Path, as_json: bool) -> None:
    """Show what is in a saved MODEL: layers, parameters, updater, entries of the file.

    Starts no Java, and refuses a file that could harm it.
    """
    from .. import modelfile
    from ..lab.summary import facts
    from .console import console

    found = modelfile.read(model)
    if as_json:
        click.echo(json.dumps({"schema": 1, "ok": True, **facts(found)}))
    else:
        show(found, console())


def show(model: ModelFile, out: Console) -> None:
    """Print a model file's summary."""
    from rich.table import Table

    from ..lab import summary

    heads = Table(box=None, show_header=False, pad_edge=False)
    heads.add_column(no_wrap=True)
    heads.add_column(overflow="fold")
    state = f"with{'' if model.resumable else 'out'} its state"
    for head, text in (
        ("File", f"{model.path} ({summary.size(model.size)})"),
        ("SHA-256", model.sha256),
        ("Saved by", summary.origin(model)),
        ("Network", f"{model.kind}, {model.parameters:,} parameters ({model.dtype})"),
        ("Updater", f"{', '.join(map(summary.in_words, model.updaters)) or 'none'}, {state}"),
        ("Trained", f"iterations {model.iterations:,}, epochs {model.epochs:,}"),
        ("Seed", str(model.seed)),
        ("Normalizer", model.normalizer or "none"),
    ):
        heads.add_row(head, _plain(text))
    layers = _layers(model, narrow=False)
    if out.measure(layers, options=out.options.update(width=_UNLIMITED)).maximum > out.width:
        layers = _layers(model, narrow=True)
    out.print(heads, "", layers, _entries(model), sep="\n")
    for warning in summary.warnings(model):
        out.print(f"Warning: {_plain(warning)}")


def _layers(model: ModelFile, narrow: bool) -> Table:
    """A line for each layer; on a narrow terminal, what is known of it in one cell."""
    from rich import box
    from rich.table import Table

    graph = model.kind == "ComputationGraph"
    headings = ["layer", "type", *["from"] * graph, "in → out", "activation", "parameters"]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("", "layer") if narrow else ("", *headings):
        table.add_column(heading, overflow="fold")
    table.add_column("count", justify="right", no_wrap=True)
    for index, row in enumerate(model.layers):
        count = "?" if row.count is None else f"{row.count:,}"
        cells = _cells(row, graph)
        joined = ["  ".join(cell for cell in cells if cell)] if narrow else cells
        table.add_row(str(index), *joined, count)
    table.add_section()
    table.add_row(*[""] * (len(table.columns) - 2), "total", f"{model.parameters:,}")
    return table


def _cells(row: LayerRow, graph: bool) -> list[str]:
    from ..lab import summary

    through = f"{row.n_in or '·'} → {row.n_out or '·'}" if row.n_in or row.n_out else ""
    sources = [", ".join(row.inputs)] * graph
    texts = [row.name, row.type, *sources, through, row.activation or "", summary.shapes(row)]
    return [_plain(text) for text in texts]


def _entries(model: ModelFile) -> Table:
    from rich import box
    from rich.table import Table

    from ..lab import summary

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("entry", overflow="fold")
    table.add_column("holds", justify="right")
    table.add_column("takes", justify="right")
    for entry in model.entries:
        table.add_row(entry.name, summary.size(entry.size), summary.size(entry.stored))
    return table


def _plain(text: str) -> str:
    """Text of a file without what a terminal, or rich, would take as an order."""
    from rich.markup import escape

    from ..modelfile.refusal import printable

    return escape(printable(text))
