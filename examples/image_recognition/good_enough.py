"""Is this good enough? The errors behind an accuracy of 98 %.

The lecture "Image Recognition with DL4J" ends with this question, and an accuracy does not answer
it. Look at which digits are taken for which (confusion matrix), at the errors the network is
surest of, at whether its probabilities can be believed (DL4J's EvaluationCalibration: of the digits
read with a confidence of 0.7, are 70 % right?), and at what is left to do by hand if it may refuse
the doubtful ones. People err on about 0.2 % of such digits (LeCun and others, Learning algorithms
for classification, 1995).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    Adam,
    DenseLayer,
    EvaluationCalibration,
    LossFunctions,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HUMAN_ERROR = 0.002
BINS = 10


class Result(NamedTuple):
    evaluation: bridge.Evaluation
    images: np.ndarray  # (n, 28, 28), test digits
    labels: np.ndarray  # (n,)
    probabilities: np.ndarray  # (n, 10)
    confidence: np.ndarray  # (n,), probability of the answer given
    right: np.ndarray  # (n,), whether that answer is right
    worst: np.ndarray  # rows of wrong answers, the surest first
    said: np.ndarray  # mean confidence of each bin that has digits
    true: np.ndarray  # share of right answers in the same bins


def trained(digits: bridge.datasets.Dataset, units: int, epochs: int) -> Any:
    configuration = (
        NeuralNetConfiguration.Builder()
        .seed(123)
        .updater(Adam(0.001))
        .list()
        .layer(DenseLayer.Builder().nIn(28 * 28).nOut(units).activation(Activation.RELU).build())
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
            .nIn(units)
            .nOut(10)
            .activation(Activation.SOFTMAX)
            .build()
        )
        .build()
    )
    model = MultiLayerNetwork(configuration)
    bridge.fit(model, digits.train, epochs=epochs, batch_size=128, progress=False)
    return model


def calibration(right: np.ndarray, confidence: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the network said and what was true, a number a bin.

    "The answer is right" is a class of its own here, and the confidence its probability.
    """
    judge = EvaluationCalibration(BINS, BINS)
    judge.eval(
        np.stack([~right, right], axis=1).astype(np.float32),
        np.stack([1 - confidence, confidence], axis=1),
    )
    diagram = judge.getReliabilityDiagram(1)
    return np.array(diagram.getMeanPredictedValueX()), np.array(diagram.getFractionPositivesY())


def run(rows: int = 60_000, test_rows: int = 10_000, units: int = 1000, epochs: int = 3) -> Result:
    digits = bridge.datasets.mnist().take(rows, test_rows)
    model = trained(digits, units, epochs)
    probabilities = bridge.predict(model, digits.test.x)
    labels, confidence = digits.test.labels, probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    surest_first = np.argsort(-confidence, kind="stable")
    return Result(
        bridge.evaluate(model, digits),
        digits.test.x.reshape(-1, 28, 28),
        labels,
        probabilities,
        confidence,
        right,
        surest_first[~right[surest_first]],
        *calibration(right, confidence),
    )


def error_when_refusing(result: Result) -> np.ndarray:
    """Share of wrong answers among the k + 1 digits it is surest of, (n,)."""
    wrong = ~result.right[np.argsort(-result.confidence, kind="stable")]
    return np.cumsum(wrong) / np.arange(1, len(wrong) + 1)


def answered_as_well_as_people(result: Result) -> float:
    """The largest share of digits it can read with no more errors than people make."""
    good = np.flatnonzero(error_when_refusing(result) <= HUMAN_ERROR)
    return (good[-1] + 1) / len(result.labels) if good.size else 0.0


def draw(result: Result) -> Figure:
    figure, axes = plotting.canvas(columns=2, rows=2, width=4.6, height=4.2)
    draw_confusion(axes[0, 0], result.evaluation.confusion)
    draw_worst(axes[0, 1], result)
    draw_calibration(axes[1, 0], result)
    draw_refusals(axes[1, 1], result)
    return figure


def draw_confusion(axes: Any, confusion: np.ndarray) -> None:
    errors = confusion - np.diag(confusion.diagonal())
    axes.imshow(errors, cmap="gray_r", vmax=max(2 * errors.max(), 1))
    for (row, column), count in np.ndenumerate(confusion):
        weight = "bold" if row == column else "normal"
        axes.text(column, row, count or "", ha="center", va="center", fontsize=7, weight=weight)
    axes.set(title="Confusion matrix (errors shaded)", xlabel="read as", ylabel="is")
    axes.set(xticks=range(10), yticks=range(10))
    axes.grid(False)


def draw_worst(axes: Any, result: Result, columns: int = 4, rows: int = 3) -> None:
    axes.set_axis_off()
    axes.set_title("Wrong, and the surest of it")
    for place, digit in enumerate(result.worst[: columns * rows]):
        x, y = place % columns / columns, 1 - (place // columns + 1) / rows
        box = axes.inset_axes([x, y, 0.9 / columns, 0.72 / rows])
        box.imshow(result.images[digit], cmap="gray_r")
        box.set_axis_off()
        chances, label = result.probabilities[digit], result.labels[digit]
        box.set_title(
            f"read {chances.argmax()}: {chances.max():.1%}\nis {label}: {chances[label]:.1%}",
            fontsize=7,
        )


def draw_calibration(axes: Any, result: Result) -> None:
    counts = np.histogram(result.confidence, BINS, (0, 1))[0]
    axes.plot([0, 1], [0, 1], color="gray", label="said = true")
    axes.plot(result.said, result.true, marker="o", color=plotting.COLOURS[1], label="network")
    for said, true, count in zip(result.said, result.true, counts[counts > 0], strict=True):
        below = (7, -9) if said < 0.9 else (-34, 0)
        axes.annotate(f"{count}", (said, true), below, textcoords="offset points", fontsize=8)
    axes.set(title="Reliability (with numbers of digits)", xlim=(0, 1.02), ylim=(-0.07, 1.07))
    axes.set(xlabel="confidence of the answer", ylabel="share of right answers")
    axes.legend(loc="upper left")


def draw_refusals(axes: Any, result: Result) -> None:
    error = 100 * error_when_refusing(result)
    axes.plot(100 * np.arange(1, len(error) + 1) / len(error), error, color="black")
    axes.axhline(100 * HUMAN_ERROR, **line(2), label=f"people, {HUMAN_ERROR:.1%}")
    axes.axvline(
        100 * answered_as_well_as_people(result), **line(3), label="as good as people up to here"
    )
    axes.set(title="If it may refuse the doubtful ones", ylim=(0, None))
    axes.set(xlabel="digits it reads, the surest first, %", ylabel="errors among them, %")
    axes.legend(loc="upper left")


def line(number: int) -> dict[str, Any]:
    return {"color": plotting.COLOURS[number], "linestyle": plotting.DASHES[number]}


def main(out: Path = Path("pictures")) -> None:
    result = run()
    accuracy = result.evaluation.accuracy
    error = 1 - accuracy
    answered = answered_as_well_as_people(result)
    print(f"Test accuracy {accuracy:.2%}: one digit in {1 / error:.0f} is wrong,")
    print(f"{error / HUMAN_ERROR:.0f} times as many as with people ({HUMAN_ERROR:.1%}).")
    print(f"Five digits of a postcode are all right in {accuracy**5:.1%} of the letters.")
    print(f"It reads {answered:.1%} of the digits as well as people do; the rest is for them.")
    print("Not good enough alone, then, but good enough to leave people the doubtful digits.")
    print(plotting.save(draw(result), out / "good_enough.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
