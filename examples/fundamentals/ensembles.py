"""Many networks together are better than each: bagging and boosting.

Above, bagging: each network learns from its own bootstrap, rows drawn with replacement, and the
average of their probabilities decides. Alone each follows the wrong labels among its rows; look at
how smooth the border becomes. Below, boosting: a network of two hidden units sees no more of a disc
than a stripe. Each next one gives more weight to the points that those before got wrong (larger
markers), and a weighted vote decides. Right: what more networks are worth on new points.

Course text: deep learning fundamentals. Sources: L. Breiman, "Bagging predictors", 1996; Y. Freund,
R. Schapire, "A decision-theoretic generalization of on-line learning", 1997; J. Zhu et al.,
"Multi-class AdaBoost" (SAMME), 2009.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import AdaBoostClassifier, BaggingClassifier

from dl4j_bridge.lab import plotting
from dl4j_bridge.sklearn import DL4JClassifier

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]
EDGES = {"bagging": (-1.6, 2.6, -1.2, 1.6), "boosting": (-1.5, 1.5, -1.5, 1.5)}


class Points(NamedTuple):
    """Points of the plane `(n, 2)` with their classes `(n,)`, 0 or 1."""

    x: Floats
    y: npt.NDArray[np.int64]


class Ensemble(NamedTuple):
    """What an ensemble learned.

    Attributes:
        points: It learned from.
        sizes: Weight of each point for the next member, `(n,)`, mean 1.
        alone: Class of each point of a grid, by the first member.
        together: The same by all members.
        accuracy: On new points, of the first 1, 2, 3, … members together.
        members: Accuracy of each member alone.
    """

    points: Points
    sizes: Floats
    alone: npt.NDArray[np.int64]
    together: npt.NDArray[np.int64]
    accuracy: Floats
    members: Floats


def moons(count: int, seed: int, wrong: float = 0.0) -> Points:
    """Two half-moons that reach into each other; a share of the labels is wrong."""
    random = np.random.RandomState(seed)
    y = np.arange(count) % 2
    angle = random.uniform(0, np.pi, count)
    x = np.column_stack([np.cos(angle), np.sin(angle)])
    x[y == 1] = [1.0, 0.4] - x[y == 1]
    return Points(x + random.normal(0, 0.15, x.shape), y ^ (random.uniform(size=count) < wrong))


def disc(count: int, seed: int) -> Points:
    """A disc, class 1, in a ring."""
    random = np.random.RandomState(seed)
    y = np.arange(count) % 2
    square = np.where(y == 1, random.uniform(0, 0.56, count), random.uniform(0.81, 1.69, count))
    angle = random.uniform(0, 2 * np.pi, count)
    return Points(np.sqrt(square)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), y)


def plane(name: str, points: int = 120) -> Floats:
    """A grid of points, row by row from the bottom, `(points², 2)`."""
    left, right, bottom, top = EDGES[name]
    across, up = np.meshgrid(np.linspace(left, right, points), np.linspace(bottom, top, points))
    return np.column_stack([across.ravel(), up.ravel()])


def bagging(members: int, epochs: int) -> Ensemble:
    """Each member learns its bootstrap by heart, wrong labels too; the average does not."""
    points, test = moons(100, seed=1, wrong=0.2), moons(2000, seed=2)
    network = DL4JClassifier((40, 40), learning_rate=0.01, epochs=epochs)
    bag = BaggingClassifier(network, members, random_state=1).fit(*points)
    votes = np.array([one.predict_proba(test.x)[:, 1] for one in bag.estimators_])
    averages = votes.cumsum(axis=0) / np.arange(1, members + 1)[:, None]
    return Ensemble(
        points,
        np.ones(len(points.y)),
        bag.estimators_[0].predict(plane("bagging")),
        bag.predict(plane("bagging")),
        ((averages > 0.5) == test.y).mean(axis=1),
        ((votes > 0.5) == test.y).mean(axis=1),
    )


def boosting(members: int, epochs: int) -> Ensemble:
    """Each member has two units, which go where those before were wrong."""
    points, test = disc(300, seed=3), disc(2000, seed=4)
    weak = DL4JClassifier((2,), learning_rate=0.05, epochs=epochs)
    boost = AdaBoostClassifier(weak, n_estimators=members, random_state=1).fit(*points)
    return Ensemble(
        points,
        weights(boost, points),
        boost.estimators_[0].predict(plane("boosting")),
        boost.predict(plane("boosting")),
        np.array(list(boost.staged_score(*test))),
        np.array([one.score(*test) for one in boost.estimators_]),
    )


def weights(boost: Any, points: Points) -> Floats:
    """What boosting made of the weights: e to the power of the votes against a point's class."""
    against = np.array([one.predict(points.x) != points.y for one in boost.estimators_])
    found = np.exp(boost.estimator_weights_[: len(against)] @ against)
    return np.asarray(found / found.mean())


def run(members: int = 25, epochs: int = 60) -> dict[str, Ensemble]:
    return {"bagging": bagging(members, epochs), "boosting": boosting(members, epochs // 2)}


def draw(result: dict[str, Ensemble]) -> Figure:
    """A row each: the first member alone, all together, accuracy by number of members."""
    figure, axes = plotting.canvas(3, 2)
    for row, (name, ensemble) in zip(axes, result.items(), strict=True):
        alone, together, curve = row
        regions(alone, name, ensemble.alone)
        mark(alone, ensemble.points, np.ones_like(ensemble.sizes))
        alone.set_title(f"{name}: the first network alone")
        regions(together, name, ensemble.together)
        mark(together, ensemble.points, ensemble.sizes)
        together.set_title(f"{name}: all {len(ensemble.members)} together")
        count = np.arange(1, len(ensemble.members) + 1)
        curve.plot(count, 100 * ensemble.accuracy, label="together")
        curve.plot(count, 100 * ensemble.members, "o", markersize=4, label="each alone")
        curve.set(xlabel="networks", ylabel="right answers on new points, %", title=name)
        curve.legend()
    return figure


def regions(axis: Any, name: str, classes: npt.NDArray[np.int64]) -> None:
    """The plane, light where the answer is class 1."""
    side = round(len(classes) ** 0.5)
    axis.imshow(
        classes.reshape(side, side),
        extent=EDGES[name],
        origin="lower",
        cmap="gray",
        alpha=0.5,
        vmin=-0.6,
        vmax=1,
    )
    axis.set(xlabel="x", ylabel="y", aspect="equal")
    axis.grid(False)


def mark(axis: Any, points: Points, sizes: Floats) -> None:
    """The points, as large as their weights."""
    for label, marker in ((0, "o"), (1, "^")):
        mine = points.y == label
        area = 12 * np.minimum(sizes[mine], 8)
        colour = plotting.COLOURS[label + 1]
        axis.scatter(*points.x[mine].T, s=area, marker=marker, color=colour, alpha=0.8)


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for name, ensemble in result.items():
        print(
            f"{name}: a network alone {ensemble.members.mean():.1%} (mean of "
            f"{len(ensemble.members)}), all together {ensemble.accuracy[-1]:.1%}"
        )
    print(f"saved {plotting.save(draw(result), out / 'ensembles.png')}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
