"""The same points before and after preprocessing, and how fast a network learns from each.

Subtracting the mean, dividing by the standard deviation, scaling to [0, 1] or [-1, 1] (course text
"Deep learning fundamentals"). Look at the axes of the five clouds: their shape is the same but for
stretching. Then at the losses, each at the best of nine rates: what was measured in centimetres and
in metres has a long, narrow valley, where a rate small enough for the one is too small for the
other; standardised points have a round one. All but the mean is the work of DL4J's normalizers.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    DataSet,
    LossFunctions,
    MultiLayerNetwork,
    Nd4j,
    NeuralNetConfiguration,
    NormalizerMinMaxScaler,
    NormalizerStandardize,
    OutputLayer,
    Sgd,
    WeightInit,
)
from dl4j_bridge.errors import Diverged
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RATES = (1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0, 100.0)
KNOWS_NOTHING = np.log(2)  # loss of a network that says 50 % to everything


class Result(NamedTuple):
    labels: np.ndarray  # class of each point, (n,)
    clouds: dict[str, np.ndarray]  # (n, 2), by kind of preprocessing
    losses: dict[str, np.ndarray]  # after each step, at the best rate
    rates: dict[str, float]  # that best rate


def measured(points: int) -> tuple[np.ndarray, np.ndarray]:
    """Heights in centimetres, strides in metres; the class depends on both."""
    random = np.random.default_rng(7)
    unit = random.normal(size=(points, 2))
    noise = 0.3 * random.normal(size=points)
    labels = (unit.sum(axis=1) + noise > 0).astype(np.int64)
    return (unit * (9, 0.07) + (170, 0.75)).astype(np.float32), labels


def normalized(normalizer: Any, x: np.ndarray) -> np.ndarray:
    """What a normalizer of DL4J makes of x; it learns its numbers from the same x."""
    data = DataSet(x.copy(), x)  # transform() writes into the features
    normalizer.fit(data)
    normalizer.transform(data)
    return np.array(data.getFeatures())


def preprocessed(x: np.ndarray) -> dict[str, np.ndarray]:
    features = Nd4j.create(x)
    return {
        "as measured": x,
        "mean subtracted": np.array(features.subRowVector(features.mean(0))),
        "standardised": normalized(NormalizerStandardize(), x),
        "scaled to [0, 1]": normalized(NormalizerMinMaxScaler(0, 1), x),
        "scaled to [-1, 1]": normalized(NormalizerMinMaxScaler(-1, 1), x),
    }


def losses(x: np.ndarray, labels: np.ndarray, rate: float, steps: int) -> np.ndarray:
    """Descend with all points at once; infinite from where the loss is none any more."""
    configuration = (
        NeuralNetConfiguration.Builder()
        .weightInit(WeightInit.ZERO)  # every run begins with a loss of ln 2
        .updater(Sgd(rate))
        .list()
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
            .nIn(2)
            .nOut(2)
            .activation(Activation.SOFTMAX)
            .build()
        )
        .build()
    )
    history = bridge.History()
    model = MultiLayerNetwork(configuration)
    with suppress(Diverged):
        bridge.fit(
            model, (x, labels), epochs=steps, batch_size=len(x), history=history, progress=False
        )
    found = np.full(steps, np.inf)
    found[: len(history.scores)] = history.scores
    return np.nan_to_num(found, nan=np.inf)


def run(points: int = 200, steps: int = 60) -> Result:
    x, labels = measured(points)
    clouds = preprocessed(x)
    best, rates = {}, {}
    for name, cloud in clouds.items():
        tried = {rate: losses(cloud, labels, rate, steps) for rate in RATES}
        rates[name] = min(tried, key=lambda rate: tried[rate].mean())
        best[name] = tried[rates[name]]
    return Result(labels, clouds, best, rates)


def draw(result: Result) -> Figure:
    figure, axes = plotting.canvas(columns=3, rows=2, width=3.6, height=3.1)
    for (name, cloud), box in zip(result.clouds.items(), axes.flat, strict=False):
        for label, marker in enumerate("ox"):
            one = cloud[result.labels == label].T
            box.plot(*one, marker, color=plotting.COLOURS[1 + label], markersize=3.5)
        unit = "cm, m" if name in ("as measured", "mean subtracted") else "no unit"
        box.set(title=f"{name} ({unit})", xlabel="height", ylabel="stride")
    curves = axes.flat[-1]
    for name, loss in result.losses.items():
        curves.plot(range(1, len(loss) + 1), loss, label=f"{name}, rate {result.rates[name]:g}")
    curves.set(title="Convergence, each at its best rate", ylim=(0, 1.3))
    curves.set(xlabel="step of gradient descent", ylabel="loss (cross-entropy)")
    curves.legend(fontsize="x-small", loc="upper right")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    print(f"Loss at the end (of a network that knows nothing: {KNOWS_NOTHING:.3f}):")
    for name, loss in result.losses.items():
        print(f"  {name:18} {loss[-1]:.3f} at its best rate, {result.rates[name]:g}")
    print(plotting.save(draw(result), out / "preprocessing.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
