"""Programs of which the lint says that Deeplearning4j refuses them, given to Deeplearning4j."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAMS = Path(__file__).parents[1] / "lint" / "bad"
THROWS = {
    "OneOutputSoftmax": "DL4JInvalidConfigException",
    "SigmoidWithMcxent": "DL4JInvalidConfigException",
    "SoftmaxWithXent": "DL4JInvalidConfigException",
    "LossNeedsProbabilities": "DL4JInvalidConfigException",
    "NoInputType": "DL4JInvalidConfigException",
    "ConvolutionWithoutImage": "DL4JInvalidInputException",
    "WrongInputs": "DL4JInvalidInputException",
    "WrongOutputs": "IllegalArgumentException",
    "LabelsNotOneHot": "IllegalArgumentException",
    "UsedBeforeInit": "NullPointerException",
}
# A process of its own: a fit() that throws leaves its prefetching threads behind.
CHILD = """
import json, os, sys
from pathlib import Path
import jpype
from dl4j_bridge.dl4j import MnistDataSetIterator
folder, programs, names = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
MnistDataSetIterator(128, False, 123)  # fills Deeplearning4j's resource folder, offline
class_path = str(jpype.JClass("java.lang.System").getProperty("java.class.path"))
options = ["-proc:none", "-nowarn", "-d", str(folder), "-cp", class_path]
files = [str(programs / f"{name}.java") for name in names]
compiler = jpype.JClass("javax.tools.ToolProvider").getSystemJavaCompiler()
assert compiler.run(None, None, None, jpype.JString[:](options + files)) == 0
url = jpype.JClass("java.net.URL")
loader = jpype.JClass("java.net.URLClassLoader")(url[:]([url(folder.as_uri() + "/")]))
thrown = {}
for name in names:
    try:
        jpype.JClass(name, loader=loader).main([])
    except jpype.JException as error:
        thrown[name] = str(error.getClass().getSimpleName())
print(json.dumps(thrown), flush=True)
os._exit(0)
"""


@pytest.fixture(scope="module")
def thrown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each program ends with."""
    folder = tmp_path_factory.mktemp("lint")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, folder, PROGRAMS, *THROWS],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_what_is_said_to_throw_throws(thrown: dict[str, str]) -> None:
    assert thrown == THROWS
