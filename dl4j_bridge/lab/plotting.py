"""How every picture of the bridge looks: legible in black and white, safe for the colour-blind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import SetupError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe and Ito's palette, darkest first; each colour has a dash of its own for grey print.
COLOURS = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)))

_STYLE: dict[str, Any] = {
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": "medium",
    "figure.dpi": 100,
    "font.size": 10,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "savefig.dpi": 100,
}


def canvas(
    columns: int = 1, rows: int = 1, *, width: float = 4.2, height: float = 3.4
) -> tuple[Figure, Any]:
    """A figure with `rows` × `columns` axes in the bridge's style, without pyplot's global state.

    Args:
        columns: Axes side by side.
        rows: Axes one above the other.
        width: Of one of them, inches.
        height: Of one of them, inches.

    Returns:
        The figure; its axes, an object array `(rows, columns)`.

    Raises:
        SetupError: matplotlib is not installed.
    """
    try:
        import matplotlib
        from cycler import cycler
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as fault:
        raise SetupError(
            "Pictures need matplotlib, which is not installed. "
            "Type: pip install 'dl4j-bridge[plots]'"
        ) from fault
    lines = cycler(color=COLOURS) + cycler(linestyle=DASHES)
    style: Any = {**_STYLE, "axes.prop_cycle": lines}
    with matplotlib.rc_context(style):
        figure = Figure(figsize=(columns * width, rows * height), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots(rows, columns, squeeze=False)
    return figure, axes


def save(figure: Figure, path: str | Path, *, dpi: int = 100) -> Path:
    """Write the figure, `dpi` dots an inch; the folder is made. The same figure, the same bytes."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=dpi, metadata={"Software": None} if path.suffix == ".png" else None)
    return path
