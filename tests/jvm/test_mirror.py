"""Java's names from Python: the course's code with `new` and `;` removed."""

import shutil
import subprocess
import sys
from pathlib import Path

import jpype
import pytest

from dl4j_bridge import dl4j
from dl4j_bridge.dl4j import (
    Activation,
    Adam,
    ConvolutionLayer,
    DenseLayer,
    InputType,
    LossFunctions,
    MapSchedule,
    MultiLayerNetwork,
    Nd4j,
    Nesterovs,
    NeuralNetConfiguration,
    OutputLayer,
    ScheduleType,
    SubsamplingLayer,
    WeightInit,
    mirror,
)
from dl4j_bridge.dl4j.arrays import to_numpy
from dl4j_bridge.jvm.options import resources_dir
from dl4j_bridge.updaters import DEFAULTS


def test_every_name_is_a_class() -> None:
    names = mirror.java_names()
    assert [str(mirror.java_class(name).class_.getSimpleName()) for name in names] == names


def test_the_lectures_chain_runs_as_it_stands() -> None:
    numRows, numColumns, outputNum, rngSeed = 28, 28, 10, 123
    conf = NeuralNetConfiguration.Builder() \
        .seed(rngSeed) \
        .updater(Nesterovs(0.006, 0.9)) \
        .l2(1e-4) \
        .list() \
        .layer(0, DenseLayer.Builder()
            .nIn(numRows * numColumns)
            .nOut(1000)
            .activation(Activation.RELU)
            .weightInit(WeightInit.XAVIER)
            .build()) \
        .layer(1, OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
            .nIn(1000)
            .nOut(outputNum)
            .activation(Activation.SOFTMAX)
            .weightInit(WeightInit.XAVIER)
            .build()) \
        .build()  # fmt: skip
    model = MultiLayerNetwork(conf)
    model.init()
    assert model.numParams() == 795_010


def test_a_lenet_with_every_call_raw_jpype_gets_wrong() -> None:
    MAX = SubsamplingLayer.PoolingType.MAX
    schedule = MapSchedule(ScheduleType.ITERATION, {0: 0.06, 200: 0.05})
    assert schedule.valueAt(250, 0) == 0.05
    conf = (
        NeuralNetConfiguration.Builder()
        .updater(Nesterovs(schedule))
        .list()
        .layer(0, ConvolutionLayer.Builder(5, 5).nIn(1).stride(1, 1).nOut(20).build())
        .layer(1, SubsamplingLayer.Builder(MAX, [2, 2], [2, 2]).build())
        .layer(2, ConvolutionLayer.Builder().kernelSize(5, 5).nOut(50).build())
        .layer(3, OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build())
        .setInputType(InputType.convolutionalFlat(28, 28, 1))
        .build()
    )
    assert conf.getConf(3).getLayer().getNIn() == 50 * 8 * 8


def test_the_arrays_of_the_course() -> None:
    arr = Nd4j.zeros(4, 2)
    arr.putScalar([0, 1], 5)
    arr.putScalar(3, 0, 2.5)
    assert (arr.getDouble(0, 1), arr.getDouble(3, 0)) == (5.0, 2.5)
    assert list(arr.reshape(2, 4).shape()) == [2, 4]
    assert Nd4j.create([[0, 0], [0, 1], [1, 0], [1, 1]]).getInt(3, 1) == 1
    assert arr.sum(0).getDouble(1) == 5.0
    assert Adam(1).getLearningRate() == 1.0


def test_the_mnist_iterator_works_offline() -> None:
    shutil.rmtree(resources_dir(), ignore_errors=True)
    iterator = mirror.java_class("MnistDataSetIterator")(128, True, 123)
    batch = iterator.next()
    assert list(batch.getFeatures().shape()) == [128, 784]
    assert batch.getFeatures().maxNumber() == 1.0


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (lambda: NeuralNetConfiguration.Builder().wieghtInit, "Did you mean 'weightInit'"),
        (lambda: Activation.RELUU, "Did you mean 'RELU'"),
        (lambda: LossFunctions.LossFunction.MSEE, "Did you mean 'MSE'"),
    ],
)
def test_a_misspelt_name_suggests_the_right_one(action, words: str) -> None:
    with pytest.raises(AttributeError, match=words):
        action()


def test_a_misspelt_class_suggests_the_right_one() -> None:
    with pytest.raises(ImportError, match="Did you mean 'DenseLayer'"):
        from dl4j_bridge.dl4j import DenseLayr  # noqa: F401
    with pytest.raises(AttributeError):
        dl4j.lower_case_name  # noqa: B018
    assert "DenseLayer" in dir(dl4j)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("DenseLayer", "org.deeplearning4j.nn.conf.layers.DenseLayer"),
        ("DenseLayer.Builder", "org.deeplearning4j.nn.conf.layers.DenseLayer$Builder"),
        ("Layer", "org.deeplearning4j.nn.conf.layers.Layer"),
        ("org.deeplearning4j.nn.api.Layer", "org.deeplearning4j.nn.api.Layer"),
        ("org.deeplearning4j.nn.api.Layer.Type", "org.deeplearning4j.nn.api.Layer$Type"),
        (
            "org.deeplearning4j.nn.layers.OutputLayer",
            "org.deeplearning4j.nn.layers.OutputLayer",
        ),
        ("java.util.Map.Entry", "java.util.Map$Entry"),
        ("java.util.Map$Entry", "java.util.Map$Entry"),
    ],
)
def test_any_class_by_its_full_name(name: str, found: str) -> None:
    assert str(dl4j.java_class(name).class_.getName()) == found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("DenseLayr", "no class 'DenseLayr'. Did you mean 'DenseLayer'"),
        ("DenseLayer.Bilder", r"layers\.DenseLayer\.Bilder'"),
        ("org.deeplearning4j.nn.conf.layers.DenseLayr", r"'org\..*\.layers\.DenseLayer'\?"),
        ("org.deeplearning4j.nn.conf.DenseLayer", r"'org\..*\.layers\.DenseLayer'\?"),
        ("java.util.Nothing", "Java has no class 'java.util.Nothing'"),
        (
            "org.deeplearning4j.optimize.listeners.CollectScoresListener",
            "cannot be loaded: .*fastutil",
        ),
        ("", "no class ''"),
    ],
)
def test_a_class_that_there_is_not(name: str, words: str) -> None:
    with pytest.raises(ImportError, match=words):
        dl4j.java_class(name)


def test_zoo_models_are_configured_offline() -> None:
    LeNet = mirror.java_class("LeNet")
    model = LeNet.builder().numClasses(10).inputShape([1, 28, 28]).build().init()
    convolutions = 25 * 20 + 20 + 25 * 20 * 50 + 50
    assert model.numParams() == convolutions + 7 * 7 * 50 * 500 + 500 + 500 * 10 + 10


def test_picked_indices_and_samediff_find_what_they_need() -> None:
    NDArrayIndex, SameDiff = mirror.java_class("NDArrayIndex"), mirror.java_class("SameDiff")
    rows = Nd4j.create([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    assert rows.get(NDArrayIndex.indices(0, 2), NDArrayIndex.all()).sumNumber() == 14.0
    graph = SameDiff.create()
    assert graph.math().square(graph.constant(3.0)).eval().getDouble(0) == 9.0


def test_a_star_imports_every_name() -> None:
    names: dict[str, object] = {}
    exec("from dl4j_bridge.dl4j import *", names)
    assert set(mirror.java_names()) <= set(names)


def test_java_objects_from_java_names_only() -> None:
    assert isinstance(DenseLayer, jpype.JClass)


@pytest.mark.parametrize("name", DEFAULTS)
def test_updaters_defaults_are_the_jars(name: str) -> None:
    updater = mirror.java_class(name)()
    for key, value in DEFAULTS[name].items():
        getter = f"get{key[0].upper()}{key[1:]}"
        assert float(getattr(updater, getter)()) == value


def test_importing_the_mirror_starts_no_jvm() -> None:
    code = "import jpype, dl4j_bridge.dl4j.mirror as m; m.java_names(); dir(m); \
import dl4j_bridge.dl4j as d; dir(d); assert not jpype.isJVMStarted()"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_the_package_loads_no_jpype() -> None:
    code = "import sys, dl4j_bridge.dl4j; assert not {'jpype', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_names_complete_at_the_prompt() -> None:
    code = """
import rlcompleter, jpype, dl4j_bridge.dl4j as dl4j
complete = rlcompleter.Completer({"dl4j": dl4j}).complete
assert complete("dl4j.DenseL", 0).startswith("dl4j.DenseLayer")
assert complete("dl4j.DenseLayer.Buil", 0).startswith("dl4j.DenseLayer.Builder")
assert complete("dl4j.Activation.REL", 0) == "dl4j.Activation.RELU"
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_full_name_brings_an_extras_jars(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("1.5,2,0\n3,4,1\n5,6,1\n")
    reader = mirror.java_class("org.datavec.api.records.reader.impl.csv.CSVRecordReader")()
    split = mirror.java_class("org.datavec.api.split.FileSplit")
    reader.initialize(split(mirror.java_class("java.io.File")(str(tmp_path / "rows.csv"))))
    iterator = mirror.java_class("org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator")
    batches = iterator(reader, 2, 2, 2)
    first, second = batches.next(), batches.next()
    assert to_numpy(first.getFeatures()).tolist() == [[1.5, 2], [3, 4]]
    assert to_numpy(second.getLabels()).tolist() == [[0, 1]]
    assert not batches.hasNext()
    with pytest.raises(ImportError, match=r"java_class\('org\.datavec\.\S+\.CSVRecordReader'\)"):
        mirror.java_class("CSVRecordReader")
    with pytest.raises(ImportError, match=r"Java has no class 'org\.datavec\.Nothing'"):
        mirror.java_class("org.datavec.Nothing")
