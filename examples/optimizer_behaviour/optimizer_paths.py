"""The paths of eight optimizers over a long bowl, a banana-shaped valley and a saddle.

Look at SGD first: it zigzags across the bowl, creeps in the valley and stays near the saddle
longest. Momentum overshoots the minimum and comes back; the adaptive ones set off diagonally, for
they give both directions the same step. The updaters are DL4J's own, asked for one step after the
other; only plain momentum, which DL4J does not have, is the formula V ← 0.9·V + η·∇. The valley is
Rosenbrock's (1960), with 10 in place of 100. From the texts on deep neural networks and on applying
convolutional networks.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import AdaDelta, AdaGrad, Adam, HashMap, Nadam, Nesterovs, RmsProp, Sgd
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]
Update = Callable[[Floats, int], None]  # turns a gradient into a step, in place


class Surface(NamedTuple):
    height: Callable[[Floats, Floats], Floats]
    slope: Callable[[float, float], tuple[float, float]]
    start: tuple[float, float]
    window: tuple[float, float, float, float]  # x and y from, to
    goal: tuple[float, float]  # the minimum, or the saddle
    rate: float  # of SGD
    momentum_rate: float
    steps: int


SURFACES = {
    "bowl": Surface(
        lambda x, y: 0.5 * (x**2 + 20 * y**2),
        lambda x, y: (x, 20 * y),
        (-4.0, 1.5),
        (-4.5, 2.5, -2.0, 2.0),
        (0.0, 0.0),
        rate=0.095,  # from 0.1 on it would leave
        momentum_rate=0.02,
        steps=60,
    ),
    "valley": Surface(
        lambda x, y: (1 - x) ** 2 + 10 * (y - x**2) ** 2,
        lambda x, y: (2 * (x - 1) - 40 * x * (y - x**2), 20 * (y - x**2)),
        (-1.3, 0.5),
        (-2.0, 2.0, -1.0, 2.5),
        (1.0, 1.0),
        rate=0.004,
        momentum_rate=0.004,
        steps=150,
    ),
    "saddle": Surface(
        lambda x, y: x**2 - y**2,
        lambda x, y: (2 * x, -2 * y),
        (-1.5, 1e-3),
        (-1.75, 0.75, -0.5, 1.5),
        (0.0, 0.0),
        rate=0.02,
        momentum_rate=0.02,
        steps=120,
    ),
}


def by_dl4j(updater: Any) -> Update:
    size = int(updater.stateSize(2))
    # SGD remembers nothing: it takes no array, but an empty map of them.
    state = bridge.to_nd4j(np.zeros((1, size))) if size else HashMap()
    rule = updater.instantiate(state, True)

    def update(gradient: Floats, iteration: int) -> None:
        rule.applyUpdater(bridge.to_nd4j(gradient, copy=False), iteration, 0)

    return update


def momentum(rate: float) -> Update:
    velocity = np.zeros((1, 2))

    def update(gradient: Floats, iteration: int) -> None:
        velocity[:] = 0.9 * velocity + rate * gradient
        gradient[:] = velocity

    return update


def optimizers(surface: Surface) -> dict[str, Update]:
    return {
        "SGD": by_dl4j(Sgd(surface.rate)),
        "momentum": momentum(surface.momentum_rate),
        "Nesterov": by_dl4j(Nesterovs(surface.momentum_rate, 0.9)),
        "AdaGrad": by_dl4j(AdaGrad(0.7)),
        "RMSProp": by_dl4j(RmsProp(0.05)),
        "Adam": by_dl4j(Adam(0.15)),
        # DL4J's Nadam starts with 60 times its rate: no correction of the second moment.
        "Nadam": by_dl4j(Nadam(0.005)),
        "AdaDelta": by_dl4j(AdaDelta()),
    }


def descend(surface: Surface, update: Update) -> Floats:
    """Places (x, y) from the start on; shape (steps + 1, 2)."""
    place = np.array([surface.start])
    path = [place[0].copy()]
    for iteration in range(surface.steps):
        step = np.array([surface.slope(*place[0])])
        update(step, iteration)
        place -= step
        path.append(place[0].copy())
    return np.array(path)


def run() -> dict[str, dict[str, Floats]]:
    """Path by surface and optimizer."""
    return {
        title: {name: descend(surface, update) for name, update in optimizers(surface).items()}
        for title, surface in SURFACES.items()
    }


def draw(result: dict[str, dict[str, Floats]]) -> Figure:
    figure, axes = plotting.canvas(len(result), 2, width=3.6, height=2.9)
    for column, (title, by_optimizer) in zip(axes.T, result.items(), strict=True):
        surface = SURFACES[title]
        left, right, bottom, top = surface.window
        x, y = np.meshgrid(np.linspace(left, right, 120), np.linspace(bottom, top, 120))
        height = surface.height(x, y)
        # Levels close together where it is low; a saddle has no lowest place.
        levels = np.quantile(height, np.linspace(0.005, 1, 11) ** 2)
        for ax in column:
            ax.contour(x, y, height, levels, colors="0.8", linestyles="-", linewidths=0.8)
            ax.plot(*surface.goal, "*", color="0.4", markersize=12)
            ax.set(title=title, xlim=(left, right), ylim=(bottom, top), xlabel="x")
            ax.grid(visible=False)
        for number, (name, path) in enumerate(by_optimizer.items()):
            ax, place = (column[0], number) if number < 3 else (column[1], number - 3)
            colour, dash = plotting.COLOURS[place], plotting.DASHES[place]
            ax.plot(*path.T, color=colour, linestyle=dash, linewidth=1.3, label=name)
            ax.plot(*path[::5].T, "o", color=colour, markersize=2.5)
    for ax in axes[:, 0]:
        ax.legend(loc="upper right", fontsize=8, frameon=True)
        ax.set_ylabel("y (a dot: 5 steps)")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for title, by_optimizer in result.items():
        steps = SURFACES[title].steps
        print(f"{title}, after {steps} steps")
        for name, path in by_optimizer.items():
            left = float(np.linalg.norm(path[-1] - SURFACES[title].goal))
            length = float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())
            print(f"  {name:9} {left:9.3f} from the star, came {length:9.3f}")
    print(plotting.save(draw(result), out / "optimizer_paths.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
