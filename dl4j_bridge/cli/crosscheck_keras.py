"""How a check of a Keras model is shown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from ..lab.keras_check import KerasCheck, LayerCheck


def to_json(result: KerasCheck) -> dict[str, Any]:
    """A check as plain data for `--json`; `equal` says what the exit code says."""
    return {
        "file": str(result.path),
        "keras_version": result.version,
        "network": result.network,
        "parameters": result.parameters,
        "rows": result.rows,
        "seed": result.seed,
        "tolerance": result.tolerance,
        "keras": result.keras,
        "equal": result.agrees,
        "largest_difference": _number(result.largest),
        "first_difference": result.first.name if result.first else None,
        "verdict": result.verdict,
        "layers": [
            {
                "name": layer.name,
                "class": layer.kind,
                "shape": list(layer.shape),
                "difference": _number(layer.difference),
                "scale": _number(layer.scale),
                "difference_to_keras": _number(layer.keras),
                "equal": layer.agrees,
                "note": layer.note,
            }
            for layer in result.layers
        ],
    }


def show(result: KerasCheck, out: Console) -> None:
    """Print a check: what was compared, a line for each layer, the verdict."""
    from rich import box
    from rich.table import Table

    from ..modelfile.refusal import printable

    rows = f"{result.rows} rows" + (f" (random, seed {result.seed})" if result.seed else "")
    against = "numpy" + (f" and Keras {result.keras}" if result.keras else "")
    out.print(
        f"{result.path}: Keras {printable(result.version)}, {result.parameters:,} parameters. "
        f"{result.network} against {against}, {rows}.",
        markup=False,
        highlight=False,
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("", "layer", "class", "output"):
        table.add_column(heading, overflow="fold")
    for heading in ("difference", *["to Keras"] * bool(result.keras)):
        table.add_column(heading, justify="right", no_wrap=True)
    for layer in result.layers:
        table.add_row(*_cells(layer, bool(result.keras)))
    out.print(table)
    out.print(printable(result.verdict), markup=False, highlight=False, soft_wrap=True)


def _cells(layer: LayerCheck, beside: bool) -> list[str]:
    from rich.markup import escape

    from ..modelfile.refusal import printable

    size = "x".join(map(str, layer.shape))
    texts = ["" if layer.agrees else "≠", escape(printable(layer.name)), layer.kind, size]
    return [*texts, _size(layer.difference), *[_size(layer.keras)] * beside]


def _size(difference: float | None) -> str:
    if difference is None:
        return "·"
    return f"{difference:.1e}" if math.isfinite(difference) else "shape"


def _number(value: float | None) -> float | None:
    """JSON knows no infinity; a note or the verdict tells."""
    return value if value is not None and math.isfinite(value) else None
