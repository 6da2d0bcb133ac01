"""The picture of docs/scale.md."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from dl4j_bridge.lab.plotting import canvas


def picture(found: dict[str, Any]) -> Figure:
    """Measured epochs, simulated speed, accuracy.

    Args:
        found: what docs/scale.json holds.
    """
    figure, axes = canvas(3, width=4.8, height=4.2)
    _epochs(axes[0, 0], found)
    _simulated(axes[0, 1], found["simulated"])
    _accuracy(axes[0, 2], found["accuracy"])
    return figure


def _epochs(axes: Any, found: dict[str, Any]) -> None:
    for name, word in (("strong", "{:,} rows"), ("weak", "{:,} rows a worker")):
        alone, *rows = found[name]
        label = word.format(alone["rows"])
        workers = [row["workers"] for row in rows]
        [line] = axes.plot(workers, [row["seconds"] for row in rows], marker="o", label=label)
        communication = [row["communication"] for row in rows]
        colour = line.get_color()
        axes.plot(workers, communication, ":", color=colour, label="of it communication")
    alone = found["strong"][0]
    axes.axhline(
        alone["seconds"], linewidth=1, color="grey", label=f"{alone['rows']:,} rows without Spark"
    )
    axes.set(title="Measured on one machine", xlabel="workers", ylabel="seconds an epoch")
    axes.set_xticks(workers)
    axes.set_ylim(bottom=0)
    axes.legend(fontsize="small")


def _simulated(axes: Any, epochs: list[dict[str, Any]]) -> None:
    for case in dict.fromkeys(one["case"] for one in epochs):
        rows = [one for one in epochs if one["case"] == case]
        speedups = [one["speedup"] for one in rows]
        axes.loglog([one["workers"] for one in rows], speedups, marker="o", label=case)
    axes.axhline(1, linewidth=1, color="grey")
    axes.set(title="Simulated", xlabel="workers", ylabel="speed-up over one process")
    axes.legend(fontsize="x-small")


def _accuracy(axes: Any, found: list[dict[str, Any]]) -> None:
    alone, *others = found
    axes.axhline(alone["accuracy"], linewidth=1, color="grey", label="one worker")
    for averaging in sorted({one["averaging"] for one in others}):
        for faster in (False, True):
            rows = [
                one
                for one in others
                if one["averaging"] == averaging and (one["rate"] > 1) is faster
            ]
            label = f"a mean every {averaging}" + ", rate × workers" * faster
            accuracies = [one["accuracy"] for one in rows]
            if rows:
                axes.semilogx(
                    *([one["workers"] for one in rows], accuracies),
                    base=2,
                    marker="o",
                    label=label,
                )
    axes.set(title="What is learnt in 3 epochs", xlabel="workers", ylabel="test accuracy")
    axes.legend(fontsize="small")
