"""Model files that would run their maker's code: they do in Deeplearning4j, and do not here."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dl4j_bridge import modelfile
from dl4j_bridge.errors import ModelFileError
from tests.core.hostile_models import hostile, serialized
from tests.modelfiles import saved

JAVA = Path(__file__).parents[1] / "java"
COMMAND = Path(sys.executable).with_name("dl4j-bridge")
# Classes that leave a file when they are initialized, or made from a stream.
MARK = """
class {name} implements java.io.Serializable {{
    private static final long serialVersionUID = 1;

    static {{
        leave();
    }}

    private void readObject(java.io.ObjectInputStream in) {{
        leave();
    }}

    static void leave() {{
        try {{
            new java.io.File(System.getenv("MARKS"), "{name}").createNewFile();
        }} catch (java.io.IOException error) {{
            throw new java.io.UncheckedIOException(error);
        }}
    }}
}}
"""
# Refused here although M2.1 itself runs nothing there.
LOCKED = {
    "a field of nobody's",
    "distribution's class",
    "layer of two ways",
    "normalizer that is an object",
    "step function",
    "type of input",
}
# Reads each file in every way the bridge has, then shows that all was there to be run.
CHILD = """
import os, sys, warnings
import jpype
from click.testing import CliRunner
import dl4j_bridge as bridge
from dl4j_bridge import dl4j as j
from dl4j_bridge.cli.evaluate import evaluate
from dl4j_bridge.cli.inspect import inspect
from dl4j_bridge.cli.predict import predict

j.Nd4j.create(2)
for path in sys.argv[1:]:
    try:
        bridge.load(path)
        raise SystemExit(f"{path} was loaded")
    except bridge.errors.ModelFileError as error:
        assert str(error).isprintable()
    for words in ([predict, path, "x.npy"], [evaluate, path, "--data", "iris"], [inspect, path]):
        error = CliRunner().invoke(words[0], words[1:]).exception
        assert getattr(error, "exit_code", None) == 5, (path, error)
print("marks", len(os.listdir(os.environ["MARKS"])))

stream = jpype.JClass("java.io.ByteArrayInputStream")
content = bytes.fromhex("%s")
try:
    jpype.JClass("java.io.ObjectInputStream")(stream(jpype.JByte[:](content))).readObject()
except jpype.JException as error:
    print(error.getClass().getName(), error.getMessage())
print("marks", len(os.listdir(os.environ["MARKS"])))
jpype.JClass("Mark0")
print("marks", len(os.listdir(os.environ["MARKS"])))
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hostile")
    return {
        place: saved(folder, entries, f"{number}.zip")
        for number, (place, (_, entries)) in enumerate(hostile().items())
    }


@pytest.fixture(scope="module")
def marks() -> str:
    """The source of all foreign classes."""
    return "".join(MARK.format(name=name) for name, _ in hostile().values())


@pytest.mark.fault(4)
def test_refused_before_any_java(files: dict[str, Path]) -> None:
    for path in files.values():
        with pytest.raises(ModelFileError):
            modelfile.read(path)


@pytest.mark.fault(4)
@pytest.mark.skipif(shutil.which("javac") is None, reason="needs a Java compiler")
def test_no_class_of_theirs_is_run(
    tmp_path: Path,
    files: dict[str, Path],
    marks: str,
    record_property: Callable[[str, str], None],
) -> None:
    source = tmp_path / "Marks.java"
    source.write_text(marks)
    subprocess.run(["javac", "-d", tmp_path / "classes", source], check=True)
    (tmp_path / "marks").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", CHILD % serialized("Mark0").hex(), *files.values()],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=tmp_path,
        env={
            **os.environ,
            "MARKS": str(tmp_path / "marks"),
            "JAVA_TOOL_OPTIONS": f"-Xbootclasspath/a:{tmp_path / 'classes'}",
        },
    )
    assert done.returncode == 0, done.stderr
    refused, rejected, after, sound = done.stdout.splitlines()
    assert refused == after == "marks 0"
    assert rejected == "java.io.InvalidClassException filter status: REJECTED"
    # The classes were there: asked for, one leaves its mark.
    assert sound == "marks 1"
    record_property("figure", f"{len(files)} of {len(files)} refused, 0 marks")


@pytest.mark.fault(4)
def test_deeplearning4j_itself_would_have_run_them(
    tmp_path: Path,
    files: dict[str, Path],
    marks: str,
    record_property: Callable[[str, str], None],
) -> None:
    (tmp_path / "Loads.java").write_text((JAVA / "Loads.java").read_text("utf-8") + marks)
    (tmp_path / "marks").mkdir()
    done = subprocess.run(
        [COMMAND, "run", "Loads.java", *files.values()],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=tmp_path,
        env={**os.environ, "MARKS": str(tmp_path / "marks")},
    )
    assert f"read {len(files)}" in done.stdout, done.stderr
    left = {path.name for path in (tmp_path / "marks").iterdir()}
    ran = [place for place, (name, _) in hostile().items() if name in left]
    assert {*files} - {*ran} <= LOCKED
    record_property("figure", f"Deeplearning4j itself runs the code of {len(ran)} of {len(files)}")
