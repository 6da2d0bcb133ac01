"""The Python run against the course's plain Java program, to the bit."""

import json
import os
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge import datasets
from dl4j_bridge.dl4j import MnistDataSetIterator, networks
from dl4j_bridge.jvm.jars.backends import class_path
from dl4j_bridge.jvm.options import JvmOptions, resources_dir
from dl4j_bridge.jvm.toolchain import find_java
from dl4j_bridge.presets import preset

PROGRAM = Path(__file__).parents[1] / "java" / "LectureMnist.java"


@pytest.fixture(scope="module")
def java_run(tmp_path_factory: pytest.TempPathFactory, jvm: JvmOptions) -> Path:
    """Compile and run the program as a student would; gives the folder of its results."""
    folder = tmp_path_factory.mktemp("java")
    MnistDataSetIterator(128, False, 123)  # fills DL4J's resource folder, offline
    java = find_java().home / "bin"
    class_path_text = os.pathsep.join(str(jar) for jar in class_path())
    subprocess.run(
        [java / "javac", "-cp", class_path_text, "-d", folder, PROGRAM],
        check=True,
        capture_output=True,
    )
    output = subprocess.run(
        [
            java / "java",
            *("-cp", os.pathsep.join([class_path_text, str(folder)])),
            f"-Dorg.deeplearning4j.resources.directory={resources_dir()}",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            *("LectureMnist", "1", folder / "params.bin", folder / "model.zip"),
        ],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **jvm.environment()},
    ).stdout
    measures = dict(line.split() for line in output.splitlines())
    (folder / "measures.json").write_text(json.dumps(measures))
    return folder


@pytest.fixture(scope="module")
def python_network():
    data = datasets.mnist()
    experiment = preset("lecture")
    network = networks.build(experiment, data)
    bridge.fit(network, data.train, epochs=1, batch_size=128, seed=experiment.seed, progress=False)
    return network


def test_parameters_are_identical_after_an_epoch(java_run: Path, python_network) -> None:
    java = np.fromfile(java_run / "params.bin", dtype=">f4")
    python = np.asarray(python_network.params()).ravel()
    assert java.size == 784 * 1000 + 1000 + 1000 * 10 + 10
    assert float(np.abs(java.astype(np.float64) - python).max()) == 0.0


def test_measures_are_javas(java_run: Path, python_network) -> None:
    measures = json.loads((java_run / "measures.json").read_text())
    evaluation = bridge.evaluate(python_network, datasets.mnist())
    for name in ("accuracy", "precision", "recall", "f1"):
        assert getattr(evaluation, name) == pytest.approx(float(measures[name]), abs=1e-12)


@pytest.mark.fault(30)
def test_javas_model_file_opens_here_with_the_same_bits(
    java_run: Path, python_network, tmp_path: Path, record_property
) -> None:
    loaded = bridge.load(java_run / "model.zip")
    back = bridge.load(bridge.save(loaded, tmp_path / "back.zip"))
    digits = datasets.mnist().test.x
    expected = bridge.predict(python_network, digits)
    for network in (loaded, back):
        np.testing.assert_array_equal(bridge.predict(network, digits), expected)
    stock = [np.array(loaded.output(digits[at : at + 1000])) for at in range(0, len(digits), 1000)]
    np.testing.assert_array_equal(np.concatenate(stock), expected)
    record_property("figure", f"outputs for {len(digits):,} digits are equal, also after saving")


def test_the_configuration_is_javas(java_run: Path, python_network, tmp_path: Path) -> None:
    bridge.save(python_network, tmp_path / "model.zip")
    ours, javas = (
        json.loads(zipfile.ZipFile(path).read("configuration.json"))
        for path in (tmp_path / "model.zip", java_run / "model.zip")
    )
    assert ours == javas
