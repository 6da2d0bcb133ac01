"""Eight models of the same digits, each a change to the one before.

The lecture "Image Recognition with DL4J" builds its network up on MNIST: sigmoids with the squared
error, then ReLU with softmax and the negative log-likelihood, then a learning rate and momentum,
then other updaters. Look at what each change buys: the output and the rate most of all, because
DL4J's own rate for plain descent, 0.001, is far too small here. The adaptive updaters are ahead
from the first epoch on and end close together. Their rates are the usual ones, not tuned, so this
is no ranking.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    AdaGrad,
    Adam,
    DenseLayer,
    LossFunctions,
    MultiLayerNetwork,
    Nadam,
    Nesterovs,
    NeuralNetConfiguration,
    OutputLayer,
    RmsProp,
    Sgd,
    WeightInit,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LossFunction = LossFunctions.LossFunction


# Divides the 10,000 rows: a last batch of 16 costs RMSProp and AdaGrad two points of accuracy.
BATCH = 100


class Result(NamedTuple):
    histories: dict[str, bridge.History]  # by model, in the lecture's order


def network(hidden: Any, output: Any, loss: Any, updater: Any, units: int) -> Any:
    configuration = (
        NeuralNetConfiguration.Builder()
        .seed(123)
        .weightInit(WeightInit.XAVIER)
        .updater(updater)
        .l2(1e-4)
        .list()
        .layer(DenseLayer.Builder().nIn(28 * 28).nOut(units).activation(hidden).build())
        .layer(OutputLayer.Builder(loss).nIn(units).nOut(10).activation(output).build())
        .build()
    )
    return MultiLayerNetwork(configuration)


def models(units: int) -> dict[str, Any]:
    def relu(updater: Any) -> Any:
        loss = LossFunction.NEGATIVELOGLIKELIHOOD
        return network(Activation.RELU, Activation.SOFTMAX, loss, updater, units)

    sigmoid = Activation.SIGMOID
    return {
        "sigmoid + MSE": network(sigmoid, sigmoid, LossFunction.MSE, Sgd(), units),
        "ReLU + softmax + NLL": relu(Sgd()),
        "… + rate 0.006": relu(Sgd(0.006)),
        "… + momentum 0.9": relu(Nesterovs(0.006, 0.9)),
        "RMSProp": relu(RmsProp(0.001)),
        "AdaGrad": relu(AdaGrad(0.01)),
        "Adam": relu(Adam(0.001)),
        "Nadam": relu(Nadam(0.001)),
    }


def run(rows: int = 10_000, test_rows: int = 10_000, units: int = 1000, epochs: int = 5) -> Result:
    digits = bridge.datasets.mnist().take(rows, test_rows)
    return Result(
        {
            name: bridge.fit(model, digits, epochs=epochs, batch_size=BATCH, progress=False)
            for name, model in models(units).items()
        }
    )


def draw(result: Result) -> Figure:
    figure, axes = plotting.canvas(columns=3)
    names = list(result.histories)
    steps, updaters, bars = axes[0]
    learning_curves(steps, result, names[:4])
    steps.set(title="One change after the other", ylim=(0, 100))
    steps.legend(fontsize="x-small", loc="lower right", bbox_to_anchor=(1, 0.18))
    learning_curves(updaters, result, names[3:])
    updaters.set(title="Then the updater alone", ylim=(80, 96))
    updaters.legend(fontsize="small", loc="lower right")
    accuracies = [100 * result.histories[name]["test_accuracy"][-1] for name in names]
    drawn = bars.barh(names, accuracies, color=plotting.COLOURS[6], edgecolor="black")
    bars.bar_label(drawn, fmt="%.1f %%", padding=3)
    bars.invert_yaxis()
    bars.set(title="After the last epoch", xlabel="test accuracy, %", xlim=(0, 125))
    bars.set_xticks(range(0, 101, 25))
    return figure


def learning_curves(axes: Any, result: Result, names: list[str]) -> None:
    for name in names:
        history = result.histories[name]
        accuracy = [100 * share for share in history["test_accuracy"]]
        axes.plot(history["epoch"], accuracy, marker="o", markersize=3, label=name)
    axes.set(xlabel="epoch", ylabel="test accuracy, %", xticks=history["epoch"])


def main(out: Path = Path("pictures")) -> None:
    result = run()
    print("Test accuracy after the first epoch and the last:")
    for name, history in result.histories.items():
        first, *_, last = history["test_accuracy"]
        print(f"  {name:21} {first:7.2%} {last:7.2%}")
    print(plotting.save(draw(result), out / "eight_models.png"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
