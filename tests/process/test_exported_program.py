"""An exported experiment as a Java program of its own, against the bridge's own run."""

import json
import os
import subprocess
import sys
from pathlib import Path

from dl4j_bridge.jvm.options import resources_dir

# Exports, compiles and runs the experiment here; prints what Java needs to run it alone.
CHILD = """
import json, os, sys
from pathlib import Path
import jpype
import dl4j_bridge as bridge
from dl4j_bridge.dl4j import MnistDataSetIterator, networks
from dl4j_bridge.dl4j.to_java import to_java
from dl4j_bridge.toml import from_file
folder = Path(sys.argv[1])
experiment, mnist = from_file(folder / "small.toml"), bridge.datasets.mnist()
MnistDataSetIterator(128, False, 123)  # fills Deeplearning4j's resource folder, offline
(folder / "Small.java").write_text(to_java(experiment, "Small"))
system = jpype.JClass("java.lang.System")
class_path = str(system.getProperty("java.class.path"))
options = ["-proc:none", "-nowarn", "-d", str(folder), "-cp", class_path]
compiler = jpype.JClass("javax.tools.ToolProvider").getSystemJavaCompiler()
files = [str(folder / "Small.java")]
assert compiler.run(None, None, None, jpype.JString[:](options + files)) == 0
network = networks.build(experiment, mnist)
bridge.fit(
    network,
    mnist.train,
    epochs=experiment.epochs,
    batch_size=experiment.batch_size,
    seed=experiment.shuffle_seed,
    progress=False,
    accelerate="off",
)
confusion = bridge.evaluate(network, mnist).confusion
told = {
    "confusion": confusion.tolist(),
    "class_path": class_path,
    "java_home": str(system.getProperty("java.home")),
}
print(json.dumps(told), flush=True)
os._exit(0)
"""
RESOURCES = "org.deeplearning4j.resources.directory"
SMALL = """
name = "small"
epochs = 1
batch_size = 500
layers = [
    { type = "DenseLayer", nOut = 20, activation = "RELU" },
    { type = "OutputLayer", activation = "SOFTMAX", lossFunction = "NEGATIVELOGLIKELIHOOD" },
]
[updater]
type = "Nesterovs"
learningRate = 0.1
momentum = 0.9
"""


def test_it_trains_to_the_same_evaluation(tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(SMALL)
    environment = {**os.environ, "DL4J_BRIDGE_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", CHILD, tmp_path],
        capture_output=True,
        text=True,
        timeout=240,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    java = str(Path(told["java_home"]) / "bin" / "java")
    class_path = os.pathsep.join([str(tmp_path), told["class_path"]])
    alone = subprocess.run(
        [java, "-Xmx2g", f"-D{RESOURCES}={resources_dir()}", "-cp", class_path, "Small"],
        capture_output=True,
        text=True,
        timeout=240,
        env=environment,
    )
    assert alone.returncode == 0, alone.stderr
    assert confusion_in(alone.stdout) == told["confusion"]


def confusion_in(stats: str) -> list[list[int]]:
    """The matrix that DL4J's Evaluation.stats() prints: rows such as `980 0 1 | 0 = 0`."""
    rows = [line.split("|")[0].split() for line in stats.splitlines() if "|" in line]
    return [[int(word) for word in row] for row in rows]
