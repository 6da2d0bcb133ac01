"""Native memory is not freed under an operation, as ND4J alone does."""

import os
import subprocess
import time
from pathlib import Path

import jpype

from dl4j_bridge.dl4j import Nd4j
from dl4j_bridge.jvm.jars.backends import class_path
from dl4j_bridge.jvm.jars.helper_jar import helper_jar
from dl4j_bridge.jvm.toolchain import find_java, find_javac

SOURCE = Path(__file__).parents[1] / "java" / "Deallocation.java"


def run(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    jars = class_path()
    path = os.pathsep.join(map(str, [*jars, helper_jar(jars), tmp_path]))
    subprocess.run([find_javac(), "-d", tmp_path, "-cp", path, SOURCE], check=True)
    java = find_java().home / "bin" / "java"
    return subprocess.run(
        [java, "-Xmn2m", "-Xmx400m", "-XX:+UseSerialGC", "-cp", path, "Deallocation", *words],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )


def test_an_array_outlives_the_operation_on_it(tmp_path: Path) -> None:
    done = run(tmp_path, "8", "late")
    assert done.returncode == 0, done.stdout[-2000:]
    assert "sum 3200.0" in done.stdout


def test_memory_is_given_back_all_the_same() -> None:
    references = jpype.JClass("java.lang.Class").forName(
        "org.nd4j.linalg.api.memory.deallocation.DeallocatorService"
    ).getDeclaredField("referenceMap")  # fmt: skip
    references.setAccessible(True)
    known = references.get(Nd4j.getDeallocatorService())
    before = int(known.size())
    arrays = [Nd4j.ones(10) for _ in range(500)]
    assert known.size() >= before + 500
    arrays.clear()
    deadline = time.monotonic() + 20
    while known.size() > before + 50 and time.monotonic() < deadline:
        jpype.java.lang.System.gc()
        time.sleep(0.2)
    assert known.size() <= before + 50
