"""Training stops when the validation loss has not improved for a while, and the best weights stay.

A fifth of 1,000 digits have a wrong label, which a network should rather not learn; a quarter is
set aside for validation. Look at the two curves: the training loss falls for ever, the validation
loss has a minimum. With patience 5, training ends five epochs after it, and the network given back
is the one of the minimum.

Course texts: introduction to optimization methods; deep learning fundamentals. Source: L. Prechelt,
"Early Stopping - But When?", 1998; DL4J's EarlyStoppingTrainer.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

import dl4j_bridge as bridge
from dl4j_bridge.datasets import Split
from dl4j_bridge.dl4j import (
    Activation,
    CollectScoresIterationListener,
    DataSet,
    DataSetLossCalculator,
    DenseLayer,
    EarlyStoppingConfiguration,
    EarlyStoppingTrainer,
    InMemoryModelSaver,
    ListDataSetIterator,
    LossFunctions,
    MaxEpochsTerminationCondition,
    MultiLayerNetwork,
    Nesterovs,
    NeuralNetConfiguration,
    OutputLayer,
    ScoreImprovementEpochTerminationCondition,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BATCH = 50


class Trained(NamedTuple):
    """Losses by epoch, counted from 0; test accuracies, 0..1, of the best and the last weights."""

    train_loss: npt.NDArray[np.float64]
    validation_loss: npt.NDArray[np.float64]
    best_epoch: int
    reason: str
    best_accuracy: float
    last_accuracy: float
    best_network: MultiLayerNetwork


class Result(NamedTuple):
    """The same training, with patience and to the end."""

    patient: Trained
    endless: Trained
    rows: tuple[int, int]


def network() -> MultiLayerNetwork:
    conf = (
        NeuralNetConfiguration.Builder()
        .seed(123)
        .updater(Nesterovs(0.03, 0.9))
        .list()
        .layer(DenseLayer.Builder().nIn(784).nOut(100).activation(Activation.RELU).build())
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nIn(100)
            .nOut(10)
            .activation(Activation.SOFTMAX)
            .build()
        )
        .build()
    )
    made = MultiLayerNetwork(conf)
    made.init()
    return made


def run(patience: int = 5, most_epochs: int = 30) -> Result:
    digits = bridge.datasets.mnist().take(train=1000, test=2000)
    noisy = with_wrong_labels(digits.train)
    halves = DataSet(noisy.x, noisy.y).splitTestAndTrain(0.75)
    train, validation = halves.getTrain(), halves.getTest()

    def until(
        *conditions: MaxEpochsTerminationCondition | ScoreImprovementEpochTerminationCondition,
    ) -> Trained:
        net, scores = network(), CollectScoresIterationListener()
        net.setListeners(scores)
        conf = (
            EarlyStoppingConfiguration.Builder()
            .epochTerminationConditions(*conditions)
            .evaluateEveryNEpochs(1)
            .scoreCalculator(
                DataSetLossCalculator(ListDataSetIterator(validation.asList(), 250), True)
            )
            .modelSaver(InMemoryModelSaver())
            .build()
        )
        batches = ListDataSetIterator(train.asList(), BATCH)
        result = EarlyStoppingTrainer(conf, net, batches).fit()
        best = result.getBestModel()
        return Trained(
            train_loss=_mean_of_epochs(scores, train.numExamples() // BATCH),
            validation_loss=np.array([float(v) for v in result.getScoreVsEpoch().values()]),
            best_epoch=int(result.getBestModelEpoch()),
            reason=str(result.getTerminationDetails()),
            best_accuracy=bridge.evaluate(best, digits.test).accuracy,
            last_accuracy=bridge.evaluate(net, digits.test).accuracy,
            best_network=best,
        )

    at_most = MaxEpochsTerminationCondition(most_epochs)
    return Result(
        until(ScoreImprovementEpochTerminationCondition(patience), at_most),
        until(at_most),
        (int(train.numExamples()), int(validation.numExamples())),
    )


def with_wrong_labels(split: Split) -> Split:
    """Every fifth label is moved on by one to three classes."""
    labels = split.labels.copy()
    moves = np.random.default_rng(1).integers(1, 4, len(labels[::5]))
    labels[::5] = (labels[::5] + moves) % split.classes
    return Split(split.x, labels, split.classes)


def _mean_of_epochs(
    scores: CollectScoresIterationListener, batches: int
) -> npt.NDArray[np.float64]:
    found = scores.getScoreVsIter()
    return np.array(found.getEffectiveScores()).reshape(-1, batches).mean(axis=1)


def draw(result: Result) -> Figure:
    """Both losses by epoch; where training with patience ends and which weights it keeps."""
    figure, axes = plotting.canvas(width=6)
    axis = axes[0, 0]
    axis.plot(result.endless.train_loss, label="training")
    axis.plot(result.endless.validation_loss, label="validation")
    best, last = result.patient.best_epoch, len(result.patient.validation_loss) - 1
    axis.plot(
        best, result.patient.validation_loss[best], "o", color="black", label="weights that stay"
    )
    axis.axvline(last, color="grey", linestyle=":")
    axis.text(last + 0.3, 0.9 * axis.get_ylim()[1], "patience is over")
    axis.set(xlabel="epoch", ylabel="cross-entropy loss", title="Early stopping")
    axis.legend(loc="center right")
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for name, one in (("patience 5", result.patient), ("to the end", result.endless)):
        print(
            f"{name}: {len(one.validation_loss)} epochs, best {one.best_epoch}, ended by "
            f"{one.reason}; test accuracy of the best weights {one.best_accuracy:.2%}, "
            f"of the last {one.last_accuracy:.2%}"
        )
    print(f"saved {plotting.save(draw(result), out / 'early_stopping.png')}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
