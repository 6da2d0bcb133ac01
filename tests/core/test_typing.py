"""What mypy makes of programs that use Java's classes, by their generated stubs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[0]
IMPORTS = """
from pathlib import Path
import numpy as np
from dl4j_bridge.dl4j import (
    Activation, Adam, ConvolutionLayer, DataSet, DataSetLossCalculator, DenseLayer,
    EarlyStoppingConfiguration, EarlyStoppingTrainer, InputType, LossFunctions, MapSchedule,
    MaxEpochsTerminationCondition, MnistDataSetIterator, MultiLayerNetwork, NDArrayIndex, Nd4j,
    Nesterovs, NeuralNetConfiguration, NormalizerStandardize, OutputLayer, ScheduleType,
    ScoreIterationListener, SubsamplingLayer, TransferLearning, WeightInit, java_class,
)
MAX = SubsamplingLayer.PoolingType.MAX
data = MnistDataSetIterator(64, True, 123)
builder = NeuralNetConfiguration.Builder().list().layer(DenseLayer.Builder().nIn(4).build())
net = MultiLayerNetwork(builder.build())
stop = EarlyStoppingConfiguration.Builder().epochTerminationConditions(
    MaxEpochsTerminationCondition(3)
).scoreCalculator(DataSetLossCalculator(data, True)).build()
"""

# Expression, and what it is.
RIGHT = {
    "DenseLayer.Builder().nIn(784).nOut(10).hasBias(True).build()": "DenseLayer",
    "DenseLayer.Builder().nIn(np.int64(3))": "DenseLayer.Builder",
    "ConvolutionLayer.Builder(5, 5).stride(1, 1).nOut(20).build()": "ConvolutionLayer",
    "ConvolutionLayer.Builder([5, 5]).kernelSize((5, 5))": "ConvolutionLayer.Builder",
    "SubsamplingLayer.Builder(MAX, [2, 2], [2, 2]).build()": "SubsamplingLayer",
    "OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).l2(1e-4)": "OutputLayer.Builder",
    "NeuralNetConfiguration.Builder().seed(1).updater(Adam(1e-3)).l2(0)": (
        "NeuralNetConfiguration.Builder"
    ),
    "builder.setInputType(InputType.convolutionalFlat(28, 28, 1))": (
        "NeuralNetConfiguration.ListBuilder"
    ),
    "MapSchedule(ScheduleType.ITERATION, {0: 0.06, 200: 0.05}).valueAt(3, 0)": "float",
    "Nesterovs(0.006, momentum)": "Nesterovs",
    "Activation.valueOf('RELU')": "Activation",
    "[one.name() for one in Activation.values()]": "list[String]",
    "Nd4j.zeros(3, 4).reshape(2, 6).add(1)": "INDArray",
    "Nd4j.create([[0, 0], [0, 1]]).getDouble(0, 1)": "float",
    "np.asarray(Nd4j.zeros(3)).ndim": "int",
    "Nd4j.zeros(3, 4).get(NDArrayIndex.point(0), NDArrayIndex.all()).shape()": "JArray[int]",
    "net.output(np.zeros((3, 784), np.float32), False)": "INDArray",
    "net.fit(data, 3)": "None",
    "net.fit(np.zeros((3, 784)), np.zeros((3, 10)))": "None",
    "net.evaluate(data).accuracy()": "float",
    "net.setListeners(ScoreIterationListener(10))": "None",
    "net.save(Path('model.zip'))": "None",
    "MultiLayerNetwork.load(Path('model.zip'), True)": "MultiLayerNetwork",
    "NormalizerStandardize().fit(data)": "None",
    "[batch.getFeatures() for batch in data]": "list[INDArray]",
    "DataSet(np.zeros((3, 2)), np.ones((3, 1))).splitTestAndTrain(2).getTrain()": "DataSet",
    "EarlyStoppingTrainer(stop, net, data).fit().getBestModel()": "MultiLayerNetwork",
    "TransferLearning.Builder(net).setFeatureExtractor(0).build()": "MultiLayerNetwork",
    "java_class('org.nd4j.linalg.api.rng.Random')": "Any",
}

# Expression, and the kind of error.
WRONG = {
    "DenseLayer.Builder().nInn(3)": "attr-defined",
    "DenseLayer.Builder().nIn(3).nOutt(3)": "attr-defined",
    "DenseLayer.Builder().nIn('3')": "arg-type",
    "DenseLayer.Builder().nIn(3.5)": "arg-type",
    "DenseLayer.Builder(3)": "call-arg",
    "DenseLayer.Builder().nIn(nIn=3)": "call-arg",
    "DenseLayer.Builder().activation(WeightInit.XAVIER)": "call-overload",
    "DenseLayer.Builder().activation('relu')": "call-overload",
    "Activation.RELUU": "attr-defined",
    "Activation()": "call-arg",
    "LossFunctions.LossFunction.MSEE": "attr-defined",
    "Nesterovs('a')": "call-overload",
    "NeuralNetConfiguration.Builder().updater(0.1)": "call-overload",
    "OutputLayer.Builder(Activation.SOFTMAX)": "call-overload",
    "Nd4j.zeros('3')": "arg-type",
    "net.evaluate(data).acuracy()": "attr-defined",
    "net.fit(data, 'three')": "call-overload",
    "net.save('model.zip')": "call-overload",
}


def mypy(program: str, folder: Path) -> list[str]:
    """The lines mypy prints, without the file's name."""
    (folder / "program.py").write_text(program, "utf-8")
    options = [
        "--strict",
        "--no-pretty",
        "--show-error-codes",
        "--cache-dir",
        str(folder / "cache"),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file=", *options, str(folder / "program.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.stderr == ""
    return [line.partition("program.py:")[2] for line in done.stdout.splitlines()[:-1]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy")


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, str]:
    """What mypy says of every expression; all in one run, which takes seconds."""
    head = f"{README}{IMPORTS}momentum: float = 0.9\n"
    program = head + "\n".join(
        [*(f"reveal_type({one})" for one in RIGHT), *(f"print({one})" for one in WRONG)]
    )
    told = dict.fromkeys((*RIGHT, *WRONG), "")
    first = head.count("\n") + 1
    for line in mypy(program, folder):
        number, _, text = line.partition(": ")
        place = int(number) - first
        assert place >= 0, line  # the README's program is clean
        if "Possible overload" not in text and not text.startswith("note:  "):
            told[list(told)[place]] += text
    return told


@pytest.mark.parametrize("expression", RIGHT)
def test_what_is_right_is_clean(told: dict[str, str], expression: str) -> None:
    assert "error" not in told[expression]
    kind = re.sub(r"\b(?:[a-z]\w*\.)+", "", told[expression]).partition('"')[2].rstrip('"')
    assert kind == RIGHT[expression]


@pytest.mark.parametrize("expression", WRONG)
def test_what_is_wrong_is_an_error(told: dict[str, str], expression: str) -> None:
    assert told[expression].startswith("error: ")
    assert f"[{WRONG[expression]}]" in told[expression]


def test_a_class_that_there_is_not(folder: Path) -> None:
    (line,) = mypy("from dl4j_bridge.dl4j import DenseLayr", folder)
    assert 'has no attribute "DenseLayr"; maybe "DenseLayer"?' in line
