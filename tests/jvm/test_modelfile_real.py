"""Model files as Deeplearning4j itself writes them."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import jpype
import numpy as np
import pytest

from dl4j_bridge import dl4j as j
from dl4j_bridge import modelfile, updaters
from dl4j_bridge.errors import ModelFileError
from dl4j_bridge.modelfile.classes import CLASSES
from tests.modelfiles import WEIGHTS, mlp, saved

DENSE = "org.deeplearning4j.nn.conf.layers.DenseLayer"
ADAM = "org.nd4j.linalg.learning.config.Adam"
TYPES_WITH_A_CLASS = [
    "org.deeplearning4j.nn.conf.InputPreProcessor",
    "org.deeplearning4j.nn.conf.distribution.Distribution",
    "org.deeplearning4j.nn.conf.dropout.IDropout",
    "org.deeplearning4j.nn.conf.graph.GraphVertex",
    "org.deeplearning4j.nn.conf.inputs.InputType",
    "org.deeplearning4j.nn.conf.layers.Layer",
    "org.deeplearning4j.nn.conf.layers.variational.ReconstructionDistribution",
    "org.deeplearning4j.nn.conf.weightnoise.IWeightNoise",
    "org.deeplearning4j.nn.api.layers.LayerConstraint",
    "org.deeplearning4j.nn.weights.IWeightInit",
    "org.deeplearning4j.nn.weights.embeddings.EmbeddingInitializer",
    "org.nd4j.linalg.activations.IActivation",
    "org.nd4j.linalg.learning.config.IUpdater",
    "org.nd4j.linalg.learning.regularization.Regularization",
    "org.nd4j.linalg.lossfunctions.ILossFunction",
    "org.nd4j.linalg.schedule.ISchedule",
]


def out(n: int = 3) -> Any:
    return j.OutputLayer.Builder(j.LossFunctions.LossFunction.MSE).nOut(n).build()


def steps_out() -> Any:
    return j.RnnOutputLayer.Builder(j.LossFunctions.LossFunction.MSE).nOut(3).build()


def vector() -> Any:
    return j.InputType.feedForward(6)


def series() -> Any:
    return j.InputType.recurrent(5, 9)


def image() -> Any:
    return j.InputType.convolutional(12, 12, 2)


def cube() -> Any:
    return j.InputType.convolutional3D(8, 8, 8, 2)


Net = Callable[[], list[Any]]
# The input, then the layers.
NETS: dict[str, Net] = {
    "dense": lambda: [vector(), j.DenseLayer.Builder().nOut(5).build(), out()],
    "dense variants": lambda: [
        vector(),
        j.DenseLayer.Builder().nOut(5).hasBias(False).hasLayerNorm(True).build(),
        j.DenseLayer.Builder().nOut(4).hasLayerNorm(True).dropOut(0.5).build(),
        j.CenterLossOutputLayer.Builder(j.LossFunctions.LossFunction.MSE).nOut(3).build(),
    ],
    "embedding": lambda: [
        vector(),
        j.EmbeddingLayer.Builder().nIn(6).nOut(4).hasBias(True).build(),
        out(),
    ],
    "unsupervised": lambda: [
        vector(),
        j.VariationalAutoencoder.Builder()
        .encoderLayerSizes(5, 4)
        .decoderLayerSizes(3, 6)
        .nOut(4)
        .build(),
        j.AutoEncoder.Builder().nOut(3).build(),
        j.ElementWiseMultiplicationLayer.Builder().nIn(3).nOut(3).build(),
        out(),
    ],
    "convolution": lambda: [
        image(),
        j.ConvolutionLayer.Builder(3, 2).nOut(3).build(),
        j.SubsamplingLayer.Builder().kernelSize(2, 2).stride(1, 1).build(),
        j.ConvolutionLayer.Builder(2, 3).nOut(4).hasBias(False).build(),
        j.BatchNormalization.Builder().build(),
        j.DropoutLayer.Builder(0.5).build(),
        j.ActivationLayer.Builder().activation(j.Activation.RELU).build(),
        j.PReLULayer.Builder().inputShape(4, 8, 7).sharedAxes(2, 3).build(),
        j.GlobalPoolingLayer.Builder().build(),
        out(),
    ],
    "convolution variants": lambda: [
        image(),
        j.Deconvolution2D.Builder(2, 3).nOut(3).build(),
        j.DepthwiseConvolution2D.Builder(2, 3).depthMultiplier(2).nOut(6).build(),
        j.SeparableConvolution2D.Builder(3, 2).depthMultiplier(2).nOut(5).build(),
        j.BatchNormalization.Builder(True).build(),
        out(),
    ],
    "convolution over time": lambda: [
        series(),
        j.Convolution1DLayer.Builder(3).nOut(4).build(),
        steps_out(),
    ],
    "convolution in space": lambda: [
        cube(),
        j.Convolution3D.Builder(2, 3, 2).nOut(3).build(),
        j.Deconvolution3D.Builder().kernelSize(2, 3, 2).nOut(4).build(),
        out(),
    ],
    "recurrent": lambda: [
        series(),
        j.LSTM.Builder().nOut(4).build(),
        j.GravesLSTM.Builder().nOut(3).build(),
        j.GravesBidirectionalLSTM.Builder().nOut(3).build(),
        j.SimpleRnn.Builder().nOut(3).hasLayerNorm(True).build(),
        steps_out(),
    ],
    "wrapped": lambda: [
        series(),
        j.Bidirectional(j.Bidirectional.Mode.CONCAT, j.LSTM.Builder().nOut(4).build()),
        j.MaskZeroLayer(j.LSTM.Builder().nOut(3).build(), 0.0),
        j.TimeDistributed(j.DenseLayer.Builder().nOut(3).build()),
        j.LastTimeStep(j.SimpleRnn.Builder().nOut(3).build()),
        j.FrozenLayer(j.DenseLayer.Builder().nOut(5).build()),
        j.FrozenLayerWithBackprop(j.DenseLayer.Builder().nOut(4).build()),
        out(),
    ],
    "attention": lambda: [
        series(),
        j.SelfAttentionLayer.Builder().nOut(4).nHeads(2).projectInput(True).build(),
        j.GlobalPoolingLayer.Builder().build(),
        out(),
    ],
}


def builder() -> Any:
    # Biases have another updater than weights, so that the size of the state tells them apart.
    return j.NeuralNetConfiguration.Builder().seed(5).updater(j.Adam(1e-3)).biasUpdater(j.RmsProp())


def sequence(net: Net) -> Any:
    """The network, its parameters 0, 1, 2 and so on."""
    kind, *layers = net()
    chain = builder().list()
    for layer in layers:
        chain = chain.layer(layer)
    network = j.MultiLayerNetwork(chain.setInputType(kind).build())
    network.init()
    return numbered(network)


def numbered(network: Any) -> Any:
    np.asarray(network.params())[...] = np.arange(network.params().length())
    return network


def save(network: Any, path: Path, updater: bool = True) -> Path:
    j.ModelSerializer.writeModel(network, jpype.JClass("java.io.File")(str(path)), updater)
    return path


def assert_same_arrays(path: Path, network: Any) -> None:
    arrays = modelfile.read(path).arrays()
    table = {str(entry.getKey()): entry.getValue() for entry in network.paramTable().entrySet()}
    assert set(arrays) == set(table)
    for key, value in table.items():
        assert arrays[key].shape == tuple(value.shape()), key
        expected = np.asarray(value)
        assert arrays[key].dtype == expected.dtype
        np.testing.assert_array_equal(arrays[key], expected, err_msg=key)
    assert modelfile.read(path).parameters == network.params().length()


@pytest.mark.parametrize("name", NETS)
def test_every_parameter_is_found(tmp_path: Path, name: str) -> None:
    network = sequence(NETS[name])
    path = save(network, tmp_path / "model.zip")
    assert_same_arrays(path, network)
    model = modelfile.read(path)
    # The file is refused when the state is not of the expected size: here it was.
    assert model.updater_state == model.expected_state
    assert model.updater_state == network.getUpdater().getStateViewArray().length()


def test_a_graph(tmp_path: Path) -> None:
    def dense(n_in: int, n_out: int) -> Any:
        return j.DenseLayer.Builder().nIn(n_in).nOut(n_out).build()

    loss = j.LossFunctions.LossFunction.MSE
    configuration = (
        builder()
        .graphBuilder()
        .addInputs("in1", "in2")
        .addLayer("zeta", dense(4, 3), "in1")
        .addLayer("alpha", dense(5, 2), "in2")
        .addVertex("merge", j.MergeVertex(), "zeta", "alpha")
        .addLayer("b.n", j.BatchNormalization.Builder().nIn(5).nOut(5).build(), "merge")
        .addLayer("out", j.OutputLayer.Builder(loss).nIn(5).nOut(3).build(), "b.n")
        .setOutputs("out")
        .build()
    )
    network = j.ComputationGraph(configuration)
    network.init()
    path = save(numbered(network), tmp_path / "graph.zip")
    assert_same_arrays(path, network)
    model = modelfile.read(path)
    assert (model.kind, model.seed) == ("ComputationGraph", 5)
    assert [row.inputs for row in model.layers][2] == ("zeta", "alpha")
    assert model.resumable


@pytest.mark.parametrize("dtype", ["FLOAT", "DOUBLE", "HALF"])
def test_types(tmp_path: Path, dtype: str) -> None:
    layer = j.OutputLayer.Builder(j.LossFunctions.LossFunction.MSE).nIn(4).nOut(3).build()
    chain = builder().dataType(getattr(j.DataType, dtype)).list().layer(layer)
    network = j.MultiLayerNetwork(chain.build())
    network.init()
    path = save(network, tmp_path / "model.zip")
    assert modelfile.read(path).dtype == dtype
    assert_same_arrays(path, network)


# AdaBelief cannot be used at M2.1: it throws when it is made.
UPDATERS = sorted({*updaters.DEFAULTS} - {"AdaBelief"})


@pytest.mark.parametrize("name", UPDATERS)
def test_a_trained_networks_updater_and_counters(tmp_path: Path, name: str) -> None:
    loss = j.LossFunctions.LossFunction.MSE
    layer = j.OutputLayer.Builder(loss).nIn(4).nOut(3).updater(getattr(j, name)()).build()
    network = j.MultiLayerNetwork(j.NeuralNetConfiguration.Builder().seed(9).list(layer).build())
    network.init()
    x, y = np.ones((5, 4), np.float32), np.ones((5, 3), np.float32)
    for _ in range(3):
        network.fit(j.Nd4j.createFromArray(x.tolist()), j.Nd4j.createFromArray(y.tolist()))
    network.setEpochCount(2)
    model = modelfile.read(save(network, tmp_path / "model.zip"))
    assert [updater.name for updater in model.updaters] == [name]
    assert (model.iterations, model.epochs, model.seed) == (3, 2, 9)
    assert (model.updater_state or 0) == model.expected_state
    assert model.resumable
    without = modelfile.read(save(network, tmp_path / "without.zip", updater=False))
    assert without.updater_state is None
    assert without.resumable == (model.expected_state == 0)


def test_normalizers(tmp_path: Path) -> None:
    network = sequence(NETS["dense"])
    x = j.Nd4j.createFromArray(np.arange(60.0, dtype=np.float32).reshape(10, 6).tolist())
    y = j.Nd4j.createFromArray(np.ones((10, 3), np.float32).tolist())
    package = "org.nd4j.linalg.dataset.api.preprocessor."
    both = jpype.JClass("org.nd4j.linalg.dataset.MultiDataSet")(x, y)
    one = jpype.JClass("org.nd4j.linalg.dataset.DataSet")(x, y)
    for name, data, kind in [
        ("NormalizerStandardize", one, "STANDARDIZE"),
        ("NormalizerMinMaxScaler", one, "MIN_MAX"),
        ("ImagePreProcessingScaler", one, "IMAGE_MIN_MAX"),
        ("MultiNormalizerStandardize", both, "MULTI_STANDARDIZE"),
        ("MultiNormalizerMinMaxScaler", both, "MULTI_MIN_MAX"),
    ]:
        normalizer = jpype.JClass(package + name)()
        if kind != "IMAGE_MIN_MAX":
            normalizer.fitLabel(True)
        normalizer.fit(data)
        path = save(network, tmp_path / "model.zip")
        file = jpype.JClass("java.io.File")(str(path))
        j.ModelSerializer.addNormalizerToModel(file, normalizer)
        assert modelfile.read(path).normalizer == kind
        assert_same_arrays(path, network)
    text = jpype.JClass("java.lang.String")("a Java object")
    j.ModelSerializer.addObjectToFile(file, "notes", text)
    with pytest.raises(ModelFileError, match=r"'objects/notes' could run code"):
        modelfile.read(path)


def test_sealed_files_are_still_dl4js(tmp_path: Path) -> None:
    network = sequence(NETS["dense"])
    path = save(network, tmp_path / "model.zip")
    modelfile.seal(path, {"seed": 5})
    again = j.MultiLayerNetwork.load(jpype.JClass("java.io.File")(str(path)), True)
    np.testing.assert_array_equal(np.asarray(again.params()), np.asarray(network.params()))
    assert_same_arrays(path, again)


def test_the_files_other_tests_make_are_dl4js_own(tmp_path: Path) -> None:
    path = saved(tmp_path, mlp())
    network = j.MultiLayerNetwork.load(jpype.JClass("java.io.File")(str(path)), True)
    np.testing.assert_array_equal(np.asarray(network.params()).ravel(), WEIGHTS)
    assert network.getUpdater().getStateViewArray().length() == 46
    assert_same_arrays(path, network)


def classes_in_the_jar_of(name: str) -> set[str]:
    """Java's full names of all classes in the jar that has the named one."""
    location = jpype.JClass(name).class_.getProtectionDomain().getCodeSource().getLocation()
    with zipfile.ZipFile(unquote(urlparse(str(location)).path)) as jar:
        return {n[:-6].replace("/", ".") for n in jar.namelist() if n.endswith(".class")}


@pytest.mark.fault(4)
def test_the_allowed_classes_are_all_that_the_jars_have() -> None:
    java_class = jpype.JClass("java.lang.Class")
    is_abstract = jpype.JClass("java.lang.reflect.Modifier").isAbstract
    loader = jpype.JClass(DENSE).class_.getClassLoader()
    bases = [java_class.forName(name, False, loader) for name in TYPES_WITH_A_CLASS]
    packages = {name.rsplit(".", 1)[0] for name in CLASSES}
    found = set()
    jars = (DENSE, ADAM, "dl4jbridge.loss.LossMulticlassHinge")
    for name in set.union(*map(classes_in_the_jar_of, jars)):
        if name.rsplit(".", 1)[0] in packages:
            one = java_class.forName(name, False, loader)
            if not is_abstract(one.getModifiers()) and any(b.isAssignableFrom(one) for b in bases):
                found.add(name)
    assert found == CLASSES
